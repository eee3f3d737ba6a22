"""What several assessors' points come to, and which gap a newcomer fills."""

import pytest

from alliance.logic.growth.matrix import Brings, Cover, brings, cover_of
from alliance.logic.growth.scoring import DEFAULT_CRITERIA, mean, score_of, share


@pytest.mark.parametrize(
    ("points", "score"),
    [
        ({1: 4, 2: 4}, 100.0),
        ({1: 0, 2: 0}, 0.0),
        ({1: 4, 2: 0}, 75.0),
        ({1: 2, 2: 4}, 62.5),
        ({1: 4}, None),
        ({1: 4, 3: 4}, None),
    ],
)
def test_points_count_by_the_weight_of_their_criterion(points: dict[int, int], score: float | None) -> None:
    assert score_of(points, {1: 3, 2: 1}) == score


def test_of_nothing_there_is_no_score() -> None:
    assert (score_of({}, {}), mean([]), mean([50.0, 75.0])) == (None, None, 62.5)


def test_the_usual_criteria_make_up_the_whole() -> None:
    weights = [criterion.weight for criterion in DEFAULT_CRITERIA]
    assert [share(weight, weights) for weight in weights] == [40, 35, 25]


@pytest.mark.parametrize(
    ("strengths", "cover"),
    [([], Cover.GAP), ([1, 1, 1], Cover.GAP), ([1, 2], Cover.THIN), ([2, 3], Cover.COVERED)],
)
def test_an_area_is_covered_by_strong_partners_only(strengths: list[int], cover: Cover) -> None:
    assert cover_of(strengths) == cover


@pytest.mark.parametrize(
    ("cover", "strength", "brought"),
    [
        (Cover.GAP, 2, Brings.FILLS),
        (Cover.GAP, 1, Brings.NOTHING),
        (Cover.THIN, 3, Brings.BACKS_UP),
        (Cover.COVERED, 3, Brings.ADDS),
        (Cover.COVERED, 0, Brings.NOTHING),
    ],
)
def test_what_a_newcomer_brings(cover: Cover, strength: int, brought: Brings) -> None:
    assert brings(cover, strength) == brought
