"""The small line in a tile: how a figure moved, with its target behind and its last point marked."""

from dataclasses import dataclass

from django.utils.safestring import SafeString

from foundation.charts.scale import Scale
from foundation.charts.svg import Canvas
from foundation.charts.theme import PAGE, Theme
from foundation.charts.values import Band, Table, Value, numbers

WIDTH, HEIGHT = 88, 28
MARGIN = 4
NARROW_BAND = 3


@dataclass(frozen=True, slots=True)
class Sparkline:
    """``values`` in order of time, one per name in ``periods``; a missing one leaves a gap."""

    title: str
    description: str
    periods: tuple[str, ...]
    values: tuple[Value, ...]
    heads: tuple[str, str]
    band: Band | None = None
    width: int = WIDTH
    height: int = HEIGHT

    def __post_init__(self) -> None:
        if len(self.periods) != len(self.values):
            raise ValueError("A sparkline needs one value per period.")

    def table(self) -> Table:
        rows = zip(self.periods, self.values, strict=True)
        return Table(self.heads, tuple((period, value.text) for period, value in rows))

    def svg(self, theme: Theme = PAGE) -> SafeString:
        canvas = Canvas(
            kind="spark",
            width=self.width,
            height=self.height,
            theme=theme,
            title=self.title,
            description=self.description,
        )
        known = numbers(self.values) + ([self.band.low, self.band.high] if self.band else [])
        up = Scale(min(known, default=0), max(known, default=1), self.height - MARGIN, MARGIN)
        across = Scale(0, max(len(self.values) - 1, 1), MARGIN, self.width - MARGIN)
        if self.band is not None:
            _draw_band(canvas, up, self.band)
        self._line(canvas, across, up)
        return canvas.finish()

    def _line(self, canvas: Canvas, across: Scale, up: Scale) -> None:
        runs: list[list[tuple[float, float]]] = [[]]
        for position, value in enumerate(self.values):
            if value.number is None:
                runs.append([])
            else:
                runs[-1].append((across(position), up(value.number)))
        for run in filter(None, runs):
            if len(run) == 1:
                canvas.dot(*run[0], 2.5, "c1")
            else:
                canvas.polyline(run, "c1", 1.6)
        if runs[-1]:
            canvas.dot(*runs[-1][-1], 3.5, "c1")


def _draw_band(canvas: Canvas, up: Scale, band: Band) -> None:
    low, high = up(band.low), up(band.high)
    thick = max(low - high, NARROW_BAND)
    canvas.rect(0, min(max(low - thick, 0), canvas.height - thick), canvas.width, thick, "band")
