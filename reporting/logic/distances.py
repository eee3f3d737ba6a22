"""Straight-line distances on the British National Grid."""

from collections.abc import Sequence
from itertools import combinations
from math import dist

METRES_IN_A_MILE = 1609.344

Place = tuple[int, int]


def miles_between(one: Place, other: Place) -> float:
    """Statute miles between two places given as easting and northing in metres."""
    return dist(one, other) / METRES_IN_A_MILE


def all_pairs(places: Sequence[Place]) -> list[float]:
    """Miles between each two of the places; empty for fewer than two."""
    return [miles_between(one, other) for one, other in combinations(places, 2)]
