"""A map as SVG: sea, land, boundaries, rings, marks and words, from back to front."""

from collections.abc import Callable
from math import atan2, cos, degrees, hypot, pi, sin

from django.utils.safestring import SafeString, mark_safe

from foundation.charts.svg import attributes, clean, num
from foundation.maps.grid import MILE
from foundation.maps.labels import Label, area_labels, label_at, ring_label
from foundation.maps.shapes import View, coast, path_data
from foundation.maps.simplify import Point
from foundation.maps.spec import SHADES, Glyph, MapPoint, MapSpec
from foundation.maps.theme import MapTheme, cover, page, pdf
from foundation.maps.view import view_of

DRESSES: dict[str, Callable[..., MapTheme]] = {"page": page, "pdf": pdf, "cover": cover}
FEWEST_ON_COVER = 5


def draw_map(spec: MapSpec, dress: str = "page") -> SafeString:
    """The map as an ``svg`` element; ``dress`` is ``page``, ``pdf`` or ``cover``.

    Raises ValueError for a cover with fewer than five points: the report leaves it out instead.
    """
    if dress == "cover" and len(spec.within()) < FEWEST_ON_COVER:
        raise ValueError("A cover map needs at least five points.")
    return _Drawing(spec, DRESSES[dress](spec.palette)).draw()


class _Drawing:
    def __init__(self, spec: MapSpec, theme: MapTheme) -> None:
        self.spec, self.theme = spec, theme
        self.points = spec.within()
        self.further = len(spec.points) - len(self.points)
        self.view: View = view_of(spec, self.points)
        self.room = float(spec.width), float(spec.height)
        self.marks = [(self.view.x(point.easting), self.view.y(point.northing)) for point in self.points]
        self.words: list[Label] = []

    def draw(self) -> SafeString:
        spec, theme = self.spec, self.theme
        linked = theme.links and any(point.href for point in spec.points)
        root = attributes(
            xmlns="http://www.w3.org/2000/svg",
            class_=f"map map-{theme.name}",
            role="group" if linked else "img",
            width=spec.width,
            height=spec.height,
            viewBox=f"0 0 {num(spec.width)} {num(spec.height)}",
            font_family=theme.font or None,
            font_size=theme.text,
        )
        parts = [self._ground(), *self._areas(), *self._rings(), *self._further(), *self._names()]
        parts += self._marks()
        return mark_safe(  # noqa: S308 - every text went through clean(), the rest is numbers and our own colours
            f"<svg{root}>{self._described()}{''.join(parts)}</svg>"
        )

    def _described(self) -> str:
        title, description = self.spec.title, self.spec.description
        if self.further:
            description = f"{description.rstrip()} {self.further} further away."
        if self.theme.name != "page":
            title = f"{title.rstrip('.')}. {description}"
        return f"<title>{clean(title)}</title><desc>{clean(description)}</desc>"

    def _ground(self) -> str:
        width, height, theme = self.spec.width, self.spec.height, self.theme
        land = path_data(coast(), self.view)
        edge, name = (f' stroke="{theme.border}" stroke-width="1"', "land border")
        if self.spec.areas:
            edge, name = "", "land"
        return (
            f'{self._fade()}<rect width="{width}" height="{height}" fill="{theme.sea}" class="sea"/>'
            f'<path d="{land}" fill="{self._land()}" fill-rule="evenodd"{edge} class="{name}"/>'
        )

    def _land(self) -> str:
        return "url(#map-fade)" if self.theme.fade else self.theme.land

    def _fade(self) -> str:
        """A cover's land rises out of the colour around it; two opaque colours, as alpha prints badly."""
        theme = self.theme
        if not theme.fade:
            return ""
        stops = f'<stop offset="0" stop-color="{theme.sea}"/><stop offset="1" stop-color="{theme.land}"/>'
        size = f'x1="0" y1="0" x2="0" y2="{num(theme.fade)}" gradientUnits="userSpaceOnUse"'
        return f'<defs><linearGradient id="map-fade" {size}>{stops}</linearGradient></defs>'

    def _areas(self) -> list[str]:
        theme, drawn = self.theme, []
        for area in self.spec.areas:
            data = path_data(area.rings, self.view)
            if data:
                step = (
                    None
                    if area.shade is None or not theme.shades
                    else min(int(area.shade * SHADES), SHADES - 1)
                )
                fill = self._land() if step is None else theme.shades[step]
                name = "land" if step is None else f"shade{step + 1}"
                drawn.append(
                    f'<path d="{data}" fill="{fill}" fill-rule="evenodd" stroke="{theme.border}" '
                    f'stroke-width="1" stroke-linejoin="round" class="{name} border"/>'
                )
        return drawn

    def _rings(self) -> list[str]:
        if self.spec.centre is None:
            return []
        centre = self.view.x(self.spec.centre[0]), self.view.y(self.spec.centre[1])
        drawn = []
        for miles in self.spec.rings_miles:
            radius = miles * MILE * self.view.scale
            if radius < _furthest_corner(centre, self.room):
                drawn.append(self._ring(centre, radius, "1 mile" if miles == 1 else f"{miles} miles"))
        return drawn

    def _ring(self, centre: Point, radius: float, words: str) -> str:
        """A dotted circle, open where its label stands."""
        theme = self.theme
        found = ring_label(centre, radius, words, theme.text, self.room, self.marks)
        dots = f'fill="none" stroke="{theme.ring}" stroke-width="1" stroke-dasharray="2 3" class="ring"'
        if found is None:
            return f'<circle cx="{num(centre[0])}" cy="{num(centre[1])}" r="{num(radius)}" {dots}/>'
        label, bearing = found
        self.words.append(label)
        gap = degrees(atan2(_half_chord(label, bearing) + 5, radius))
        start, end = (_on_circle(centre, radius, bearing + turn) for turn in (gap, 360 - gap))
        arc = f"M{start} A{num(radius)} {num(radius)} 0 1 1 {end}"
        return f'<path d="{arc}" {dots}/>{self._text(label, bold=True)}'

    def _names(self) -> list[str]:
        if not self.spec.area_names:
            return []
        labels = area_labels(self.spec.areas, self.view, self.marks, self.words, self.theme.text)
        return [self._text(label) for label in labels]

    def _text(self, label: Label, bold: bool = False) -> str:
        weight = ' font-weight="600"' if bold else ""
        baseline = label.y + self.theme.text * 0.36
        return (
            f'<text x="{num(label.x)}" y="{num(baseline)}" text-anchor="middle"{weight} '
            f'fill="{self.theme.label}" class="name">{clean(label.words)}</text>'
        )

    def _marks(self) -> list[str]:
        """North first, so that southern marks overlap; then the selected; the star above all."""
        theme = self.theme
        ordered = sorted(
            self.points,
            key=lambda p: (p.glyph is Glyph.STAR, p.selected, -p.northing, p.easting, p.label),
        )
        marks = [self._mark(point) for point in ordered]
        group = f'<g fill="{theme.glyph}" stroke="{theme.halo}" stroke-width="1.5" class="marks">'
        return [group, *marks, "</g>"]

    def _mark(self, point: MapPoint) -> str:
        theme = self.theme
        x, y, size = self.view.x(point.easting), self.view.y(point.northing), theme.radius
        paint = ""
        if point.selected:
            size *= 1.35
            paint = f' fill="{theme.selected}" stroke="#16232a" class="selected"'
        elif point.glyph is Glyph.STAR:
            paint = f' fill="{theme.star}" class="star"'
        shape = _SHAPES[point.glyph](x, y, size)
        if not theme.links:
            return f"<{shape}{paint}/>"
        name = clean(point.label)
        mark = f"<{shape}{paint}><title>{name}</title></{shape.split(' ', 1)[0]}>"
        if not point.href:
            return mark
        stop = "" if self.spec.tab_stops else ' tabindex="-1"'
        return f'<a href="{clean(point.href)}" aria-label="{name}"{stop}>{mark}</a>'

    def _further(self) -> list[str]:
        if not self.further:
            return []
        words, size = f"{self.further} further away", self.theme.text
        label = label_at(0, self.room[1] - size, words, size)
        label = label_at(self.room[0] - label.half_width - 8, label.y, words, size)
        self.words.append(label)
        return [self._text(label)]


