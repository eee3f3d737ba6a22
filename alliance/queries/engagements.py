"""Which schools took part in the alliance's work: what reach is counted from.

Engagements recorded by hand are one source; each programme registers its own in its `apps.py`, so that a
school that booked a course counts without anybody writing it down twice.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from alliance.choices import Strand
from alliance.logic.academic_year import AcademicYear
from alliance.models import Engagement, School


@dataclass(frozen=True, order=True)
class EngagedSchool:
    """One school took part in one thing on one day.

    `school_id` is the resolved school, so that a school with a new URN counts once. `record` names the row
    behind it ("engagement 0190…"), for whoever asks where a figure comes from.
    """

    school_id: int
    strand: str
    on: date
    record: str


class Source(Protocol):
    """What a programme registers: the engagements of a year, of one resolved school where it is given."""

    def __call__(self, year: AcademicYear, *, school_id: int | None = None) -> Iterable[EngagedSchool]: ...


_SOURCES: list[Source] = []


def register_source(source: Source) -> None:
    """Add a source, to be called within an alliance's scope. Registering one twice changes nothing."""
    if source not in _SOURCES:
        _SOURCES.append(source)


def engaged_schools(year: AcademicYear, *, school_id: int | None = None) -> list[EngagedSchool]:
    """Everything that schools took part in during `year`, from every source, in a stable order."""
    return sorted(row for source in _SOURCES for row in source(year, school_id=school_id))


def recorded_by_hand(year: AcademicYear, *, school_id: int | None = None) -> list[EngagedSchool]:
    """The engagements that staff recorded. The alliance app registers this source itself."""
    rows = Engagement.objects.filter(took_part_on__range=(year.first_day, year.last_day))
    if school_id is not None:
        rows = rows.filter(school__resolved_id=school_id)
    found = rows.values_list("school__resolved_id", "strand", "took_part_on", "public_id")
    return [EngagedSchool(school, strand, on, f"engagement {key}") for school, strand, on, key in found]


def engagements_of(school: School) -> list[Engagement]:
    """What was recorded by hand for this school under any of its URNs, newest first."""
    rows = Engagement.objects.filter(school__resolved_id=school.resolved_id)
    return list(rows.order_by("-took_part_on", "-id"))


def strand_counts(school: School, year: AcademicYear) -> list[tuple[Strand, int]]:
    """How often the school took part in each strand during `year`; strands without any are named too."""
    counts = Counter(row.strand for row in engaged_schools(year, school_id=school.resolved_id))
    return [(strand, counts[strand]) for strand in Strand]
