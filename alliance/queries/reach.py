"""Which schools the alliance could reach, and which it did: what the annual report counts.

Schools are told apart by the URN at the end of their successor chain, never by the URN on a record.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Case, Count, Exists, F, IntegerField, Min, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce

from alliance.choices import SchoolStatus
from alliance.logic.academic_year import AcademicYear
from alliance.models import Engagement, School, ServedAuthority
from alliance.queries.engagements import engaged_schools

NOT_ELIGIBLE = (
    "Independent schools",
    "Online provider",
    "Other types",
    "Universities",
    "Colleges",
    "Welsh schools",
    "Children's centres",
)
"""Groups of establishment types (GIAS) outside the state-funded schools of England."""

RESOLVED_URN = Coalesce("successor__urn", "urn")


@dataclass(frozen=True)
class AreaSchool:
    """A school of the area on a certain day: who it is today, and where and what it was then."""

    urn: int
    authority: str
    authority_name: str
    phase_group: str


@dataclass(frozen=True)
class SchoolTookPart:
    """A school took part in work of one strand in one academic year, named by the year it starts in."""

    urn: int
    strand: str
    year: int


@dataclass(frozen=True)
class SchoolCard:
    """A school as a list of records names it."""

    urn: int
    name: str
    public_id: UUID
    phase_group: str
    authority_name: str


def area_schools(day: date) -> list[AreaSchool]:
    """The state-funded schools of the authorities served that were open on `day`, each once.

    A school whose later successor is known counts as that successor, with the authority and phase of the
    record that was open then.
    """
    rows = (
        _area(day)
        .annotate(
            is_own=Case(When(resolved_id=F("pk"), then=Value(0)), default=1, output_field=IntegerField())
        )
        .order_by("resolved_id", "is_own", "urn")
        .distinct("resolved_id")
        .values_list(RESOLVED_URN, "local_authority__code", "local_authority__name", "phase_group")
    )
    return [AreaSchool(*row) for row in rows]


def _area(day: date) -> QuerySet[School]:
    """Records of the area that were open on `day`; two of them may be one school."""
    served = ServedAuthority.objects.filter(local_authority=OuterRef("local_authority"))
    open_then = School.objects.filter(Exists(served), open_on(day), in_register=True)
    return open_then.exclude(type_group__in=NOT_ELIGIBLE)


def open_on(day: date) -> Q:
    """Open at the end of `day` by the register's dates; by its status where it gives no date of closing."""
    begun = Q(opened_on__lte=day) | Q(opened_on=None) & ~Q(status=SchoolStatus.PROPOSED)
    not_ended = Q(closed_on__gt=day) | Q(closed_on=None) & ~Q(status=SchoolStatus.CLOSED)
    return begun & not_ended


def schools_that_took_part(since: AcademicYear, until: date) -> list[SchoolTookPart]:
    """Each school, strand and academic year from `since` with something it took part in up to `until`, once.

    Whatever counts as taking part is what `engagements.engaged_schools` says: every source, one rule.
    """
    years = range(since.start, AcademicYear.for_date(until).start + 1)
    rows = [row for start in years for row in engaged_schools(AcademicYear(start)) if row.on <= until]
    urns = dict(School.objects.filter(pk__in={row.school_id for row in rows}).values_list("pk", "urn"))
    found = {(urns[row.school_id], row.strand, AcademicYear.for_date(row.on).start) for row in rows}
    return [SchoolTookPart(*one) for one in sorted(found)]


def first_engagement_on() -> date | None:
    """The day of the first engagement on record."""
    return Engagement.objects.aggregate(first=Min("took_part_on"))["first"]


def school_cards(urns: Iterable[int]) -> list[SchoolCard]:
    """The schools with these URNs, by name."""
    rows = (
        School.objects.filter(urn__in=list(urns))
        .order_by("name", "urn")
        .values_list("urn", "name", "public_id", "phase_group", "local_authority__name")
    )
    return [SchoolCard(*row[:4], row[4] or "") for row in rows]


@dataclass(frozen=True)
class ReachNow:
    """Open schools of the area on a day, those that took part in the year so far, and in two kinds of
    work.
    """

    opened: int
    reached: int
    deep: int


def reach_now(year: AcademicYear, day: date) -> ReachNow:
    """Reach of a year up to `day`: the same rule as the report's, in three numbers."""
    strands: dict[int, set[str]] = {}
    for row in engaged_schools(year):
        if row.on <= day:
            strands.setdefault(row.school_id, set()).add(row.strand)
    deep = [school for school, kinds in strands.items() if len(kinds) > 1]
    area = _area(day)
    return ReachNow(
        _schools(area),
        _schools(area.filter(resolved_id__in=list(strands))),
        _schools(area.filter(resolved_id__in=deep)),
    )


def _schools(records: QuerySet[School]) -> int:
    number: int = records.aggregate(number=Count("resolved_id", distinct=True))["number"]
    return number
