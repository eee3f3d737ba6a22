"""What waits for staff about due diligence: reviews past their day, waivers, actions."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse

from alliance import policy
from alliance.logic.diligence.triggers import sentence
from alliance.logic.diligence.verdicts import OPENED_BEFORE
from alliance.models import DiligenceAction, DiligenceReview, Membership
from alliance.queries.today import Due
from foundation import words

NAMED = 3


def diligence_due(member: Membership, today: date) -> list[Due]:
    """Reviews of the month, and what has begun, for whoever does them; waivers for whoever may approve them;
    actions for their owner.
    """
    if not policy.see_diligence.test(member):
        return []
    return [*_reviews(member, today), *_waivers(member), *_actions(member)]


def _reviews(member: Membership, today: date) -> Iterable[Due]:
    if not policy.do_diligence.test(member):
        return
    slug, months = member.alliance.slug, member.alliance.diligence_months
    whose_turn = Q(due_on__lte=today + OPENED_BEFORE) | Q(started_at__isnull=False)
    found = DiligenceReview.objects.latest_of_current().open().filter(whose_turn, waiver_reason="")
    rows = list(found.select_related("partner").order_by("due_on", "partner__name")[: NAMED + 1])
    if len(rows) <= NAMED:
        for row in rows:
            href = reverse("partner_diligence", args=[slug, row.partner.public_id])
            state = "bad" if row.due_on < today else "warn"
            yield Due(
                state,
                f"Due diligence of {row.partner.name}",
                sentence(row.why[-1], months) if row.triggers else row.get_state_display(),
                row.due_on,
                href=href,
                action_label="Go on" if row.started_at else "Begin",
                action_href=href,
            )
        return
    waiting, late = found.aggregate(
        waiting=Count("pk"), late=Count("pk", filter=Q(due_on__lt=today))
    ).values()
    yield Due(
        "bad" if late else "warn",
        f"Due diligence of {words.counted(waiting, 'partner')} is due",
        f"{words.counted(late, 'review')} past {'its' if late == 1 else 'their'} day"
        if late
        else f"The first: {rows[0].partner.name}",
        rows[0].due_on,
        action_label="Review",
        action_href=reverse("diligence", args=[slug]),
    )


def _waivers(member: Membership) -> Iterable[Due]:
    """Never the member's own: somebody else decides those."""
    if not policy.approve_diligence_waiver.test(member):
        return
    asked = DiligenceReview.objects.latest_of_current().open().exclude(waiver_reason="")
    for row in asked.exclude(waiver_asked_by=member.user_id).select_related("partner", "waiver_asked_by"):
        href = reverse("partner_diligence", args=[member.alliance.slug, row.partner.public_id])
        yield Due(
            "warn",
            f"{row.partner.name}: may this round of due diligence be waived?",
            f"Asked by {row.waiver_asked_by} on {words.day(row.waiver_asked_at)}",
            row.due_on,
            href=href,
            action_label="Decide",
            action_href=href,
        )


def _actions(member: Membership) -> Iterable[Due]:
    waiting: Any = DiligenceAction.objects.filter(
        owner=member.user_id, done_at=None, review__partner__left_on=None
    )
    for row in waiting.select_related("review__partner").order_by("due_on", "pk"):
        partner = row.review.partner
        href = reverse("partner_diligence", args=[member.alliance.slug, partner.public_id])
        yield Due(
            "warn",
            row.what,
            f"Due diligence of {partner.name}",
            row.due_on,
            href=href,
            action_label="Open",
            action_href=f"{href}#actions",
        )
