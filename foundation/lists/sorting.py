"""Sorting by the heads of a table: `?sort=since`, or `?sort=-since` the other way round."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from foundation.ui.items import Column


@dataclass(frozen=True)
class Sorting:
    """A column of the list and a direction."""

    column: str
    descending: bool = False

    @classmethod
    def read(cls, text: str, known: Collection[str], usual: "Sorting") -> "Sorting":
        """Any text; what names no column is the usual order."""
        column = text.removeprefix("-")
        return cls(column, text.startswith("-")) if column in known else usual

    def __str__(self) -> str:
        return f"-{self.column}" if self.descending else self.column

    def heads(
        self, columns: Sequence[tuple[str, str]], path: str, keep: Sequence[tuple[str, str]]
    ) -> list[Column]:
        """Heads of (label, column) pairs; one without a column cannot be sorted by. `keep` stays in the
        address.
        """
        return [self._head(label, column, path, keep) for label, column in columns]

    def _head(self, label: str, column: str, path: str, keep: Sequence[tuple[str, str]]) -> Column:
        if not column:
            return Column(label)
        here = column == self.column
        other = Sorting(column, descending=here and not self.descending)
        order = ("descending" if self.descending else "ascending") if here else ""
        return Column(label, f"{path}?{urlencode([*keep, ('sort', str(other))])}", order)
