"""What the clock does to agreements: begins them, gives notice of their end, lets them lapse."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.urls import reverse
from django.utils import timezone

from alliance.choices import AgreementState, Role
from alliance.logic.agreements import NOTICES, notice_due
from alliance.models import Agreement, Membership
from alliance.policy import LEADS
from alliance.queries.agreements import AGREEMENT_NEWS
from foundation import words
from foundation.notifications.actions import notify


def agreements_by_night(now: datetime) -> None:
    """In the alliance in scope. May run twice, and makes up for a night that was missed."""
    today = timezone.localdate(now)
    _begin(today)
    _give_notice(today)
    _lapse(today)


def _begin(today: date) -> None:
    ready = _locked(
        Agreement.objects.filter(
            state=AgreementState.SIGNED, alliance_signed_at__isnull=False, starts_on__lte=today
        )
    )
    for agreement in ready:
        agreement.state = AgreementState.ACTIVE
        agreement.save()


def _give_notice(today: date) -> None:
    """At 90 and at 30 days, once each; a nearer notice stands for the one that was missed."""
    ending = Agreement.objects.in_force().filter(ends_on__lte=today + timedelta(days=max(NOTICES)))
    for agreement in _locked(ending):
        due = notice_due(days_left=agreement.days_left(today), told=agreement.told_days)
        if due is None:
            continue
        agreement.state, agreement.told_days = AgreementState.RENEWAL_DUE, due
        agreement.save()
        if agreement.days_left(today) >= 0:
            left = words.counted(agreement.days_left(today), "day")
            _tell(agreement, f"{_name(agreement)} ends on {words.day(agreement.ends_on)}, in {left}.")


def _lapse(today: date) -> None:
    over = Agreement.objects.filter(state=AgreementState.RENEWAL_DUE, ends_on__lt=today)
    for agreement in _locked(over):
        agreement.state = AgreementState.LAPSED
        agreement.save()
        _tell(agreement, f"{_name(agreement)} lapsed on {words.day(agreement.ends_on)}: nothing renews it.")


def _locked(agreements: Iterable[Agreement]) -> Iterable[Agreement]:
    found = agreements.select_for_update(of=("self",)).select_related("partner", "alliance")  # type: ignore[attr-defined]  # a queryset of ours
    return list(found.order_by("id"))


def _name(agreement: Agreement) -> str:
    return f"“{agreement.title}” with {agreement.partner.name}"


def _tell(agreement: Agreement, sentence: str) -> None:
    """The leads, and whoever acts for the partner."""
    members = Membership.objects.current().filter(alliance=agreement.alliance_id)
    leads = members.holding(*LEADS)
    theirs = members.filter(partner=agreement.partner_id).holding(
        Role.PARTNER_CONTACT, Role.HEADTEACHER_APPROVER
    )
    people = {*leads.values_list("user_id", flat=True), *theirs.values_list("user_id", flat=True)}
    page = reverse("agreement", args=[agreement.alliance.slug, agreement.public_id])
    notify(people, sentence, page, kind=AGREEMENT_NEWS, subject=agreement.public_id)
