"""The partner list: one page of it, or all of it, as rows ready to be shown."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    BigIntegerField,
    Case,
    Exists,
    F,
    FilteredRelation,
    FloatField,
    Min,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
)
from django.db.models.expressions import Expression, OrderBy
from django.db.models.functions import Coalesce
from django.db.models.lookups import LessThanOrEqual

from alliance.choices import PartnerKind
from alliance.logic.academic_year import AcademicYear
from alliance.models import Alliance, LocalAuthority, Partner, PartnerRole, School
from alliance.models.partner import PartnerQuerySet
from alliance.queries.distances import Centre
from alliance.queries.partner_filters import PartnerFilters, likeness, narrowed
from foundation.tenancy.scope import current_alliance_id

PAGE_SIZE = 50
NEAR_MILES = 10
MOST_MEASURED = 2_000
"""Rows up to which those near the lead school are counted: it reads the place of each one."""
SORTS = ("name", "kind", "authority", "contact", "verified", "joined", "miles")


@dataclass(frozen=True)
class Sort:
    """A column and a direction. `column` "" is the list's own order: best match first, or by name."""

    column: str = ""
    descending: bool = False

    @classmethod
    def read(cls, text: str) -> "Sort":
        """Any text; what names no column is the list's own order."""
        column = text.removeprefix("-")
        return cls(column, text.startswith("-")) if column in SORTS else cls()

    def __str__(self) -> str:
        return f"-{self.column}" if self.descending else self.column


@dataclass(frozen=True)
class PartnerRow:
    """A partner as lists show it. `kinds` are those of the year asked for, `miles` from the lead school."""

    public_id: UUID
    name: str
    organisation: str
    joined_on: date
    left_on: date | None
    urn: int | None
    phase_group: str | None
    school_status: str | None
    resolved_id: int | None
    authority: str | None
    contact: str | None
    verified_at: datetime | None
    kinds: list[str]
    miles: float | None
    is_lead: bool


@dataclass(frozen=True)
class Counts:
    """`near` counts matches within ten miles of the lead school; None where it is not counted."""

    total: int
    matching: int
    near: int | None


class _Count(Subquery):
    """How many rows a query has, as a number inside another one."""

    template = "(SELECT count(*) FROM (%(subquery)s) AS counted)"
    output_field = BigIntegerField()


