"""Which columns a list shows, in which order: declared once, and read by the page and by its export alike."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Generic, TypeVar

EVERY = "all"
"""What an address says for all the columns there are."""

Row = TypeVar("Row")


@dataclass(frozen=True)
class Reading:
    """When and where a list is read: the day, and the address that those of its records begin with."""

    today: date
    base: str = ""


@dataclass(frozen=True)
class ListColumn(Generic[Row]):
    """One column: its head, what an export writes of a row, and what the page draws of it.

    `name` is its word in addresses, to choose and to sort by. `value` is plain: text, number or date; `cell`
    is safe markup. Both are told when and where they are read. `numeric` stands at the right; `roomy` is left
    out where a map stands beside the list; `in_meta` is said under the name where rows are cards.
    """

    name: str
    label: str
    value: Callable[[Row, Reading], object]
    cell: Callable[[Row, Reading], str]
    numeric: bool = False
    roomy: bool = False
    in_meta: bool = False


@dataclass(frozen=True)
class ColumnSet(Generic[Row]):
    """The columns a list can show, in their usual order. The first names the row and is always there.

    `usual` are the names shown where an address does not choose.
    """

    columns: tuple[ListColumn[Row], ...]
    usual: tuple[str, ...]

    @cached_property
    def by_name(self) -> dict[str, ListColumn[Row]]:
        return {column.name: column for column in self.columns}

    @property
    def first(self) -> ListColumn[Row]:
        return self.columns[0]

    @cached_property
    def names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)

    def read(self, text: str) -> tuple[str, ...]:
        """The names that `?columns=…` asks for, in its order; () for the usual ones.

        Names it does not know and repetitions are left out; the first column comes first, asked for or not.
        """
        if text == EVERY:
            return self.names
        asked = dict.fromkeys(
            name for name in text.split(",")[: len(self.columns) * 2] if name in self.by_name
        )
        chosen = (self.first.name, *(name for name in asked if name != self.first.name))
        return () if not asked or chosen == self.usual else chosen

    def chosen(self, names: Sequence[str]) -> tuple[ListColumn[Row], ...]:
        """The columns of these names, or the usual ones."""
        return tuple(self.by_name[name] for name in (names or self.usual))

    def arranged(self, names: Sequence[str]) -> list[ListColumn[Row]]:
        """Every column: those of these names in their order, then the others in theirs."""
        shown = names or self.usual
        return [self.by_name[name] for name in dict.fromkeys((*shown, *self.names))]
