"""Choosing columns and their order: a form that works by its buttons alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from foundation.lists.columns import ColumnSet


@dataclass(frozen=True)
class Choosable:
    """A line of the form; `first` and `last` have nowhere to move to in that direction."""

    name: str
    label: str
    shown: bool
    fixed: bool
    first: bool
    last: bool

    @property
    def up(self) -> str:
        return f"Move {self.label} up"

    @property
    def down(self) -> str:
        return f"Move {self.label} down"


@dataclass(frozen=True)
class ColumnChoice:
    """The form as it stands: every column in order, and which are shown. The one that names a row is first.

    The address holds `order` (every name, repeated), `shown` (names), and the button pressed: `move=up.NAME`,
    `move=down.NAME`, or `done`.
    """

    every: ColumnSet[Any]
    order: tuple[str, ...]
    shown: frozenset[str]
    is_made: bool = False

    @classmethod
    def read(cls, every: ColumnSet[Any], query: QueryDict, columns: Sequence[str]) -> "ColumnChoice":
        """What the form was left as; `columns` are those of the list it is opened from."""
        if "order" not in query:
            in_order = tuple(column.name for column in every.arranged(columns))
            return cls(every, in_order, frozenset(columns or every.usual))
        asked = query.getlist("order")[: len(every.names)]
        known = (name for name in (*asked, *every.names) if name in every.by_name)
        order = tuple(dict.fromkeys((every.first.name, *known)))
        shown = frozenset((every.first.name, *query.getlist("shown"))) & frozenset(every.names)
        return cls(every, _moved(order, query.get("move", "")), shown, is_made="done" in query)

    @property
    def columns(self) -> tuple[str, ...]:
        """What the list's address says of it."""
        return self.every.read(",".join(name for name in self.order if name in self.shown))

    @property
    def lines(self) -> list[Choosable]:
        last = len(self.order) - 1
        return [
            Choosable(
                name=name,
                label=self.every.by_name[name].label,
                shown=name in self.shown,
                fixed=place == 0,
                first=place <= 1,
                last=place == last,
            )
            for place, name in enumerate(self.order)
        ]


def _moved(order: tuple[str, ...], move: str) -> tuple[str, ...]:
    """One place up or down, never before the first column."""
    where, _, name = move.partition(".")
    if where not in ("up", "down") or name not in order[1:]:
        return order
    place = order.index(name)
    other = place - 1 if where == "up" else place + 1
    if not 1 <= other < len(order):
        return order
    swapped = list(order)
    swapped[place], swapped[other] = swapped[other], swapped[place]
    return tuple(swapped)