@dataclass(frozen=True)
class PartnerList:
    """What a list is made from: whose partners, narrowed and sorted how, seen from where, on which day."""

    partners: PartnerQuerySet
    filters: PartnerFilters
    sort: Sort
    lead: School | None
    today: date

    @cached_property
    def centre(self) -> Centre | None:
        return Centre.of(self.lead)

    @cached_property
    def matching(self) -> PartnerQuerySet:
        return narrowed(self.partners, self.filters, today=self.today)

    @property
    def year(self) -> AcademicYear:
        return self.filters.kinds_year(self.today)

    def counts(self) -> Counts:
        """All three in one statement."""
        counts = (_Count(self.partners.values("pk")), _Count(self.matching.values("pk")), self._near())
        return Counts(*Alliance.objects.filter(pk=current_alliance_id()).values_list(*counts).get())

    def page(self, number: int) -> list[PartnerRow]:
        """The rows of page `number`, from 1: their ids from an index, then what is shown of those alone."""
        start = (number - 1) * PAGE_SIZE
        ids = list(self._ordered().values_list("pk", flat=True)[start : start + PAGE_SIZE])
        found = {row.pop("pk"): row for row in self._shown(Partner.objects.filter(pk__in=ids))}
        return [self._row(found[pk]) for pk in ids if pk in found]

    def all(self) -> list[PartnerRow]:
        """Every row, in order."""
        rows = list(self._shown(self._ordered()))
        return [self._row({name: value for name, value in row.items() if name != "pk"}) for row in rows]

    def _near(self) -> Expression:
        if self.centre is None:
            return Value(None, output_field=BigIntegerField())
        few = LessThanOrEqual(_Count(self.matching.values("pk")[: MOST_MEASURED + 1]), MOST_MEASURED)
        near = self.matching.filter(self.centre.within(NEAR_MILES)).values("pk")
        return Case(When(few, then=_Count(near)), default=None, output_field=BigIntegerField())

    def _ordered(self) -> PartnerQuerySet:
        words = self.filters.search.words
        if not self.sort.column and words:
            return self.matching.order_by(likeness(words).desc(), "name", "pk")
        if self.sort.column in ("", "name"):
            return self.matching.order_by(*(["-name", "-pk"] if self.sort.descending else ["name", "pk"]))
        by = _ORDERS[self.sort.column](self)
        matching = self.matching
        if self.sort.column in ("contact", "verified"):
            matching = matching.annotate(main=_main_contact())
        # Nulls come last either way; a column without any keeps the order of its index.
        nulls_last = True if self.sort.column != "joined" else None
        return matching.order_by(
            OrderBy(by, descending=self.sort.descending, nulls_last=nulls_last), "name", "pk"
        )

    def _shown(self, partners: PartnerQuerySet) -> Any:
        roles = PartnerRole.objects.filter(partner=OuterRef("pk"), academic_year=self.year.start)
        return partners.annotate(main=_main_contact()).values(
            "pk",
            "public_id",
            "name",
            "organisation",
            "joined_on",
            "left_on",
            urn=F("school__urn"),
            phase_group=F("school__phase_group"),
            school_status=F("school__status"),
            resolved_id=F("school__resolved_id"),
            authority=AUTHORITY,
            contact=F("main__name"),
            verified_at=F("main__verified_at"),
            kinds=ArraySubquery(roles.values("kind")),
            miles=self.centre.miles_to() if self.centre else Value(None, output_field=FloatField()),
        )

    def _row(self, values: dict[str, Any]) -> PartnerRow:
        values["kinds"].sort(key=_KIND_RANKS.__getitem__)
        is_lead = self.lead is not None and values["resolved_id"] == self.lead.resolved_id
        return PartnerRow(**values, is_lead=is_lead)


AUTHORITY = Coalesce("school__local_authority__name", "local_authority__name")
_KIND_RANKS = {kind.value: rank for rank, kind in enumerate(PartnerKind)}


def authorities_of(partners: PartnerQuerySet) -> list[tuple[str, str]]:
    """Code and name of every local authority that has one of `partners`, or is one, by name."""
    schools = School.objects.filter(local_authority=OuterRef("pk"), pk__in=partners.values("school_id"))
    own = partners.filter(local_authority=OuterRef("pk"))
    with_schools = LocalAuthority.objects.filter(Exists(schools)).values_list("code", "name")
    return list(
        with_schools.union(LocalAuthority.objects.filter(Exists(own)).values_list("code", "name")).order_by(
            "name"
        )
    )


def _main_contact() -> FilteredRelation:
    return FilteredRelation("contacts", condition=Q(contacts__is_main=True))


def _first_kind(partners: PartnerList) -> Subquery:
    """The rank of the first of a partner's kinds in the year, in the order of the code list."""
    rank = Case(*(When(kind=kind, then=Value(rank)) for kind, rank in _KIND_RANKS.items()))
    roles = PartnerRole.objects.filter(partner=OuterRef("pk"), academic_year=partners.year.start)
    return Subquery(roles.order_by().values("partner").annotate(first=Min(rank)).values("first"))


_ORDERS: dict[str, Callable[[PartnerList], Expression | F | Subquery]] = {
    "kind": _first_kind,
    "authority": lambda _: AUTHORITY,
    "contact": lambda _: F("main__name"),
    "verified": lambda _: F("main__verified_at"),
    "joined": lambda _: F("joined_on"),
    "miles": lambda partners: partners.centre.miles_to() if partners.centre else F("name"),
}
