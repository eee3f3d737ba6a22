"""What is announced to whom."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet
from django.utils import timezone

from alliance import policy
from alliance.choices import Audience
from alliance.logic.audiences import audiences_of
from alliance.models import Announcement, AnnouncementReading, Membership
from foundation import words

ON_THE_FIRST_PAGE = 4


def announcements_for(member: Any) -> list[Announcement]:
    """The few that stand on the page the member begins on: pinned ones, and those not read yet."""
    if not policy.see_announcements.test(member):
        return []
    standing = Announcement.objects.visible_to(member).standing(timezone.localdate())
    shown = standing.saying_whether_read(member.user_id).in_order()
    kept = [one for one in shown[:50] if one.is_pinned or not one.is_read]
    return kept[:ON_THE_FIRST_PAGE]


def people_in(audience: Audience, alliance_id: int) -> list[int]:
    """Ids of the users of today whose roles put them in the audience."""
    return [user_id for user_id, roles in _roles_of_users(alliance_id) if audience in audiences_of(roles)]


def _roles_of_users(alliance_id: int) -> list[tuple[int, list[str]]]:
    current = Membership.objects.current().filter(alliance=alliance_id, user__is_active=True)
    return list(current.values_list("user_id", "roles"))


def readings_of(announcement: Announcement) -> QuerySet[AnnouncementReading]:
    """Who has opened it, by name."""
    return announcement.readings.select_related("user").order_by("user__full_name", "pk")


def read_by(announcement: Announcement) -> str:
    """`12 of 40 people`: those who opened it, of those it is for today."""
    people = set(people_in(Audience(announcement.audience), announcement.alliance_id))
    read = set(announcement.readings.values_list("user_id", flat=True))
    return f"{len(read & people):,} of {words.counted(len(people), 'person', 'people')}"


@dataclass(frozen=True)
class Readership:
    """By how many each announcement was read, of those it is for today."""

    audiences: dict[str, int]
    readers: dict[int, int]

    def people(self, announcement: Announcement) -> int:
        return self.audiences[announcement.audience]

    def read_by(self, announcement: Announcement) -> int:
        return self.readers.get(announcement.pk, 0)


def readership_of(alliance_id: int) -> Readership:
    """Of all announcements, in one query for each audience."""
    roles = _roles_of_users(alliance_id)
    audiences: dict[str, int] = {}
    readers: dict[int, int] = {}
    for audience in Audience:
        people = [user_id for user_id, held in roles if audience in audiences_of(held)]
        read = AnnouncementReading.objects.filter(announcement__audience=audience, user__in=people)
        audiences[str(audience)] = len(people)
        readers |= dict(read.values_list("announcement_id").annotate(Count("pk")))
    return Readership(audiences, readers)
