"""Paired bars: two sides of the same items, back to back, such as what is given and what is taken."""

from dataclasses import dataclass, replace
from typing import Self

from django.utils.safestring import SafeString

from foundation.charts.svg import Canvas
from foundation.charts.text import shorten, text_width
from foundation.charts.theme import PAGE, Theme
from foundation.charts.values import State, Table, Value, numbers

GAP = 16
HEAD = 28


@dataclass(frozen=True, slots=True)
class Pair:
    label: str
    left: Value
    right: Value


@dataclass(frozen=True, slots=True)
class PairedBars:
    """``left`` and ``right`` name the sides (chart 1 and chart 4) above the bars; both share one scale from
    0.
    """

    title: str
    description: str
    left: str
    right: str
    pairs: tuple[Pair, ...]
    head: str = "Item"
    width: int = 560

    def at(self, width: int) -> Self:
        """The same chart, drawn ``width`` px wide."""
        return replace(self, width=width)

    def table(self) -> Table:
        return Table(
            (self.head, self.left, self.right),
            tuple((pair.label, pair.left.text, pair.right.text) for pair in self.pairs),
        )

    def svg(self, theme: Theme = PAGE) -> SafeString:
        canvas = Canvas(
            kind="paired",
            width=self.width,
            height=HEAD + (theme.row - 1) * len(self.pairs),
            theme=theme,
            title=self.title,
            description=self.description,
        )
        half = self._half_gutter(theme)
        inner_left, inner_right = self.width / 2 - half, self.width / 2 + half
        canvas.text(inner_left, theme.text, self.left, anchor="end", bold=True)
        canvas.text(inner_right, theme.text, self.right, bold=True)
        top = max(numbers([side for pair in self.pairs for side in (pair.left, pair.right)]), default=0) or 1
        texts = [side.text for pair in self.pairs for side in (pair.left, pair.right)]
        room = max((text_width(text, theme.value, bold=True) for text in texts), default=0) + 8
        per_unit = max(inner_left - room, 20) / top
        for position, pair in enumerate(self.pairs):
            middle = HEAD + (theme.row - 1) * (position + 0.5)
            label = shorten(pair.label, 2 * (half - GAP / 2), theme.text)
            canvas.text(self.width / 2, middle + theme.text * 0.36, label, anchor="middle")
            _side(canvas, pair.left, inner_left, middle, -per_unit, "c1")
            _side(canvas, pair.right, inner_right, middle, per_unit, "c4")
        return canvas.finish()

    def _half_gutter(self, theme: Theme) -> float:
        widest = max((text_width(pair.label, theme.text) for pair in self.pairs), default=0)
        return min(widest / 2 + GAP, self.width * 0.2)


def _side(canvas: Canvas, value: Value, x: float, middle: float, per_unit: float, role: str) -> None:
    """One bar growing from ``x``; ``per_unit`` is negative for the left side. Zero is a hairline."""
    theme, sign = canvas.theme, -1 if per_unit < 0 else 1
    anchor = "end" if sign < 0 else None
    if value.number is None:
        at = x + sign * 6
        if value.state is State.SUPPRESSED:
            canvas.hollow_square(at, middle, 9)
        elif value.state is State.NOT_PUBLISHED:
            canvas.crossed_circle(at, middle, 4.5)
        shift = 0 if value.state is State.NO_DATA else sign * 11
        canvas.text(
            at + shift, middle + theme.small * 0.36, value.text, size=theme.small, role="ink2", anchor=anchor
        )
        return
    length = max(abs(value.number * per_unit), 1)
    tall = theme.bar - 4
    canvas.rect(x if sign > 0 else x - length, middle - tall / 2, length, tall, role)
    canvas.text(
        x + sign * (length + 6),
        middle + theme.value * 0.36,
        value.text,
        size=theme.value,
        anchor=anchor,
        bold=True,
    )
