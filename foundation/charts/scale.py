"""From figures to pixels, and the round figures at which a grid line is worth drawing."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor, log10

_STEPS = (1, 2, 2.5, 5, 10)
MOST_GRID_LINES = 4


@dataclass(frozen=True, slots=True)
class Scale:
    """A straight line from ``low..high`` (figures) to ``start..end`` (px), in either direction."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, figure: float) -> float:
        span = self.high - self.low
        share = (figure - self.low) / span if span else 0
        return self.start + share * (self.end - self.start)


def ticks(low: float, high: float, most: int = MOST_GRID_LINES) -> tuple[float, ...]:
    """At most ``most`` round figures whose first and last enclose ``low..high``."""
    if high <= low:
        high = low + 1
    rough = (high - low) / (most - 1)
    power = 10.0 ** floor(log10(rough))
    for step in [size * power for size in _STEPS] + [20 * power]:
        first, last = floor(low / step + 1e-9), ceil(high / step - 1e-9)
        if last - first + 1 <= most:
            return tuple(round(position * step, 10) for position in range(first, last + 1))
    raise AssertionError("A step of twenty times the power always fits.")  # pragma: no cover - arithmetic


def from_zero(figures: Sequence[float], maximum: float | None) -> tuple[float, ...]:
    """Ticks of an axis that starts at 0 (drawn in ink, so not counted), reaching ``maximum`` or the largest
    figure.
    """
    top = maximum if maximum is not None else max(figures, default=0)
    return ticks(0, top if top > 0 else 1, MOST_GRID_LINES + 1)


def around(figures: Sequence[float]) -> tuple[float, ...]:
    """Ticks of an axis that need not start at 0; it does when 0 is near the figures anyway."""
    low, high = min(figures, default=0), max(figures, default=1)
    if 0 <= low <= high / 3 or low == high == 0:
        return ticks(0, high)
    margin = (high - low) * 0.08 or abs(high) * 0.1
    return ticks(low - margin if low < 0 else max(0, low - margin), high + margin)


def plain(figure: float, suffix: str = "", prefix: str = "") -> str:
    """An axis figure in words: ``1,500`` or ``-2.5%``."""
    return f"{'-' if figure < 0 else ''}{prefix}{abs(figure):,.10g}{suffix}"
