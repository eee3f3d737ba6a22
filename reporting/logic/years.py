"""Which years a report can be made for, and which it looks back on."""

from collections.abc import Iterable
from datetime import date

from alliance.logic.academic_year import AcademicYear

LOOK_BACK = 5
"""Years in a trend, the report's own included."""


def reportable(years_with_records: Iterable[int], today: date) -> tuple[AcademicYear, ...]:
    """Years with records that have begun, newest first."""
    this = AcademicYear.for_date(today).start
    return tuple(
        AcademicYear(start) for start in sorted(set(years_with_records), reverse=True) if start <= this
    )


def trend(year: AcademicYear, first: int) -> tuple[AcademicYear, ...]:
    """The report's year and up to four before it, oldest first, none before records begin (`first`)."""
    start = max(first, year.start - LOOK_BACK + 1)
    return tuple(AcademicYear(one) for one in range(min(start, year.start), year.start + 1))


def as_at(year: AcademicYear, today: date) -> date:
    """The day a year's figures describe: its last, or today while the year is running."""
    return min(year.last_day, today)
