"""Horizontal bars, one per item, with an optional target band behind them."""

from dataclasses import dataclass, replace
from math import ceil
from typing import Self

from django.utils.safestring import SafeString

from foundation.charts.scale import Scale, from_zero, plain
from foundation.charts.svg import Canvas
from foundation.charts.text import text_width, wrap
from foundation.charts.theme import PAGE, Theme
from foundation.charts.values import Band, State, Table, Value, numbers

GAP = 10
LABEL_SHARE = 0.38
NARROW_BAND = 8


@dataclass(frozen=True, slots=True)
class Bar:
    """One item. ``pale`` draws it in the paler ink ("last year"); a bar below target is paler by itself."""

    label: str
    value: Value
    pale: bool = False


@dataclass(frozen=True, slots=True)
class BarChart:
    """Bars from 0 in one ink, values in bold at their ends.

    ``title`` is the finding, ``description`` what is counted, where and when. ``heads`` are the two column
    names of the table. ``maximum`` fixes the right end of the axis (100 for shares); ``axis_labels`` prints
    its figures.
    """

    title: str
    description: str
    bars: tuple[Bar, ...]
    heads: tuple[str, str]
    band: Band | None = None
    maximum: float | None = None
    suffix: str = ""
    prefix: str = ""
    axis_labels: bool = False
    width: int = 560

    def at(self, width: int) -> Self:
        """The same chart, drawn ``width`` px wide."""
        return replace(self, width=width)

    def table(self) -> Table:
        return Table(self.heads, tuple((bar.label, bar.value.text) for bar in self.bars))

    def svg(self, theme: Theme = PAGE) -> SafeString:
        return _Drawing(self, theme).draw()


class _Drawing:
    """Where everything goes, worked out once, then drawn from back to front."""

    def __init__(self, spec: BarChart, theme: Theme) -> None:
        self.spec, self.theme = spec, theme
        room = spec.width * LABEL_SHARE
        self.labels = [wrap(bar.label, room, theme.text) for bar in spec.bars]
        widest = max((text_width(line, theme.text) for lines in self.labels for line in lines), default=0)
        self.left = ceil(widest) + GAP
        written = [bar.value.text for bar in spec.bars if bar.value.number is not None]
        value_room = max((text_width(text, theme.value, bold=True) for text in written), default=0)
        self.top = 22 if spec.band else 4
        self.row = theme.row + (8 if any(len(lines) > 1 for lines in self.labels) else 0)
        self.bottom = self.top + self.row * len(spec.bars) + 2
        figures = numbers([bar.value for bar in spec.bars]) + ([spec.band.high] if spec.band else [])
        self.ticks = from_zero(figures, spec.maximum)
        end = spec.maximum if spec.maximum is not None else max(figures, default=0) or 1
        if spec.axis_labels:
            end = max(end, self.ticks[-1])
        spare = value_room + GAP + 16
        self.scale = Scale(0, end, self.left, max(spec.width - spare, self.left + 40))

    def draw(self) -> SafeString:
        spec = self.spec
        height = self.bottom + (20 if spec.axis_labels else 2)
        canvas = Canvas(
            kind="bar",
            width=spec.width,
            height=height,
            theme=self.theme,
            title=spec.title,
            description=spec.description,
        )
        self._band(canvas)
        for position, bar in enumerate(spec.bars):
            self._bar(canvas, bar, self.labels[position], self.top + self.row * position + self.row / 2)
        canvas.line(self.left, self.top - 2, self.left, self.bottom, "axis", 1.25)
        if spec.axis_labels:
            self._axis_labels(canvas)
        return canvas.finish()

    def _band(self, canvas: Canvas) -> None:
        band, theme = self.spec.band, self.theme
        if band is None:
            return
        left = self.scale(band.low)
        width = max(self.scale(band.high) - left, NARROW_BAND)
        canvas.rect(left, self.top - 4, width, self.bottom - self.top + 4, "band")
        half = text_width(band.label, theme.small) / 2
        middle = min(max(left + width / 2, half), self.spec.width - half)
        canvas.text(middle, self.top - 9, band.label, size=theme.small, role="ink2", anchor="middle")

    def _bar(self, canvas: Canvas, bar: Bar, lines: tuple[str, ...], middle: float) -> None:
        theme = self.theme
        line_height = theme.text + 2
        first = middle + theme.text * 0.36 - line_height * (len(lines) - 1) / 2
        for position, line in enumerate(lines):
            canvas.text(self.left - GAP, first + line_height * position, line, anchor="end")
        if bar.value.number is None:
            state_mark(canvas, bar.value, self.left + GAP, middle)
            return
        end = self.scale(bar.value.number)
        canvas.rect(self.left, middle - theme.bar / 2, max(end - self.left, 1), theme.bar, self._ink(bar))
        canvas.text(
            max(end, self.left) + 7, middle + theme.value * 0.36, bar.value.text, size=theme.value, bold=True
        )

    def _ink(self, bar: Bar) -> str:
        band, number = self.spec.band, bar.value.number
        below = band is not None and number is not None and number < band.low
        return "pale" if bar.pale or below else "c1"

    def _axis_labels(self, canvas: Canvas) -> None:
        spec, theme = self.spec, self.theme
        for tick in self.ticks:
            label = plain(tick, spec.suffix, spec.prefix)
            canvas.text(
                self.scale(tick), self.bottom + 15, label, size=theme.small, role="ink2", anchor="middle"
            )


def state_mark(canvas: Canvas, value: Value, x: float, middle: float) -> None:
    """The mark and words that stand where a bar would: its left edge at ``x``, centred on ``middle``."""
    size, theme = 9.0, canvas.theme
    if value.state is State.SUPPRESSED:
        canvas.hollow_square(x + size / 2, middle, size)
    elif value.state is State.NOT_PUBLISHED:
        canvas.crossed_circle(x + size / 2, middle, size / 2)
    else:
        size = -7
    canvas.text(x + size + 7, middle + theme.small * 0.36, value.text, size=theme.small, role="ink2")
