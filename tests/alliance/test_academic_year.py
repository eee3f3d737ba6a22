"""Academic years run from 1 September to 31 August (domain.md §0, invariant 14)."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from alliance.logic.academic_year import AcademicYear

DAYS = st.dates(min_value=date(2000, 1, 1), max_value=date(2099, 12, 31))


@given(DAYS)
def test_every_day_lies_in_the_year_it_belongs_to(day: date) -> None:
    year = AcademicYear.for_date(day)
    assert day in year
    assert (year.first_day.month, year.first_day.day) == (9, 1)
    assert day not in year.previous


@given(DAYS)
def test_years_follow_on_without_a_gap(day: date) -> None:
    year = AcademicYear.for_date(day)
    assert (year.first_day - year.previous.last_day).days == 1


def test_a_year_is_named_by_both_of_its_years() -> None:
    assert str(AcademicYear(2025)) == "2025/26"
    assert str(AcademicYear(1999)) == "1999/00"
    assert AcademicYear(2025).slug == "2025-26"


def test_the_last_day_of_august_belongs_to_the_old_year() -> None:
    assert AcademicYear.for_date(date(2026, 8, 31)) == AcademicYear(2025)
    assert AcademicYear.for_date(date(2026, 9, 1)) == AcademicYear(2026)
