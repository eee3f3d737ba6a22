"""What the clock does to agreements: begins them, gives notice of their end, lets them lapse."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from alliance.actions.agreements.letters import want_letters
from alliance.actions.agreements.signing import want_document
from alliance.choices import IN_FORCE, AgreementState
from alliance.logic.agreements import NOTICES, notice_due
from alliance.models import Agreement, AgreementDocument, AgreementNotice, Membership
from alliance.policy import LEADS
from alliance.queries.agreements import AGREEMENT_NEWS
from alliance.queries.agreements.letters import reader_of, told_in_portal
from alliance.queries.agreements.record import signatures_on
from foundation import words
from foundation.notifications.actions import notify


def agreements_by_night(now: datetime) -> None:
    """In the alliance in scope. May run twice, and makes up for a night that was missed."""
    today = timezone.localdate(now)
    _hold(today)
    _begin(today)
    _give_notice(today)
    _lapse(today)
    want_letters(today)
    _print_again()


def _hold(today: date) -> None:
    """Lock all that the night moves at once, the older first, as whatever holds several does."""
    _locked(Agreement.objects.filter(_beginning(today) | _ending(today)))


def _beginning(today: date) -> Q:
    return Q(state=AgreementState.SIGNED, alliance_signed_at__isnull=False, starts_on__lte=today)


def _ending(today: date) -> Q:
    return Q(state__in=IN_FORCE, ends_on__lte=today + timedelta(days=max(NOTICES)))


def _begin(today: date) -> None:
    for agreement in _locked(Agreement.objects.filter(_beginning(today))):
        agreement.state = AgreementState.ACTIVE
        agreement.save()


def _give_notice(today: date) -> None:
    """At 90 and at 30 days, once each; a nearer notice stands for the one that was missed.

    Nobody is told about a partner that has left.
    """
    ending = Agreement.objects.filter(_ending(today), partner__left_on=None)
    for agreement in _locked(ending):
        due = notice_due(days_left=agreement.days_left(today), told=agreement.told_days)
        if due is None:
            continue
        agreement.state, agreement.told_days = AgreementState.RENEWAL_DUE, due
        agreement.save()
        if agreement.days_left(today) >= 0:
            AgreementNotice.objects.create(agreement=agreement, days=due)
            left = words.counted(agreement.days_left(today), "day")
            sentence = f"{_name(agreement)} ends on {words.day(agreement.ends_on)}, in {left}."
            _tell(agreement, sentence, besides=_unheard(agreement))


def _lapse(today: date) -> None:
    over = Agreement.objects.filter(state=AgreementState.RENEWAL_DUE, ends_on__lt=today)
    for agreement in _locked(over):
        agreement.state = AgreementState.LAPSED
        agreement.save()
        _tell(agreement, f"{_name(agreement)} lapsed on {words.day(agreement.ends_on)}: nothing renews it.")


def _print_again() -> None:
    """Papers from before digests were kept bear a code that nobody can check: the latest are made anew."""
    unknown = AgreementDocument.objects.filter(digest="", signatures__gt=0).select_related("agreement")
    for document in unknown.order_by("id"):
        if document.signatures == signatures_on(document.agreement):
            want_document(document.agreement)


def _locked(agreements: Iterable[Agreement]) -> Iterable[Agreement]:
    found = agreements.select_for_update(of=("self",), no_key=True)  # type: ignore[attr-defined]  # a queryset of ours
    return list(found.select_related("partner", "alliance").order_by("id"))


def _name(agreement: Agreement) -> str:
    return f"“{agreement.title}” with {agreement.partner.name}"


def _unheard(agreement: Agreement) -> str:
    """What the leads have to see to where nobody at the partner hears of it."""
    if told_in_portal(agreement.partner_id).exists() or reader_of(agreement.partner_id):
        return ""
    missing = "it has no main contact with an e-mail address, and no mailbox"
    return f" Nobody at {agreement.partner.name} is told: {missing}."


def _tell(agreement: Agreement, sentence: str, *, besides: str = "") -> None:
    """The leads, who read what stands `besides` too, and whoever acts for the partner."""
    members = Membership.objects.current().filter(alliance=agreement.alliance_id)
    leads = set(members.holding(*LEADS).values_list("user_id", flat=True))
    theirs = set(told_in_portal(agreement.partner_id).values_list("user_id", flat=True))
    page = reverse("agreement", args=[agreement.alliance.slug, agreement.public_id])
    for people, said in ((leads, sentence + besides), (theirs - leads, sentence)):
        notify(people, said, page, kind=AGREEMENT_NEWS, subject=agreement.public_id)
