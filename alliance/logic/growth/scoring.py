"""What several assessors' points come to, on a scale from 0 to 100."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

MOST_POINTS = 4


@dataclass(frozen=True)
class Weighted:
    """A criterion: its name, what is looked at, and how much it counts."""

    name: str
    asks: str
    weight: int


DEFAULT_CRITERIA = (
    Weighted("Shared values", "Which of our goals they share, and how it shows in what they do.", 40),
    Weighted("Complementary expertise", "What they know that our partners lack or have too little of.", 35),
    Weighted("Capacity to contribute", "Mentors, venues, specialists: what they can give beside taking.", 25),
)
"""What an alliance begins with."""


def score_of(points: Mapping[int, int], weights: Mapping[int, int]) -> float | None:
    """One assessor's points by criterion, weighted: 0 to 100. None unless every criterion has its points."""
    if not weights or points.keys() != weights.keys():
        return None
    reached = sum(weight * points[criterion] for criterion, weight in weights.items())
    return 100 * reached / (MOST_POINTS * sum(weights.values()))


def mean(scores: Sequence[float]) -> float | None:
    """The plain mean; None of nothing."""
    return sum(scores) / len(scores) if scores else None


def share(weight: int, weights: Sequence[int]) -> int:
    """A weight as a whole percentage of all of them."""
    return round(100 * weight / sum(weights))
