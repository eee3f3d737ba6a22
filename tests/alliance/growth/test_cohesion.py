"""Typical distance: the middle of the lines between every two schools, without and with one more."""

from datetime import date
from itertools import permutations

import pytest

from alliance.logic.growth.cohesion import MOST_PLACES, Cohesion, cohesion
from alliance.logic.growth.stages import days_between, is_stuck


def test_the_middle_before_and_after() -> None:
    schools = [(0, 0), (3_000, 4_000), (6_000, 8_000)]
    assert cohesion(schools, (0, 12_000)) == Cohesion(5.0, pytest.approx(7.878, abs=0.001))


def test_one_school_has_no_distance_before_and_none_has_none_at_all() -> None:
    assert cohesion([(0, 0)], (3_000, 4_000)) == Cohesion(None, 5.0)
    assert cohesion([], (3_000, 4_000)) == Cohesion(None, None)


def test_more_schools_than_a_page_measures_are_not_measured() -> None:
    assert cohesion([(0, number) for number in range(MOST_PLACES + 1)], (0, 0)) is None


def test_it_does_not_matter_in_which_order_they_are_given() -> None:
    schools = [(0, 0), (3_000, 4_000), (6_000, 8_000), (9_000, 100)]
    assert {cohesion(order, (1_000, 7_000)) for order in permutations(schools)} == {
        cohesion(schools, (1_000, 7_000))
    }


def test_a_stage_has_its_usual_time() -> None:
    assert days_between(date(2026, 2, 3), date(2026, 2, 3)) == 0
    assert [is_stuck("enquiry", 21), is_stuck("enquiry", 22), is_stuck("declined", 900)] == [
        False,
        True,
        False,
    ]
