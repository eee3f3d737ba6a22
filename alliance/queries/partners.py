"""The partner list: one page of it, or all of it, as rows ready to be shown."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db import connection
from django.db.models import Case, F, FilteredRelation, Min, OuterRef, Q, Subquery, Value, When
from django.db.models.expressions import Expression, OrderBy
from django.db.models.functions import Coalesce

from alliance.choices import PartnerKind
from alliance.logic.academic_year import AcademicYear
from alliance.models import PartnerRole, School
from alliance.models.partner import PartnerQuerySet
from alliance.queries.distances import Centre
from alliance.queries.partner_filters import PartnerFilters, likeness, narrowed
from alliance.queries.partner_rows import PartnerRow, rows_of
from foundation.maps.grid import MILE
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
class Counts:
    """`near` counts matches within ten miles of the lead school; None where it is not counted."""

    total: int
    matching: int
    near: int | None


COUNTS = """
SELECT (SELECT count(*) FROM ({all}) AS a), (SELECT count(*) FROM ({matching}) AS m),
       CASE WHEN (SELECT count(*) FROM (SELECT 1 FROM ({matching}) AS m LIMIT %s) AS few) < %s THEN
            (SELECT count(*) FROM ({matching}) AS m JOIN alliance_school AS school ON school.id = m.school_id
              WHERE (school.easting - %s::float) ^ 2 + (school.northing - %s::float) ^ 2 <= %s) END
"""


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
        every, parameters = self.partners.order_by().values("pk").query.sql_with_params()
        matching, its = self.matching.order_by().values("pk", "school_id").query.sql_with_params()
        cut = (MOST_MEASURED + 1, MOST_MEASURED + 1)
        centre = self.centre
        place = (centre.easting, centre.northing, (NEAR_MILES * MILE) ** 2) if centre else (None, None, None)
        statement = COUNTS.replace("{all}", every).replace("{matching}", matching)
        with connection.cursor() as cursor:
            cursor.execute(statement, (*parameters, *its, *its, *cut, *its, *place))
            total, found, near = cursor.fetchone()
        return Counts(total, found, near if centre else None)

    def page(self, number: int) -> list[PartnerRow]:
        """The rows of page `number`, from 1: their ids from an index, then what is shown of those alone."""
        start = (number - 1) * PAGE_SIZE
        return self._rows(self._ordered()[start : start + PAGE_SIZE])

    def all(self) -> list[PartnerRow]:
        """Every row, in order."""
        return self._rows(self._ordered())

    def _rows(self, ordered: PartnerQuerySet) -> list[PartnerRow]:
        return rows_of(list(ordered.values_list("pk", flat=True)), year=self.year, lead=self.lead)

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


AUTHORITY = Coalesce("school__local_authority__name", "local_authority__name")


AUTHORITIES = """
SELECT code, name FROM alliance_localauthority AS authority
 WHERE EXISTS (SELECT FROM alliance_school AS school
                 JOIN alliance_partner AS partner ON partner.school_id = school.id
                WHERE school.local_authority_id = authority.id AND partner.alliance_id = %(alliance)s)
UNION
SELECT code, name FROM alliance_localauthority
 WHERE id IN (SELECT local_authority_id FROM alliance_partner WHERE alliance_id = %(alliance)s)
 ORDER BY name
"""


def authorities() -> list[tuple[str, str]]:
    """Code and name of every local authority that has a partner of the alliance, or is one, by name."""
    with connection.cursor() as cursor:
        cursor.execute(AUTHORITIES, {"alliance": current_alliance_id()})
        return list(cursor.fetchall())


def _main_contact() -> FilteredRelation:
    return FilteredRelation("contacts", condition=Q(contacts__is_main=True))


def _first_kind(partners: PartnerList) -> Subquery:
    """The rank of the first of a partner's kinds in the year, in the order of the code list."""
    rank = Case(*(When(kind=kind, then=Value(rank)) for rank, kind in enumerate(PartnerKind.values)))
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
