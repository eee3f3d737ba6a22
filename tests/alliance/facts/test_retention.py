"""Where teachers went: groups that do not add up, and the shares of those that do."""

import pytest

from alliance.logic.facts.retention import Counts, Retention


def counts(teachers: int, stayed: int, *others: int) -> Counts:
    return Counts(teachers, stayed, *(*others, 0, 0, 0, 0)[:4])


@pytest.mark.parametrize(
    ("found", "sentence"),
    [
        (counts(43, 38, 1, 1, 1, 0), "These add up to 41; you said 43 teachers: 2 are missing."),
        (counts(43, 38, 4), "These add up to 42; you said 43 teachers: 1 is missing."),
        (counts(1, 3), "These add up to 3; you said 1 teacher: 2 too many."),
        (
            counts(1_200, 1_000, 100, 60, 38, 1),
            "These add up to 1,199; you said 1,200 teachers: 1 is missing.",
        ),
        (counts(43, 38, 2, 1, 2, 0), ""),
    ],
)
def test_the_difference_is_said(found: Counts, sentence: str) -> None:
    assert found.disagreement == sentence


def test_three_retentions_have_one_cohort() -> None:
    found = Retention.of(counts(40, 30, 4, 2, 2, 2))
    assert found == Retention(40, 0.75, 0.85, 0.9, 0.95)
    assert found.turnover == 0.25


def test_of_nobody_there_is_no_share() -> None:
    assert (Retention.of(None), Retention.of(counts(0, 0)), Counts.of_all([])) == (None, None, None)


def test_several_schools_are_one_cohort_and_not_an_average_of_shares() -> None:
    together = Counts.of_all([counts(10, 5, 5), counts(30, 30)])
    assert together == counts(40, 35, 5)
    assert Retention.of(together) == Retention(40, 0.875, 1.0, 1.0, 1.0)
