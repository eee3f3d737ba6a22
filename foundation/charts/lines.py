"""Lines over a run of periods, with a target band, gaps, and the break where a definition changed."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import ceil
from typing import Self

from django.utils.safestring import SafeString

from foundation.charts.scale import Scale, around, plain
from foundation.charts.svg import Canvas
from foundation.charts.text import text_width
from foundation.charts.theme import PAGE, SERIES, Theme
from foundation.charts.values import Band, State, Table, Value, numbers

NARROW_BAND = 8
LABEL_PITCH = 15


@dataclass(frozen=True, slots=True)
class Line:
    """One series: its name, printed at its end when there are several, and a value per period."""

    name: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Break:
    """The series cannot be compared across the border before ``period`` (an index, from 1)."""

    period: int
    label: str = "Definition changed"


@dataclass(frozen=True, slots=True)
class LineChart:
    """At most four lines over the same periods; the axis need not start at 0, and says so when it does not.

    A missing period is a gap, never zero; a suppressed one is a hollow square at the foot with its words.
    """

    title: str
    description: str
    periods: tuple[str, ...]
    lines: tuple[Line, ...]
    period_head: str = "Year"
    band: Band | None = None
    breaks: tuple[Break, ...] = ()
    suffix: str = ""
    prefix: str = ""
    width: int = 560
    height: int = 210

    def __post_init__(self) -> None:
        if not 1 <= len(self.lines) <= len(SERIES):
            raise ValueError("A line chart holds one to four lines; use small multiples for more.")
        if any(len(line.values) != len(self.periods) for line in self.lines):
            raise ValueError("Every line needs one value per period.")
        if any(not 0 < edge.period < len(self.periods) for edge in self.breaks):
            raise ValueError("A break lies between two periods.")

    def at(self, width: int) -> Self:
        """The same chart, drawn ``width`` px wide."""
        return replace(self, width=width)

    def table(self) -> Table:
        rows = zip(self.periods, *(line.values for line in self.lines), strict=True)
        return Table(
            (self.period_head, *(line.name for line in self.lines)),
            tuple((period, *(value.text for value in values)) for period, *values in rows),
        )

    def svg(self, theme: Theme = PAGE) -> SafeString:
        return _Drawing(self, theme).draw()


class _Drawing:
    def __init__(self, spec: LineChart, theme: Theme) -> None:
        self.spec, self.theme = spec, theme
        figures = [figure for line in spec.lines for figure in numbers(line.values)]
        if spec.band:
            figures += [spec.band.low, spec.band.high]
        self.ticks = around(figures)
        self.tick_labels = [plain(tick, spec.suffix, spec.prefix) for tick in self.ticks]
        self.left = ceil(max(text_width(label, theme.small) for label in self.tick_labels)) + 12
        self.swatch = 15 if len(spec.lines) > 1 else 0
        self.ends = [(line, _last(line)) for line in spec.lines]
        room = max(
            text_width(self._end_words(line, value), theme.value, bold=True) for line, value in self.ends
        )
        self.right = spec.width - ceil(room) - 14 - self.swatch
        self.truncated = self.ticks[0] > 0
        self.top = 26 + (8 if self.truncated else 0) + (8 if self.truncated and spec.breaks else 0)
        self.bottom = spec.height - 26
        self.scale = Scale(self.ticks[0], self.ticks[-1], self.bottom, self.top)
        first = max(text_width(spec.periods[0], theme.small) / 2 - self.left + 2, 0) if spec.periods else 0
        last = max(text_width(spec.periods[-1], theme.small) / 2 - 30, 0) if spec.periods else 0
        self.across = Scale(0, max(len(spec.periods) - 1, 1), self.left + 6 + first, self.right - last)

    def draw(self) -> SafeString:
        spec = self.spec
        note = f" The axis starts at {self.tick_labels[0]}." if self.truncated else ""
        canvas = Canvas(
            kind="line",
            width=spec.width,
            height=spec.height,
            theme=self.theme,
            title=spec.title,
            description=spec.description.rstrip() + note,
        )
        self._grid(canvas)
        self._band(canvas)
        self._periods(canvas)
        for edge in spec.breaks:
            self._break(canvas, edge)
        for role, line in zip(SERIES, spec.lines, strict=False):
            self._line(canvas, line, role)
        self._end_labels(canvas)
        return canvas.finish()

    def _grid(self, canvas: Canvas) -> None:
        theme = self.theme
        for tick, label in zip(self.ticks, self.tick_labels, strict=True):
            y = self.scale(tick)
            canvas.line(
                self.left, y, self.right + 6, y, "axis" if tick == 0 else "grid", 1.25 if tick == 0 else 1
            )
            canvas.text(
                self.left - 8, y + theme.small * 0.36, label, size=theme.small, role="ink2", anchor="end"
            )
        if self.truncated:
            words = f"Axis starts at {self.tick_labels[0]}"
            canvas.text(0, theme.small, words, size=theme.small, role="ink2")

    def _band(self, canvas: Canvas) -> None:
        band, theme = self.spec.band, self.theme
        if band is None:
            return
        base = self.scale(band.low)
        thick = max(base - self.scale(band.high), NARROW_BAND)
        canvas.rect(self.left, base - thick, self.right + 6 - self.left, thick, "band")
        canvas.text(self.right + 6, base - thick - 5, band.label, size=theme.small, role="ink2", anchor="end")

    def _periods(self, canvas: Canvas) -> None:
        theme, periods = self.theme, self.spec.periods
        widest = max((text_width(period, theme.small) for period in periods), default=0)
        slot = self.across(1) - self.across(0)
        every = next(
            step for step in range(1, len(periods) + 2) if slot * step >= widest + 10 or step > len(periods)
        )
        for position, period in enumerate(periods):
            if (len(periods) - 1 - position) % every == 0:
                x = self.across(position)
                canvas.text(x, self.bottom + 20, period, size=theme.small, role="ink2", anchor="middle")

    def _break(self, canvas: Canvas, edge: Break) -> None:
        x, theme = self.across(edge.period - 0.5), self.theme
        canvas.line(x, self.top - 6, x, self.bottom, "ink2", 1, "3 3")
        half = text_width(edge.label, theme.small) / 2
        middle = min(max(x, half), self.spec.width - half)
        canvas.text(middle, self.top - 11, edge.label, size=theme.small, role="ink2", anchor="middle")

    def _line(self, canvas: Canvas, line: Line, role: str) -> None:
        for run in self._runs(line):
            if len(run) > 1:
                canvas.polyline(run, role, self.theme.line)
            for x, y in run:
                canvas.dot(x, y, 4, role)
        for position, value in enumerate(line.values):
            self._state(canvas, value, self.across(position))

    def _runs(self, line: Line) -> Iterator[list[tuple[float, float]]]:
        """Points that may be joined: a run ends at a gap and at a break."""
        edges = {edge.period for edge in self.spec.breaks}
        run: list[tuple[float, float]] = []
        for position, value in enumerate(line.values):
            if position in edges or value.number is None:
                yield run
                run = []
            if value.number is not None:
                run.append((self.across(position), self.scale(value.number)))
        yield run

    def _state(self, canvas: Canvas, value: Value, x: float) -> None:
        foot, theme = self.bottom - 9, self.theme
        if value.state is State.SUPPRESSED:
            canvas.hollow_square(x, foot, 9)
        elif value.state is State.NOT_PUBLISHED:
            canvas.crossed_circle(x, foot, 4.5)
        if value.state in (State.SUPPRESSED, State.NOT_PUBLISHED):
            canvas.text(x, foot - 10, value.text, size=theme.small, role="ink2", anchor="middle")

    def _end_words(self, line: Line, value: Value | None) -> str:
        figure = value.text if value else ""
        return f"{line.name} {figure}".strip() if len(self.spec.lines) > 1 else figure

    def _end_labels(self, canvas: Canvas) -> None:
        """The last value of each line beside its last point, moved apart where they would collide."""
        placed = []
        for role, (line, value) in zip(SERIES, self.ends, strict=False):
            if value is not None and value.number is not None:
                position = max(index for index, item in enumerate(line.values) if item.number is not None)
                at = self.scale(value.number), self.across(position)
                placed.append((*at, self._end_words(line, value), role))
        above = float("-inf")
        for y, x, words, role in sorted(placed):
            middle = max(y, above + LABEL_PITCH)
            if self.swatch:
                canvas.rect(x + 11, middle - 1.5, 10, 3, role)
            baseline = middle + self.theme.value * 0.36
            canvas.text(x + 10 + self.swatch, baseline, words, size=self.theme.value, bold=True)
            above = middle


def _last(line: Line) -> Value | None:
    return next((value for value in reversed(line.values) if value.number is not None), None)
