"""Where words go on a map: ring labels in the south-west, area names where they hide the fewest marks."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import cos, hypot, pi, sin

from foundation.charts.text import text_width
from foundation.maps.shapes import View
from foundation.maps.simplify import Point, area_and_centre, clip
from foundation.maps.spec import Area

SOUTH_WEST = 225
AVOIDING = 45  # degrees that a label goes out of its way for each mark it would hide
FURTHEST_TURN = 60
SMALLEST_AREA = 1600.0
SHIFTS = ((0, 0), (0, -14), (0, 14), (0, -28), (0, 28), (-24, 0), (24, 0), (0, -42), (0, 42))


@dataclass(frozen=True, slots=True)
class Label:
    """Words centred on ``x``, ``y`` px, with half their width and height."""

    x: float
    y: float
    words: str
    half_width: float
    half_height: float

    def overlaps(self, other: "Label", gap: float = 4) -> bool:
        return (
            abs(self.x - other.x) < self.half_width + other.half_width + gap
            and abs(self.y - other.y) < self.half_height + other.half_height + gap
        )

    def hides(self, marks: Sequence[Point], gap: float = 4) -> int:
        """How many marks lie under the words."""
        across, down = self.half_width + gap, self.half_height + gap
        left, right, top, bottom = self.x - across, self.x + across, self.y - down, self.y + down
        return sum(1 for x, y in marks if left < x < right and top < y < bottom)

    def inside(self, width: float, height: float, margin: float = 3) -> bool:
        return (
            self.half_width + margin <= self.x <= width - self.half_width - margin
            and self.half_height + margin <= self.y <= height - self.half_height - margin
        )


def label_at(x: float, y: float, words: str, size: float, bold: bool = False) -> Label:
    return Label(x, y, words, text_width(words, size, bold) / 2, size / 2 + 1)


def ring_label(
    centre: Point, radius: float, words: str, size: float, room: tuple[float, float], marks: Sequence[Point]
) -> tuple[Label, float] | None:
    """The label of a ring (all in px) and its bearing in degrees: near south-west, clear of the marks."""
    reach = text_width(words, size, True) / 2 + size
    near = [mark for mark in marks if abs(hypot(mark[0] - centre[0], mark[1] - centre[1]) - radius) < reach]
    best: tuple[int, Label, float] | None = None
    for turn in range(0, 181, 5):
        for bearing in (SOUTH_WEST + turn, SOUTH_WEST - turn):
            angle = bearing * pi / 180
            label = label_at(
                centre[0] + radius * sin(angle), centre[1] - radius * cos(angle), words, size, True
            )
            if label.inside(*room):
                cost = turn + AVOIDING * label.hides(near)
                if best is None or cost < best[0]:
                    best = cost, label, bearing
        if best is not None and (best[0] <= turn or turn >= FURTHEST_TURN):
            break
    return best[1:] if best else None


def area_labels(
    areas: Sequence[Area], view: View, marks: Sequence[Point], taken: Sequence[Label], size: float
) -> list[Label]:
    """A label for each area that shows enough of itself, the largest first, none over another."""
    room = view.x(view.east), view.y(view.south)
    shown = []
    for area in areas:
        found = _visible_middle(area, view)
        if found is not None:
            shown.append((-found[0], area.name, found[1]))
    placed: list[Label] = []
    for _size, name, middle in sorted(shown):
        label = _best(name, middle, marks, [*taken, *placed], size, room)
        if label is not None:
            placed.append(label)
    return placed


def _visible_middle(area: Area, view: View) -> tuple[float, Point] | None:
    """Visible size in square px and its middle, of the area's largest visible part."""
    best: tuple[float, Point] | None = None
    for ring in area.rings:
        if view.side(*ring.box):
            continue
        seen = clip(ring.seen(view), (view.west, view.south, view.east, view.north))
        if len(seen) > 2:
            size, centre = area_and_centre([(view.x(east), view.y(north)) for east, north in seen])
            if size >= SMALLEST_AREA and (best is None or size > best[0]):
                best = size, centre
    return best


def _best(
    name: str,
    middle: Point,
    marks: Sequence[Point],
    taken: Sequence[Label],
    size: float,
    room: tuple[float, float],
) -> Label | None:
    best: tuple[int, Label] | None = None
    for across, down in SHIFTS:
        label = label_at(middle[0] + across, middle[1] + down, name, size)
        inner = min(max(label.x, label.half_width + 6), room[0] - label.half_width - 6)
        label = replace(label, x=inner)
        if not label.inside(*room) or any(label.overlaps(other) for other in taken):
            continue
        hidden = label.hides(marks)
        if best is None or hidden < best[0]:
            best = hidden, label
        if not hidden:
            break
    return best[1] if best else None
