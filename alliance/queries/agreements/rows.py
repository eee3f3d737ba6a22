"""The list of agreements: narrowed, in order, and as rows of the page and the export."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Q

from alliance.choices import AgreementState
from alliance.models import Agreement
from alliance.models.agreements.agreement import TO_COUNTERSIGN, in_force_on
from alliance.queries.agreements.showing import money
from foundation import words
from foundation.lists.values import values_in_use

SHOWN = (
    *("public_id", "title", "tier", "fee_pence", "starts_on", "ends_on", "ended_on", "state"),
    "partner__name",
)
"""What a row says: the terms, pages of them, stay where they are."""
ENDING = {"30": "Within 30 days", "90": "Within 90 days", "365": "Within a year", "past": "Ended"}
SORTS = {
    "partner": "partner__name",
    "state": "state",
    "tier": "tier",
    "fee": "fee_pence",
    "from": "starts_on",
    "ends": "ends_on",
}
MARKS = {
    AgreementState.DRAFT: "none",
    AgreementState.SENT: "info",
    AgreementState.SIGNED: "info",
    AgreementState.ACTIVE: "good",
    AgreementState.RENEWAL_DUE: "warn",
    AgreementState.RENEWED: "good",
    AgreementState.LAPSED: "bad",
    AgreementState.TERMINATED: "none",
}


@dataclass(frozen=True)
class Narrowed:
    """What the list is narrowed to; empty is everything."""

    states: tuple[str, ...] = ()
    tiers: tuple[str, ...] = ()
    ending: str = ""
    words: str = ""


@dataclass(frozen=True)
class AgreementRow:
    """One agreement in a list. `left` says in how many days it ends, while it is in force."""

    public_id: UUID
    title: str
    partner: str
    tier: str
    fee: str
    fee_pence: int
    starts: str
    ends: str
    starts_on: date
    ends_on: date
    left: str
    state: str
    word: str


@dataclass(frozen=True)
class Standing:
    """How many agreements there are, are in force, end within 90 days and wait for a signature."""

    total: int
    in_force: int
    ending: int
    waiting: int


def found(member: Any, narrowed: Narrowed, today: date) -> Any:
    """The agreements this member sees."""
    mine = Agreement.objects.visible_to(member)
    if narrowed.states:
        mine = mine.filter(state__in=narrowed.states)
    if narrowed.tiers:
        mine = mine.filter(tier__in=narrowed.tiers)
    if narrowed.ending == "past":
        mine = mine.filter(ends_on__lt=today)
    elif narrowed.ending:
        mine = mine.filter(ends_on__range=(today, today + timedelta(days=int(narrowed.ending))))
    for word in narrowed.words.split():
        mine = mine.filter(Q(partner__name__icontains=word) | Q(title__icontains=word))
    return mine.select_related("partner").only(*SHOWN)


def in_order(agreements: Any, column: str, *, descending: bool) -> Any:
    by = F(SORTS[column])
    return agreements.order_by(by.desc() if descending else by.asc(), "partner__name", "id")


def tiers() -> list[str]:
    """Those that any agreement of the alliance has, by name."""
    return values_in_use(Agreement.objects.all(), "tier")


def standing(today: date) -> Standing:
    """Counted in one reading of an index."""
    counted = Agreement.objects.aggregate(
        total=Count("*"),
        in_force=Count("state", filter=in_force_on(today)),
        ending=Count("state", filter=Q(state=AgreementState.RENEWAL_DUE)),
        waiting=Count("state", filter=Q(state=AgreementState.SENT) | TO_COUNTERSIGN),
    )
    return Standing(**counted)


def row_of(agreement: Agreement, today: date) -> AgreementRow:
    state = AgreementState(agreement.state)
    days = agreement.days_left(today)
    return AgreementRow(
        public_id=agreement.public_id,
        title=agreement.title,
        partner=agreement.partner.name,
        tier=agreement.tier,
        fee=money(agreement.fee_pence),
        fee_pence=agreement.fee_pence,
        starts=words.day(agreement.starts_on),
        ends=words.day(agreement.ended_on or agreement.ends_on),
        starts_on=agreement.starts_on,
        ends_on=agreement.ended_on or agreement.ends_on,
        left=f"in {words.counted(days, 'day')}" if agreement.is_in_force_on(today) and days >= 0 else "",
        state=MARKS[state],
        word=str(state.label),
    )
