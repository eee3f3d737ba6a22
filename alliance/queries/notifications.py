"""What people are told of in an alliance, and whether they may still see it."""

from typing import Any

from alliance import policy
from alliance.models import Agreement, Announcement, Membership, Partner, Resource, Task
from alliance.queries.agreements.names import AGREEMENT_NEWS
from foundation.approvals.actions import ANSWERED
from foundation.notifications import counting
from foundation.notifications.kinds import Kind
from foundation.notifications.models import Notification

PARTNER_NEWS, JOINED, ACCESS = "partner_news", "joined", "access"
RESOURCES, ANNOUNCEMENTS, TASKS = "resources", "announcements", "tasks"
MOST_COUNTED = 100
"""On every page: from here on it says 99+, and more are not counted."""


def partners_seen(member: Any) -> Any:
    """Public ids of the partners a member sees; None for whoever sees them all."""
    if policy.see_partners.test(member):
        return None
    return Partner.objects.visible_to(member).values("public_id")


def resources_seen(member: Any) -> Any:
    """Public ids of the resources a member sees."""
    return Resource.objects.visible_to(member).values("public_id")


def announcements_seen(member: Any) -> Any:
    """Public ids of the announcements a member sees."""
    return Announcement.objects.visible_to(member).values("public_id")


def tasks_seen(member: Any) -> Any:
    """Public ids of a member's own tasks, and of those they gave."""
    return Task.objects.visible_to(member).values("public_id")


def agreements_seen(member: Any) -> Any:
    """Public ids of the agreements a member sees; None for whoever sees them all."""
    if policy.see_agreements.test(member):
        return None
    return Agreement.objects.visible_to(member).values("public_id")


KINDS = (
    Kind(PARTNER_NEWS, "News of partners from the School register", policy.see_partner, partners_seen),
    Kind(JOINED, "Somebody I invited has joined", policy.manage_people),
    Kind(RESOURCES, "Resources that I brought", policy.change_resources, resources_seen),
    Kind(ANNOUNCEMENTS, "Announcements", policy.see_announcements, announcements_seen),
    Kind(TASKS, "Tasks that somebody gives me", policy.see_own_tasks, tasks_seen),
    Kind(ACCESS, "Changes to what I may do here", policy.is_member),
    Kind(AGREEMENT_NEWS, "Agreements that end or lapse", policy.see_agreement, agreements_seen),
    Kind(ANSWERED, "Answers to what I asked heads and others", policy.see_approvals),
)


def unread_count(member: Any) -> int:
    """How many are unread, up to `MOST_COUNTED`."""
    return counting.unread_count(member, most=MOST_COUNTED)


def addressee(alliance_id: int, user_id: int) -> Membership | None:
    """Who is written to, if they belong to the alliance today."""
    current = Membership.objects.current().filter(alliance=alliance_id, user=user_id, user__is_active=True)
    return current.select_related("user", "alliance").first()


def for_letter(member: Membership, job_id: int) -> list[Notification]:
    """What the job's letter tells: not yet sent, and of things the member may still see; oldest first."""
    due = Notification.objects.for_member(member).filter(mailed_in=job_id, mailed_at=None)
    return list(due.order_by("id"))
