"""What a map is given. All positions are eastings and northings in metres on the British National Grid."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from math import hypot
from typing import Self

from foundation.charts.values import Table
from foundation.maps.grid import MILE
from foundation.maps.shapes import Ring
from foundation.maps.simplify import Point

SHADES = 5
RING_PAIRS = ((2, 5), (5, 10), (10, 20), (25, 50), (50, 100))


class Glyph(StrEnum):
    """The mark of a point. Shapes differ, so that the kinds are told apart without colour."""

    CIRCLE = "circle"
    SQUARE = "square"
    DIAMOND = "diamond"
    STAR = "star"


@dataclass(frozen=True, slots=True)
class MapPoint:
    """One place; ``label`` is its accessible name, ``href`` makes it a link (pages only)."""

    easting: float
    northing: float
    glyph: Glyph
    label: str
    href: str = ""
    selected: bool = False


@dataclass(frozen=True, slots=True)
class Area:
    """A named polygon. ``shade`` from 0 (lightest) to 1 colours it, None leaves it as plain land."""

    code: str
    name: str
    rings: tuple[Ring, ...]
    shade: float | None = None

    def shaded(self, shade: float | None) -> "Area":
        return replace(self, shade=shade)


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours that an alliance may choose: its marks and the mark of what is selected."""

    glyph: str = "#0e4f5c"
    selected: str = "#e3a72f"
    spine: str = "#0d4350"


@dataclass(frozen=True, slots=True)
class MapSpec:
    """Points on the grid with distance rings around ``centre``.

    The view holds every point within one and a half times the outermost ring (all of them when there is no
    centre) and the innermost ring; points further away are counted in the picture and its description, not
    dropped in silence. ``areas`` are boundaries, drawn when there are any. With ``tab_stops`` each link can
    be reached with the Tab key; without, the list beside the map is the keyboard's way.
    """

    title: str
    description: str
    points: tuple[MapPoint, ...]
    centre: Point | None = None
    rings_miles: tuple[int, ...] = (10, 20)
    areas: tuple[Area, ...] = ()
    area_names: bool = True
    tab_stops: bool = False
    palette: Palette = field(default_factory=Palette)
    heads: tuple[str, str] = ("Place", "Miles")
    width: int = 320
    height: int = 360

    def at(self, width: int, height: int) -> Self:
        """The same map, drawn ``width`` × ``height`` px."""
        return replace(self, width=width, height=height)

    def within(self) -> tuple[MapPoint, ...]:
        """The points that the map shows."""
        return tuple(point for point in self.points if self._near(point))

    def beyond(self) -> tuple[MapPoint, ...]:
        """The points too far from the centre to show."""
        return tuple(point for point in self.points if not self._near(point))

    def table(self) -> Table:
        """The places with their miles from the centre, nearest first (by name without a centre)."""
        rows = sorted((self._miles(point), point.label) for point in self.points)
        return Table(
            self.heads, tuple((label, f"{miles:.1f}" if self.centre else "–") for miles, label in rows)
        )

    def _miles(self, point: MapPoint) -> float:
        return miles_between(self.centre, point) if self.centre else 0.0

    def _near(self, point: MapPoint) -> bool:
        return not self.rings_miles or self._miles(point) <= 1.5 * max(self.rings_miles)


def miles_between(centre: Point, point: MapPoint) -> float:
    """Straight-line distance in statute miles."""
    return hypot(point.easting - centre[0], point.northing - centre[1]) / MILE


def rings_for(centre: Point, points: Sequence[MapPoint]) -> tuple[int, int]:
    """The smallest pair of rings whose outer one holds nine in ten of the points."""
    distances = sorted(miles_between(centre, point) for point in points)
    if not distances:
        return RING_PAIRS[2]
    reach = distances[max(0, -(-len(distances) * 9 // 10) - 1)]
    return next((pair for pair in RING_PAIRS if reach <= pair[1]), RING_PAIRS[-1])
