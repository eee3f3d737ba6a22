"""Upright columns by year (or another short run of periods), with an optional target band."""

from dataclasses import dataclass, replace
from math import ceil
from typing import Self

from django.utils.safestring import SafeString

from foundation.charts.scale import Scale, from_zero, plain
from foundation.charts.svg import Canvas
from foundation.charts.text import text_width, wrap
from foundation.charts.theme import PAGE, Theme
from foundation.charts.values import Band, State, Table, Value, numbers

WIDEST_COLUMN = 56
NARROW_BAND = 8


@dataclass(frozen=True, slots=True)
class Column:
    """One period. ``pale`` draws it in the paler ink, for what it is compared with."""

    label: str
    value: Value
    pale: bool = False


@dataclass(frozen=True, slots=True)
class ColumnChart:
    """Columns from 0, values in bold above them; a period without a figure is a gap with its mark and word.

    ``height`` is that of the whole picture in px. The other fields are those of a bar chart.
    """

    title: str
    description: str
    columns: tuple[Column, ...]
    heads: tuple[str, str]
    band: Band | None = None
    maximum: float | None = None
    suffix: str = ""
    prefix: str = ""
    width: int = 560
    height: int = 220

    def at(self, width: int) -> Self:
        """The same chart, drawn ``width`` px wide."""
        return replace(self, width=width)

    def table(self) -> Table:
        return Table(self.heads, tuple((column.label, column.value.text) for column in self.columns))

    def svg(self, theme: Theme = PAGE) -> SafeString:
        return _Drawing(self, theme).draw()


class _Drawing:
    def __init__(self, spec: ColumnChart, theme: Theme) -> None:
        self.spec, self.theme = spec, theme
        figures = numbers([column.value for column in spec.columns]) + ([spec.band.high] if spec.band else [])
        self.ticks = from_zero(figures, spec.maximum)
        self.tick_labels = [plain(tick, spec.suffix, spec.prefix) for tick in self.ticks]
        self.left = ceil(max(text_width(label, theme.small) for label in self.tick_labels)) + 10
        self.right = spec.width - 4
        self.slot = (self.right - self.left) / max(len(spec.columns), 1)
        self.labels = [wrap(column.label, self.slot - 4, theme.small) for column in spec.columns]
        lines = max((len(label) for label in self.labels), default=1)
        self.top, self.bottom = 22, spec.height - 6 - lines * (theme.small + 3)
        self.scale = Scale(0, self.ticks[-1], self.bottom, self.top)

    def draw(self) -> SafeString:
        spec = self.spec
        canvas = Canvas(
            kind="column",
            width=spec.width,
            height=spec.height,
            theme=self.theme,
            title=spec.title,
            description=spec.description,
        )
        self._grid(canvas)
        self._band(canvas)
        for position, column in enumerate(spec.columns):
            self._column(canvas, column, self.left + self.slot * (position + 0.5), self.labels[position])
        canvas.line(self.left, self.bottom, self.right, self.bottom, "axis", 1.25)
        self._band_label(canvas)
        return canvas.finish()

    def _grid(self, canvas: Canvas) -> None:
        theme = self.theme
        for tick, label in zip(self.ticks, self.tick_labels, strict=True):
            y = self.scale(tick)
            if tick != 0:
                canvas.line(self.left, y, self.right, y, "grid")
            canvas.text(
                self.left - 8, y + theme.small * 0.36, label, size=theme.small, role="ink2", anchor="end"
            )

    def _band(self, canvas: Canvas) -> None:
        band = self.spec.band
        if band is not None:
            base = self.scale(band.low)
            thick = max(base - self.scale(band.high), NARROW_BAND)
            canvas.rect(self.left, base - thick, self.right - self.left, thick, "band")

    def _band_label(self, canvas: Canvas) -> None:
        band, theme = self.spec.band, self.theme
        if band is not None:
            top = min(self.scale(band.high), self.scale(band.low) - NARROW_BAND)
            canvas.text(self.right, top - 5, band.label, size=theme.small, role="ink2", anchor="end")

    def _column(self, canvas: Canvas, column: Column, middle: float, label: tuple[str, ...]) -> None:
        theme = self.theme
        for position, line in enumerate(label):
            y = self.bottom + 15 + position * (theme.small + 3)
            canvas.text(middle, y, line, size=theme.small, role="ink2", anchor="middle")
        if column.value.number is None:
            self._gap(canvas, column.value, middle)
            return
        wide = min(self.slot * 0.62, WIDEST_COLUMN)
        top = min(self.scale(column.value.number), self.bottom - 1)
        canvas.rect(middle - wide / 2, top, wide, self.bottom - top, self._ink(column))
        canvas.text(middle, top - 6, column.value.text, size=theme.value, anchor="middle", bold=True)

    def _gap(self, canvas: Canvas, value: Value, middle: float) -> None:
        theme = self.theme
        mark = self.bottom - 10
        if value.state is State.SUPPRESSED:
            canvas.hollow_square(middle, mark, 9)
        elif value.state is State.NOT_PUBLISHED:
            canvas.crossed_circle(middle, mark, 4.5)
        lines = wrap(value.text, self.slot - 4, theme.small)
        first = mark - (10 if value.state is not State.NO_DATA else 0) - (len(lines) - 1) * (theme.small + 2)
        for position, line in enumerate(lines):
            y = first + position * (theme.small + 2)
            canvas.text(middle, y, line, size=theme.small, role="ink2", anchor="middle")

    def _ink(self, column: Column) -> str:
        band, number = self.spec.band, column.value.number
        below = band is not None and number is not None and number < band.low
        return "pale" if column.pale or below else "c1"
