"""What waits for staff about prospects: those that have been in one stage for too long."""

from datetime import date

from django.db.models import prefetch_related_objects
from django.urls import reverse
from django.utils import timezone

from alliance import policy
from alliance.choices import ProspectStage
from alliance.logic.growth.stages import USUAL_DAYS, days_between
from alliance.models import Membership, Prospect
from alliance.queries.growth.prospects import stuck
from alliance.queries.growth.selection import to_assess
from alliance.queries.today import Due
from foundation import words

NAMED = 3
"""More are one line that leads to the list of them."""


def prospects_due(member: Membership, today: date) -> list[Due]:
    """Prospects in one stage for longer than is usual, the longest first."""
    if not policy.change_prospects.test(member):
        return []
    slug = member.alliance.slug
    late = Prospect.objects.filter(stuck(today)).order_by("stage_since", "pk")
    found = list(late[: NAMED + 1])
    if len(found) <= NAMED:
        prefetch_related_objects(found, "owner")
        return [_stuck(prospect, slug, today) for prospect in found]
    first = found[0]
    return [
        Due(
            "warn",
            f"{words.counted(late.count(), 'prospect')} have not moved for long",
            f"The longest: {first.name}, {_days(first, today)} at “{first.get_stage_display()}”",
            None,
            action_label="Review",
            action_href=f"{reverse('prospects_table', args=[slug])}?stuck=yes&sort=-days",
        )
    ]


def newcomers_due(member: Membership, today: date) -> list[Due]:
    """Newcomers whose day has come before everything was in place."""
    if not policy.change_prospects.test(member):
        return []
    late = Prospect.objects.filter(stage=ProspectStage.ONBOARDING, partner__joined_on__lte=today)
    return [_newcomer(one, member.alliance.slug) for one in late.select_related("partner", "owner")]


def assessments_due(member: Membership, today: date) -> list[Due]:
    """What this person was asked to judge."""
    slug = member.alliance.slug
    return [
        Due(
            "info",
            f"{assessment.prospect.name} waits for your assessment",
            f"You were asked on {words.day(assessment.created_at)}",
            None,
            action_label="Assess",
            action_href=reverse("assessment", args=[slug, assessment.prospect.public_id]),
        )
        for assessment in to_assess(member.user)
    ]


def _stuck(prospect: Prospect, slug: str, today: date) -> Due:
    href = reverse("prospect", args=[slug, prospect.public_id])
    return Due(
        "warn",
        f"{prospect.name} has been at “{prospect.get_stage_display()}” for {_days(prospect, today)}",
        f"Longer than the usual {USUAL_DAYS[prospect.stage]}",
        None,
        whose=str(prospect.owner) if prospect.owner else "",
        href=href,
        action_label="Open record",
        action_href=href,
    )


def _newcomer(prospect: Prospect, slug: str) -> Due:
    partner = prospect.partner
    href = reverse("prospect_onboarding", args=[slug, prospect.public_id])
    return Due(
        "warn",
        f"{prospect.name} was to be a partner by now",
        "Finish its checklist, or move the day on its partner record",
        partner.joined_on if partner else None,
        whose=str(prospect.owner) if prospect.owner else "",
        href=href,
        action_label="Checklist",
        action_href=href,
    )


def _days(prospect: Prospect, today: date) -> str:
    return words.counted(days_between(timezone.localdate(prospect.stage_since), today), "day")
