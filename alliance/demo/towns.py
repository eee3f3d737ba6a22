"""Where the demo schools stand: towns on the National Grid and the land between them."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from random import Random

from foundation.maps.shapes import coast
from foundation.maps.simplify import Point

APART = 350.0
"""Metres between two schools, at the least."""
TRIES = 400


@dataclass(frozen=True)
class Town:
    """A place with schools around it: position and spread in metres, and how many of a hundred are here."""

    name: str
    authority: str
    easting: int
    northing: int
    spread: int
    share: int


TEES = (
    Town("Darlington", "841", 429_000, 514_800, 2_600, 17),
    Town("Hartlepool", "805", 449_300, 531_800, 1_900, 13),
    Town("Middlesbrough", "806", 449_700, 517_600, 2_000, 18),
    Town("Redcar", "807", 459_800, 523_200, 1_500, 8),
    Town("Guisborough", "807", 461_200, 515_900, 2_000, 8),
    Town("Saltburn", "807", 468_500, 518_600, 2_200, 6),
    Town("Stockton-on-Tees", "808", 443_600, 518_900, 2_000, 15),
    Town("Billingham", "808", 445_700, 523_700, 1_400, 8),
    Town("Yarm", "808", 441_900, 511_900, 1_500, 7),
)
BURY = (
    Town("Bury St Edmunds", "935", 585_300, 264_300, 3_500, 55),
    Town("Stowmarket", "935", 604_800, 258_700, 2_500, 25),
    Town("Sudbury", "935", 587_300, 241_300, 2_500, 20),
)
AUTHORITIES = {
    "841": ("Darlington", "North East"),
    "805": ("Hartlepool", "North East"),
    "806": ("Middlesbrough", "North East"),
    "807": ("Redcar and Cleveland", "North East"),
    "808": ("Stockton-on-Tees", "North East"),
    "935": ("Suffolk", "East of England"),
}


def town_for(towns: Sequence[Town], number: int, of: int) -> Town:
    """The town of school `number` of `of`, so that each has its share."""
    part, passed = 100 * number / of, 0
    for town in towns:
        passed += town.share
        if part < passed:
            return town
    return towns[-1]


def site(random: Random, town: Town, taken: list[Point]) -> Point:
    """A place on land near the town and apart from those taken; it is taken now."""
    for attempt in range(TRIES):
        spread = town.spread * (1 + attempt / 100)
        place = (
            float(round(random.gauss(town.easting, spread))),
            float(round(random.gauss(town.northing, spread))),
        )
        if on_land(place) and all(_apart(place, other) for other in taken):
            taken.append(place)
            return place
    raise ValueError(f"There is no more room around {town.name}.")


def on_land(place: Point) -> bool:
    """Whether the coast that maps draw lies around `place`, a margin included."""
    east, north = place
    margins = ((0, 0), (APART, 0), (-APART, 0), (0, APART), (0, -APART))
    return all(_inside((east + across, north + up)) for across, up in margins)


def _inside(place: Point) -> bool:
    """Even-odd: how often a line from the place to the west crosses the coast."""
    east, north = place
    edges = _coast_by_kilometre()[int(north // 1000)]
    crossings = (
        east > (x2 - x1) * (north - y1) / (y2 - y1) + x1
        for (x1, y1), (x2, y2) in edges
        if (y1 > north) != (y2 > north)
    )
    return sum(crossings) % 2 == 1


@cache
def _coast_by_kilometre() -> dict[int, list[tuple[Point, Point]]]:
    """The edges of the mainland (the ring with the most points) by each kilometre of northing they touch."""
    mainland = max((ring.points() for ring in coast()), key=len)
    edges: dict[int, list[tuple[Point, Point]]] = defaultdict(list)
    for start, end in zip(mainland, mainland[1:] + mainland[:1], strict=True):
        low, high = sorted((start[1], end[1]))
        for kilometre in range(int(low // 1000), int(high // 1000) + 1):
            edges[kilometre].append((start, end))
    return edges


def _apart(one: Point, other: Point) -> bool:
    return (one[0] - other[0]) ** 2 + (one[1] - other[1]) ** 2 >= APART**2
