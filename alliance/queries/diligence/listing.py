"""Due diligence across the partners: each with its newest review."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from alliance.choices import DILIGENCE_OPEN, CheckState, PartnerKind
from alliance.logic.academic_year import AcademicYear
from alliance.models import DiligenceCheck, DiligenceReview, PartnerRole

OPEN, DECIDED, ALL = "open", "decided", "all"
SORTS = {"partner": "partner__name", "state": "state", "due": "due_on", "next": "next_due_on"}
SHOWN = (
    *("state", "due_on", "triggers", "decided_at", "next_due_on"),
    *("partner__name", "partner__public_id"),
)


@dataclass(frozen=True)
class DiligenceFilters:
    """What the list is narrowed to. `show` is open, decided or all; `overdue` keeps those past their day."""

    text: str = ""
    show: str = OPEN
    states: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    overdue: bool = False


def reviews_matching(filters: DiligenceFilters, *, today: date) -> Any:
    """Queryset of the newest reviews of current partners that every filter keeps."""
    found = DiligenceReview.objects.latest_of_current()
    if filters.show != ALL:
        is_open = Q(state__in=DILIGENCE_OPEN)
        found = found.filter(is_open if filters.show == OPEN else ~is_open)
    if filters.states:
        found = found.filter(state__in=filters.states)
    if filters.overdue:
        found = found.filter(state__in=DILIGENCE_OPEN, due_on__lt=today)
    if filters.text:
        found = found.filter(partner__name__icontains=filters.text)
    if filters.kinds:
        played = PartnerRole.objects.filter(
            partner=OuterRef("partner"),
            academic_year=AcademicYear.for_date(today).start,
            kind__in=filters.kinds,
        )
        found = found.filter(Exists(played))
    return found


def in_order(reviews: Any, column: str, *, descending: bool) -> Any:
    """By a column of `SORTS`, then by partner."""
    by = F(SORTS[column])
    ordered = by.desc(nulls_last=True) if descending else by.asc(nulls_last=True)
    return reviews.order_by(ordered, "partner__name", "pk")


def shown(reviews: Any) -> Any:
    """With what lists show of them and of their partners, and nothing else."""
    return reviews.select_related("partner").only(*SHOWN)


@dataclass(frozen=True)
class ListedReview:
    """A review as lists show it: with its partner's parts of this year, and how many checks are answered."""

    review: DiligenceReview
    kinds: list[PartnerKind]
    answered: int
    checks: int


def listed(reviews: QuerySet[Any] | Sequence[DiligenceReview], *, today: date) -> list[ListedReview]:
    """With what lists show beside them: two more queries, however many there are."""
    rows = list(reviews.select_related("partner")) if isinstance(reviews, QuerySet) else list(reviews)
    counts = {
        review: (answered, checks)
        for review, answered, checks in DiligenceCheck.objects.filter(review__in=[row.pk for row in rows])
        .values("review")
        .annotate(answered=Count("pk", filter=~Q(state=CheckState.OPEN)), checks=Count("pk"))
        .values_list("review", "answered", "checks")
    }
    kinds: dict[int, list[PartnerKind]] = {}
    year = AcademicYear.for_date(today).start
    roles = PartnerRole.objects.filter(partner__in=[row.partner_id for row in rows], academic_year=year)
    for partner, kind in roles.order_by("kind").values_list("partner", "kind"):
        kinds.setdefault(partner, []).append(PartnerKind(kind))
    return [ListedReview(row, kinds.get(row.partner_id, []), *counts.get(row.pk, (0, 0))) for row in rows]


def open_and_overdue(today: date) -> tuple[int, int]:
    """How many reviews of current partners wait, and how many of them are past their day."""
    found = DiligenceReview.objects.latest_of_current().open()
    totals = found.aggregate(waiting=Count("*"), overdue=Count("due_on", filter=Q(due_on__lt=today)))
    return totals["waiting"], totals["overdue"]
