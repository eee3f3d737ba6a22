"""Due diligence of one partner as its page shows it."""

from uuid import UUID

from alliance.choices import SchoolStatus
from alliance.logic.partnership.inspections import graded_in_words
from alliance.models import DiligenceAction, DiligenceCheck, DiligenceReview, Membership, Partner, User
from alliance.queries.partnership.evidence import inspections_of
from foundation import words
from foundation.audit.timeline import timeline_of
from foundation.ui.items import TimelineEntry

PEOPLE = ("started_by", "decided_by", "waiver_asked_by")


def reviews_of(partner: Partner) -> list[DiligenceReview]:
    """The newest first."""
    found = DiligenceReview.objects.filter(partner=partner).select_related("partner", *PEOPLE)
    return list(found.order_by("-id"))


def latest_review(partner: Partner) -> DiligenceReview | None:
    found = DiligenceReview.objects.filter(partner=partner, is_latest=True)
    return found.select_related("partner", *PEOPLE).first()


def find_check(review: DiligenceReview, public_id: UUID) -> DiligenceCheck | None:
    found = DiligenceCheck.objects.filter(review=review, public_id=public_id)
    return found.select_related("review__partner").first()


def find_action(partner: Partner, public_id: UUID) -> DiligenceAction | None:
    """An action of any of the partner's reviews."""
    found = DiligenceAction.objects.filter(review__partner=partner, public_id=public_id)
    return found.select_related("review__partner").first()


def checks_of(review: DiligenceReview) -> list[DiligenceCheck]:
    return list(review.checks.select_related("answered_by").order_by("position"))


def actions_of(partner: Partner) -> list[DiligenceAction]:
    """Those of all its reviews: what is not done first, the earliest due before the others."""
    found = DiligenceAction.objects.filter(review__partner=partner).select_related("owner", "done_by")
    return sorted(found, key=lambda action: (action.done_at is not None, action.due_on, action.pk))


def owners(alliance_id: int) -> list[User]:
    """Staff who can be given an action, by name."""
    members = Membership.objects.current().filter(alliance=alliance_id).select_related("user")
    return sorted((member.user for member in members if member.is_staff), key=str)


def known_of(partner: Partner) -> dict[str, str]:
    """What the portal knows already, by the code of the check it helps to answer."""
    found = {}
    if (school := partner.school) is not None:
        told = [SchoolStatus(school.status).label, school.type_name, school.trust_name]
        found["register"] = f"School register: {', '.join(filter(None, told))}"
    if inspections := inspections_of(partner):
        latest = inspections[0]
        grades = words.listed(
            [f"{area} {grade}" for area, grade in graded_in_words(latest.framework, latest.grades)]
        )
        framework = latest.get_framework_display()
        found["ofsted"] = f"{framework}, {words.day(latest.inspected_on)}: {grades}"
    return found


def history_of_reviews(reviews: list[DiligenceReview], *, limit: int) -> list[TimelineEntry]:
    """What was done in these reviews, newest first; staff's words are said to have changed, never how."""
    return timeline_of(reviews, parts=[(DiligenceCheck, "review"), (DiligenceAction, "review")], limit=limit)