def _circle(x: float, y: float, size: float) -> str:
    return f'circle cx="{x:.1f}" cy="{y:.1f}" r="{size:.2f}"'


def _square(x: float, y: float, size: float) -> str:
    side = size * 0.92
    return f'rect x="{x - side:.1f}" y="{y - side:.1f}" width="{2 * side:.2f}" height="{2 * side:.2f}"'


def _diamond(x: float, y: float, size: float) -> str:
    reach = size * 1.28
    corners = (x, y - reach), (x + reach, y), (x, y + reach), (x - reach, y)
    return f'path d="M{" ".join(f"{across:.1f},{down:.1f}" for across, down in corners)}Z"'


def _star(x: float, y: float, size: float) -> str:
    """Five points, the first straight up."""
    outer, inner = size * 2, size * 0.8
    tips = []
    for step in range(10):
        reach, angle = (inner if step % 2 else outer), step * pi / 5
        tips.append(f"{x + reach * sin(angle):.1f},{y - reach * cos(angle):.1f}")
    return f'path d="M{" ".join(tips)}Z"'


_SHAPES = {Glyph.CIRCLE: _circle, Glyph.SQUARE: _square, Glyph.DIAMOND: _diamond, Glyph.STAR: _star}


def _half_chord(label: Label, bearing: float) -> float:
    """How far from the label's middle a ring that passes through it at ``bearing`` leaves its box."""
    along, across = abs(cos(bearing * pi / 180)), abs(sin(bearing * pi / 180))
    return min(label.half_width / max(along, 1e-6), label.half_height / max(across, 1e-6))


def _on_circle(centre: Point, radius: float, bearing: float) -> str:
    angle = bearing * pi / 180
    return f"{num(centre[0] + radius * sin(angle))},{num(centre[1] - radius * cos(angle))}"


def _furthest_corner(centre: Point, room: tuple[float, float]) -> float:
    return max(hypot(centre[0] - x, centre[1] - y) for x in (0, room[0]) for y in (0, room[1]))
