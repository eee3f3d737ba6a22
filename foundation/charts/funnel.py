"""A funnel: steps in order, each with its number and its share of the step before."""

from dataclasses import dataclass, replace
from math import ceil
from typing import Self

from django.utils.safestring import SafeString

from foundation.charts.bars import GAP, LABEL_SHARE, state_mark
from foundation.charts.scale import Scale
from foundation.charts.svg import Canvas
from foundation.charts.text import text_width, wrap
from foundation.charts.theme import PAGE, Theme
from foundation.charts.values import Table, Value, numbers

SMALLEST_BASE = 5


@dataclass(frozen=True, slots=True)
class Step:
    label: str
    value: Value


@dataclass(frozen=True, slots=True)
class Funnel:
    """Steps from the first to the last; shares are rounded half up and never taken of fewer than five."""

    title: str
    description: str
    steps: tuple[Step, ...]
    heads: tuple[str, str, str]
    share_words: str = "of the step before"
    width: int = 560

    def at(self, width: int) -> Self:
        """The same chart, drawn ``width`` px wide."""
        return replace(self, width=width)

    def shares(self) -> tuple[str, ...]:
        """``56%`` for each step, empty for the first and where there is nothing to divide by."""
        found = [""]
        for before, step in zip(self.steps, self.steps[1:], strict=False):
            base, number = before.value.number, step.value.number
            if base is None or number is None or base < SMALLEST_BASE:
                found.append("")
            else:
                found.append(f"{int(number * 100 / base + 0.5)}%")
        return tuple(found[: len(self.steps)])

    def table(self) -> Table:
        rows = zip(self.steps, self.shares(), strict=True)
        return Table(self.heads, tuple((step.label, step.value.text, share or "–") for step, share in rows))

    def svg(self, theme: Theme = PAGE) -> SafeString:
        left, right = self._sides(theme)
        top = max(numbers([step.value for step in self.steps]), default=0) or 1
        scale = Scale(0, top, left, right)
        canvas = Canvas(
            kind="funnel",
            width=self.width,
            height=theme.row * len(self.steps) + 6,
            theme=theme,
            title=self.title,
            description=self.description,
        )
        for position, (step, share) in enumerate(zip(self.steps, self.shares(), strict=True)):
            self._step(canvas, step, share, scale, theme.row * (position + 0.5) + 2)
        return canvas.finish()

    def _sides(self, theme: Theme) -> tuple[float, float]:
        """Left and right px of the longest bar: labels before it, its number and the shares after it."""
        widest = max((text_width(step.label, theme.text) for step in self.steps), default=0)
        left = ceil(min(widest, self.width * LABEL_SHARE)) + GAP
        number = max((text_width(step.value.text, theme.value, bold=True) for step in self.steps), default=0)
        share = text_width(f"100% {self.share_words}", theme.small)
        # The first step has no share, so its bar may reach under the column of shares; the second may not.
        second = self.steps[1].value.number if len(self.steps) > 1 else None
        first = self.steps[0].value.number if self.steps else None
        ratio = second / first if first and second else 0
        free = self.width - left - number - 14
        clear = (free - share - GAP) / ratio if ratio else free
        return left, left + max(min(free, clear), 60)

    def _step(self, canvas: Canvas, step: Step, share: str, scale: Scale, middle: float) -> None:
        theme, left = canvas.theme, scale.start
        label = wrap(step.label, left - GAP, theme.text, most=1)[0]
        canvas.text(left - GAP, middle + theme.text * 0.36, label, anchor="end")
        if step.value.number is None:
            state_mark(canvas, step.value, left + 4, middle)
        else:
            end = max(scale(step.value.number), left + 1)
            canvas.rect(left, middle - theme.bar / 2, end - left, theme.bar, "c1")
            canvas.text(end + 7, middle + theme.value * 0.36, step.value.text, size=theme.value, bold=True)
        if share:
            words = f"{share} {self.share_words}"
            canvas.text(
                self.width, middle + theme.small * 0.36, words, size=theme.small, role="ink2", anchor="end"
            )
