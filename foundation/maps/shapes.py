"""Rings of the coast and of areas, cut down to what a view of the map can show."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from foundation.maps.simplify import Point

OUTLINE = Path(__file__).parent / "data" / "outline.json"
CHUNK = 24


@dataclass(frozen=True, slots=True)
class View:
    """A window on the National Grid: its south-west corner and size in metres, and px per metre."""

    west: float
    south: float
    east: float
    north: float
    scale: float

    def x(self, easting: float) -> float:
        return (easting - self.west) * self.scale

    def y(self, northing: float) -> float:
        return (self.north - northing) * self.scale

    def side(self, west: float, south: float, east: float, north: float) -> int:
        """0 when the box may be visible, else the number of a side of the view that it lies wholly beyond."""
        if east < self.west:
            return 1
        if west > self.east:
            return 2
        if north < self.south:
            return 3
        return 4 if south > self.north else 0


@dataclass(frozen=True, slots=True)
class _Chunk:
    box: tuple[float, float, float, float]
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Ring:
    """A closed line on the grid, in chunks with their boxes so that what is out of sight costs next to
    nothing.
    """

    box: tuple[float, float, float, float]
    chunks: tuple[_Chunk, ...]

    @classmethod
    def of(cls, points: Sequence[Point]) -> "Ring":
        parts = [tuple(points[start : start + CHUNK]) for start in range(0, len(points), CHUNK)]
        return cls(_box(points), tuple(_Chunk(_box(part), part) for part in parts))

    def points(self) -> list[Point]:
        return [point for chunk in self.chunks for point in chunk.points]

    def seen(self, view: View) -> list[Point]:
        """The points that matter to ``view``.

        A run of points beyond one side of the view is replaced by its two ends: both the run and the
        straight line between them stay beyond that side, so nothing inside changes. Points closer than half
        a pixel are merged.
        """
        if view.side(*self.box):
            return []
        kept: list[Point] = []
        beyond, end = 0, None
        for chunk in self.chunks:
            side = view.side(*chunk.box)
            if end is not None and side != beyond:
                kept.append(end)
                end = None
            if not side:
                kept += chunk.points
            elif side == beyond and end is not None:
                end = chunk.points[-1]
            else:
                kept.append(chunk.points[0])
                end = chunk.points[-1]
            beyond = side
        if end is not None:
            kept.append(end)
        return list(_thinned(kept, 0.5 / view.scale))


def path_data(rings: Iterable[Ring], view: View) -> str:
    """An SVG path of the rings as ``view`` shows them; empty when none is in sight."""
    west, north, scale = view.west, view.north, view.scale
    parts = []
    for ring in rings:
        points = ring.seen(view)
        if len(points) > 2:
            pairs = [f"{(east - west) * scale:.1f},{(north - up) * scale:.1f}" for east, up in points]
            parts.append(f"M{' '.join(pairs)}Z")
    return "".join(parts)


@lru_cache(maxsize=1)
def coast() -> tuple[Ring, ...]:
    """The land around Great Britain and Ireland."""
    document = json.loads(OUTLINE.read_text(encoding="utf-8"))
    return tuple(Ring.of(pairs(flat)) for flat in document["rings"])


def pairs(flat: Sequence[float]) -> list[Point]:
    """``e, n, e, n, …`` as points."""
    return list(zip(flat[::2], flat[1::2], strict=True))


def _box(points: Sequence[Point]) -> tuple[float, float, float, float]:
    across, up = [point[0] for point in points], [point[1] for point in points]
    return min(across), min(up), max(across), max(up)


def _thinned(points: Sequence[Point], apart: float) -> Iterator[Point]:
    last: Point | None = None
    for point in points:
        if last is None or abs(point[0] - last[0]) > apart or abs(point[1] - last[1]) > apart:
            yield point
            last = point
