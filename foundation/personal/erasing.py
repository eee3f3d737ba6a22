"""What erasure does to the rows of a person."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from foundation.personal.subject import Subject


@dataclass(frozen=True)
class Delete:
    """The rows go."""

    def carry_out(self, rows: QuerySet[Any], subject: Subject) -> None:
        rows.delete()

    def __str__(self) -> str:
        return "deleted"


@dataclass(frozen=True)
class Blank:
    """The rows stay, for the counts, and these columns say this instead."""

    instead: Mapping[str, Any]

    def carry_out(self, rows: QuerySet[Any], subject: Subject) -> None:
        rows.update(**self.instead)

    def __str__(self) -> str:
        return "blanked; the row stays for the counts"


@dataclass(frozen=True)
class Keep:
    """Nothing is done, for this reason."""

    reason: str

    def carry_out(self, rows: QuerySet[Any], subject: Subject) -> None:
        """Kept."""

    def __str__(self) -> str:
        return f"kept: {self.reason}"


@dataclass(frozen=True)
class GoesWith:
    """The rows go with those of another entry, named by its model."""

    model: str

    def carry_out(self, rows: QuerySet[Any], subject: Subject) -> None:
        """The other entry's erasure takes them along."""

    def __str__(self) -> str:
        return f"goes with {self.model}"


@dataclass(frozen=True)
class By:
    """A function of the app does it; `says` is what, in words."""

    act: Callable[[QuerySet[Any], Subject], None]
    says: str

    def carry_out(self, rows: QuerySet[Any], subject: Subject) -> None:
        self.act(rows, subject)

    def __str__(self) -> str:
        return self.says


Erasing = Delete | Blank | Keep | GoesWith | By
