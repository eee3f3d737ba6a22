"""Fewer points for the same shape: Douglas and Peucker's simplification, and clipping to a rectangle."""

from collections.abc import Callable, Sequence
from math import hypot

Point = tuple[float, float]


def simplify(points: Sequence[Point], tolerance: float) -> list[Point]:
    """The points needed to stay within ``tolerance`` (same unit as the points) of the line; the ends are
    kept.
    """
    if len(points) < 3:
        return list(points)
    kept = {0, len(points) - 1}
    spans = [(0, len(points) - 1)]
    while spans:
        first, last = spans.pop()
        furthest, distance = first, tolerance
        for position in range(first + 1, last):
            away = _distance(points[position], points[first], points[last])
            if away > distance:
                furthest, distance = position, away
        if furthest != first:
            kept.add(furthest)
            spans += [(first, furthest), (furthest, last)]
    return [points[position] for position in sorted(kept)]


def clip(ring: Sequence[Point], box: tuple[float, float, float, float]) -> list[Point]:
    """The part of a closed ring inside ``box`` (left, bottom, right, top), after Sutherland and Hodgman."""
    left, bottom, right, top = box
    edges: list[Callable[[Point], float]] = [
        lambda point: point[0] - left,
        lambda point: right - point[0],
        lambda point: point[1] - bottom,
        lambda point: top - point[1],
    ]
    kept = list(ring)
    for inside in edges:
        kept = _clip_edge(kept, inside)
    return kept


def area_and_centre(ring: Sequence[Point]) -> tuple[float, Point]:
    """Enclosed area (never negative) and centroid of a ring; the mean of its points when it encloses
    nothing.
    """
    doubled = across = up = 0.0
    for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], ring[0]], strict=True):
        cross = x1 * y2 - x2 * y1
        doubled += cross
        across += (x1 + x2) * cross
        up += (y1 + y2) * cross
    if abs(doubled) < 1e-9:
        return 0.0, (sum(x for x, _ in ring) / len(ring), sum(y for _, y in ring) / len(ring))
    return abs(doubled) / 2, (across / (3 * doubled), up / (3 * doubled))


def _clip_edge(ring: list[Point], inside: Callable[[Point], float]) -> list[Point]:
    kept: list[Point] = []
    for position, point in enumerate(ring):
        before = ring[position - 1]
        here, there = inside(point), inside(before)
        if (here >= 0) != (there >= 0):
            share = there / (there - here)
            kept.append(
                (before[0] + share * (point[0] - before[0]), before[1] + share * (point[1] - before[1]))
            )
        if here >= 0:
            kept.append(point)
    return kept


def _distance(point: Point, start: Point, end: Point) -> float:
    """How far ``point`` lies from the segment, or from its start when the segment has no length."""
    (x, y), (x1, y1), (x2, y2) = point, start, end
    long = (x2 - x1) ** 2 + (y2 - y1) ** 2
    if not long:
        return hypot(x - x1, y - y1)
    share = min(max(((x - x1) * (x2 - x1) + (y - y1) * (y2 - y1)) / long, 0), 1)
    return hypot(x - x1 - share * (x2 - x1), y - y1 - share * (y2 - y1))
