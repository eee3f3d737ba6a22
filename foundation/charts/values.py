"""What a chart is given: a figure, or the reason why there is none.

The four states are drawn and worded differently everywhere, and none of the last three is ever drawn as zero.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import isfinite
from typing import Self


class State(StrEnum):
    """Whether there is a figure to draw."""

    VALUE = "value"
    NO_DATA = "no_data"
    NOT_PUBLISHED = "not_published"
    SUPPRESSED = "suppressed"


@dataclass(frozen=True, slots=True)
class Value:
    """One figure with the words it is written in (``73%``), or a state without a figure.

    ``number`` is in the chart's own unit and is None unless ``state`` is VALUE; ``text`` is never empty.
    """

    number: float | None
    text: str
    state: State = State.VALUE

    def __post_init__(self) -> None:
        if (self.number is not None) != (self.state is State.VALUE):
            raise ValueError(f"A {self.state} cannot come with the number {self.number!r}.")
        if self.number is not None and not isfinite(self.number):
            raise ValueError(f"{self.number!r} cannot be drawn.")
        if not self.text:
            raise ValueError("A value needs the words it is written in.")

    @classmethod
    def of(cls, number: float, text: str | None = None) -> Self:
        """A figure; ``text`` defaults to the number with thousands separated."""
        return cls(number, text if text is not None else f"{number:,.10g}")

    @classmethod
    def no_data(cls, text: str = "no data") -> Self:
        return cls(None, text, State.NO_DATA)

    @classmethod
    def not_published(cls, text: str = "not published") -> Self:
        return cls(None, text, State.NOT_PUBLISHED)

    @classmethod
    def suppressed(cls, text: str = "under 5") -> Self:
        return cls(None, text, State.SUPPRESSED)


@dataclass(frozen=True, slots=True)
class Band:
    """A target drawn behind the figures: from ``low`` to ``high`` in the chart's unit, named by ``label``.

    A single target is ``Band(75, 75, "Target 75%")``: it is drawn as a narrow band that begins there.
    """

    low: float
    high: float
    label: str

    def __post_init__(self) -> None:
        if not self.low <= self.high:
            raise ValueError(f"The band runs backwards: {self.low} to {self.high}.")


@dataclass(frozen=True, slots=True)
class Table:
    """The same figures as a table: a header of names and one row of words per item."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def __post_init__(self) -> None:
        if any(len(row) != len(self.header) for row in self.rows):
            raise ValueError("Every row needs as many cells as the header.")


def numbers(values: Sequence[Value]) -> list[float]:
    """The figures among ``values``, without the gaps."""
    return [value.number for value in values if value.number is not None]
