"""What waits for staff about agreements: signatures, renewals, obligations."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone

from alliance import policy
from alliance.choices import AgreementState, Party
from alliance.models import Agreement, Obligation
from alliance.queries.today import Due
from foundation import words

NAMED = 3
"""Of one kind; more are one line that leads to the list of them."""


def agreements_due(member: Any, today: date) -> list[Due]:
    """For whoever may change agreements."""
    if not policy.change_agreements.test(member):
        return []
    slug = member.alliance.slug
    return [*_to_countersign(slug), *_renewals(slug), *_obligations(slug, today)]


def _to_countersign(slug: str) -> Iterable[Due]:
    waiting = Agreement.objects.to_countersign().select_related("partner").order_by("partner_signed_at")
    for agreement in waiting[:NAMED]:
        page = reverse("agreement", args=[slug, agreement.public_id])
        signed = f"{agreement.partner_signed_name} signed on {words.day(agreement.partner_signed_at)}"
        yield Due(
            "info",
            f"{agreement.title}, {agreement.partner.name}: sign for the alliance",
            signed,
            timezone.localdate(agreement.partner_signed_at),
            href=page,
            action_label="Sign",
            action_href=page,
        )


def _renewals(slug: str) -> Iterable[Due]:
    followed = Agreement.objects.exclude(previous=None).values("previous")
    ending = Agreement.objects.filter(state=AgreementState.RENEWAL_DUE).exclude(pk__in=followed)
    first = list(ending.select_related("partner").order_by("ends_on", "id")[: NAMED + 1])
    if len(first) > NAMED:
        href = f"{reverse('agreements', args=[slug])}?state={AgreementState.RENEWAL_DUE}&sort=ends"
        title = f"{ending.count()} agreements end within 90 days"
        nearest = f"The next: {first[0].partner.name}, {words.day(first[0].ends_on)}"
        yield Due("warn", title, nearest, first[0].ends_on, action_label="Review", action_href=href)
        return
    for agreement in first:
        page = reverse("agreement", args=[slug, agreement.public_id])
        yield Due(
            "warn",
            f"The agreement with {agreement.partner.name} ends",
            f"{agreement.title} · nothing renews it yet",
            agreement.ends_on,
            href=page,
            action_label="Renew",
            action_href=page,
        )


def _obligations(slug: str, today: date) -> Iterable[Due]:
    """What the alliance itself owes and has not done in time."""
    late = Obligation.objects.open().filter(
        party=Party.ALLIANCE, due_on__lt=today, agreement__in=Agreement.objects.in_force(today)
    )
    for one in late.select_related("agreement__partner").order_by("due_on", "id")[:NAMED]:
        page = reverse("agreement", args=[slug, one.agreement.public_id])
        yield Due(
            "bad",
            one.text,
            f"Owed to {one.agreement.partner.name}",
            one.due_on,
            whose=one.owner,
            href=page,
            action_label="Open",
            action_href=page,
        )
