"""The partner list: one page of it, or all of it, as rows ready to be shown."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db import connection
from django.db.models import Case, F, FilteredRelation, Min, OuterRef, Q, Subquery, Value, When
from django.db.models.expressions import Expression, OrderBy
from django.db.models.functions import Coalesce

from alliance.choices import HostingAppetite, PartnerKind
from alliance.logic.academic_year import AcademicYear
from alliance.models import HostingPreference, PartnerRole, School
from alliance.models.partner import PartnerQuerySet
from alliance.queries.distances import Centre
from alliance.queries.partner_filters import PartnerFilters, likeness, narrowed
from alliance.queries.partner_rows import PartnerRow, rows_of
from foundation.maps.grid import MILE
from foundation.tenancy.scope import current_alliance_id

PAGE_SIZE = 50
NEAR_MILES = 10
MOST_MEASURED = 2_000
"""Partners up to which each is read, to count those near the lead school and to find their authorities."""
SORTS = (
    *("name", "kind", "urn", "type", "phase", "authority"),
    *("joined", "left", "contact", "verified", "hosting", "miles"),
)


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
WITH counted AS MATERIALIZED ({counted})
SELECT total, matching,
       CASE WHEN matching <= %s THEN
            (SELECT count(*) FROM ({matching}) AS m JOIN alliance_school AS school ON school.id = m.school_id
              WHERE (school.easting - %s::float) ^ 2 + (school.northing - %s::float) ^ 2 <= %s) END
  FROM counted
"""
ONE_READING = """
SELECT count(*) AS total, count(*) FILTER (WHERE {status}) AS matching FROM ({all}) AS a
"""
TWO_READINGS = """
SELECT (SELECT count(*) FROM ({all}) AS a) AS total, (SELECT count(*) FROM ({matching}) AS m) AS matching
"""
STATUSES = {"current": "left_on IS NULL", "left": "left_on IS NOT NULL", "all": "true"}


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
        """All three in one statement; where only the status narrows them, partners are read once."""
        every, its = self.partners.order_by().values("pk", "left_on").query.sql_with_params()
        matching, theirs = self.matching.order_by().values("pk", "school_id").query.sql_with_params()
        by_status = self.filters == PartnerFilters(status=self.filters.status)
        counted = (
            ONE_READING.replace("{status}", STATUSES[self.filters.status]) if by_status else TWO_READINGS
        )
        statement = (
            COUNTS.replace("{counted}", counted).replace("{all}", every).replace("{matching}", matching)
        )
        centre = self.centre
        place = (centre.easting, centre.northing, (NEAR_MILES * MILE) ** 2) if centre else (None, None, None)
        read = its if by_status else (*its, *theirs)
        with connection.cursor() as cursor:
            cursor.execute(statement, (*read, MOST_MEASURED, *theirs, *place))
            total, found, near = cursor.fetchone()
        return Counts(total, found, near if centre else None)

    def page(self, number: int) -> list[PartnerRow]:
        """The rows of page `number`, from 1: found by an index, and only then joined with what is shown."""
        start = (number - 1) * PAGE_SIZE
        return rows_of(self._ordered()[start : start + PAGE_SIZE], year=self.year, lead=self.lead)

    def first(self, most: int) -> list[PartnerRow]:
        """The first rows, in order."""
        return rows_of(self._ordered()[:most], year=self.year, lead=self.lead)

    def all(self) -> list[PartnerRow]:
        """Every row, in order."""
        return rows_of(self._ordered(), year=self.year, lead=self.lead)

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


AUTHORITIES_OF_FEW = """
SELECT DISTINCT authority.code, authority.name
  FROM alliance_partner AS partner
  LEFT JOIN alliance_school AS school ON school.id = partner.school_id
  JOIN alliance_localauthority AS authority
    ON authority.id = coalesce(school.local_authority_id, partner.local_authority_id)
 WHERE partner.alliance_id = %(alliance)s
"""
AUTHORITIES_OF_MANY = """
SELECT authority.code, authority.name
  FROM alliance_localauthority AS authority
 WHERE EXISTS (SELECT FROM alliance_school AS school
                 JOIN alliance_partner AS partner ON partner.school_id = school.id
                WHERE school.local_authority_id = authority.id
                  AND partner.alliance_id = %(alliance)s OFFSET 0)
    OR EXISTS (SELECT FROM alliance_partner AS partner
                WHERE partner.local_authority_id = authority.id
                  AND partner.alliance_id = %(alliance)s OFFSET 0)
"""
"""OFFSET 0 keeps PostgreSQL from reading every partner: it looks for one in each authority instead."""
AUTHORITIES_OF_EITHER = """
WITH size AS MATERIALIZED (
  SELECT count(*) > %(few)s AS is_large
    FROM (SELECT FROM alliance_partner WHERE alliance_id = %(alliance)s LIMIT %(few)s + 1) AS partner)
SELECT * FROM ({few}) AS of_few WHERE NOT (SELECT is_large FROM size)
 UNION ALL
SELECT * FROM ({many}) AS of_many WHERE (SELECT is_large FROM size)
"""
"""PostgreSQL runs one of the two, by how many partners there are."""


def authorities(partners: int | None = None) -> list[tuple[str, str]]:
    """Code and name of every local authority that has a partner, or is one, by name.

    Few partners are read; of many, one in each authority is looked for. `partners` is how many the alliance
    has, where that is known.
    """
    if partners is None:
        either = AUTHORITIES_OF_EITHER.replace("{few}", AUTHORITIES_OF_FEW)
        statement = either.replace("{many}", AUTHORITIES_OF_MANY)
    else:
        statement = AUTHORITIES_OF_FEW if partners <= MOST_MEASURED else AUTHORITIES_OF_MANY
    with connection.cursor() as cursor:
        cursor.execute(
            statement + " ORDER BY name", {"alliance": current_alliance_id(), "few": MOST_MEASURED}
        )
        return list(cursor.fetchall())


def _main_contact() -> FilteredRelation:
    return FilteredRelation("contacts", condition=Q(contacts__is_main=True))


def _first_kind(partners: PartnerList) -> Subquery:
    """The rank of the first of a partner's kinds in the year, in the order of the code list."""
    rank = Case(*(When(kind=kind, then=Value(rank)) for rank, kind in enumerate(PartnerKind.values)))
    roles = PartnerRole.objects.filter(partner=OuterRef("pk"), academic_year=partners.year.start)
    return Subquery(roles.order_by().values("partner").annotate(first=Min(rank)).values("first"))


def _appetite(_: PartnerList) -> Subquery:
    """The rank of what a school said about hosting, in the order of the code list."""
    rank = Case(*(When(appetite=said, then=Value(rank)) for rank, said in enumerate(HostingAppetite.values)))
    said = HostingPreference.objects.filter(partner=OuterRef("pk"))
    return Subquery(said.order_by().annotate(rank=rank).values("rank"))


_ORDERS: dict[str, Callable[[PartnerList], Expression | F | Subquery]] = {
    "kind": _first_kind,
    "urn": lambda _: F("school__urn"),
    "type": lambda _: F("organisation"),
    "phase": lambda _: F("school__phase_group"),
    "authority": lambda _: AUTHORITY,
    "contact": lambda _: F("main__name"),
    "verified": lambda _: F("main__verified_at"),
    "hosting": _appetite,
    "joined": lambda _: F("joined_on"),
    "left": lambda _: F("left_on"),
    "miles": lambda partners: partners.centre.miles_to() if partners.centre else F("name"),
}
