"""What can be imported: an app says which fields there are, what a row would do, and does it.

The importer reads files, matches columns, shows the check, keeps what was done and gives it back for the
undo. Whatever is known of the records is the target's.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from rules import Predicate, predicate

from foundation.importer.choices import Outcome
from foundation.importer.values import Parse, line


@dataclass(frozen=True)
class Field:
    """A column that a target knows. `synonyms` are other heads it may have; `parse` reads one cell that is
    not empty and raises `Refused` with a sentence.
    """

    key: str
    label: str
    parse: Parse = field(default_factory=line)
    required: bool = False
    example: str = ""
    hint: str = ""
    synonyms: tuple[str, ...] = ()


@dataclass(frozen=True)
class Entry:
    """A row whose cells could all be read. An empty cell has no value: it leaves things as they are."""

    number: int
    values: Mapping[str, Any]


@dataclass(frozen=True)
class Change:
    """A field that would change, in words."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Plan:
    """What an entry would do. `reason` is a sentence for a skip or an error.

    Two rows of one `identity` are about the same record: the second is an error. `carries` is what the
    target wants back when the plan is carried out; it is never stored.
    """

    outcome: Outcome
    about: str = ""
    reason: str = ""
    identity: str = ""
    changes: tuple[Change, ...] = ()
    carries: Any = None


def cannot(sentence: str, *, about: str = "") -> Plan:
    """The plan for a row that is wrong: what, why, what next."""
    return Plan(Outcome.ERROR, about, sentence)


class Target(ABC):
    """A kind of record that tables can be imported into.

    `singular` and `plural` are its words, `may_import` the policy over (member), `home` the name of the
    address (taking the alliance's slug) of the list they are in, and `home_label` its title. `notes` say on
    the first page what a table should hold. `brought_at` is the name of the address of a page of the app's
    own, where files of another shape become tables of this kind: then nobody uploads one here.
    """

    key: ClassVar[str]
    singular: ClassVar[str]
    plural: ClassVar[str]
    home: ClassVar[str]
    home_label: ClassVar[str]
    may_import: ClassVar[Predicate]
    fields: ClassVar[tuple[Field, ...]]
    notes: ClassVar[tuple[str, ...]] = ()
    brought_at: ClassVar[str] = ""

    @abstractmethod
    def plan(self, entries: Sequence[Entry]) -> list[Plan]:
        """One plan an entry, in order, in a fixed number of queries however many there are."""

    @abstractmethod
    def apply(self, entry: Entry, plan: Plan, *, by: Any) -> dict[str, Any]:
        """Carry out a create or update through the app's actions, inside a savepoint.

        Returns the trace: plain JSON from which `undo` works. Raises `Refused`.
        """

    @abstractmethod
    def undo(self, trace: Mapping[str, Any], *, by: Any) -> None:
        """Put things back as they were. Raises `Refused` where somebody has changed them since."""

    def field(self, key: str) -> Field:
        return next(field for field in self.fields if field.key == key)


_targets: dict[str, Target] = {}


def register_target(target: Target) -> None:
    """Let tables be imported into it. Raises ValueError when the key is taken by another target."""
    known = _targets.get(target.key)
    if known is not None and type(known) is not type(target):
        raise ValueError(f"“{target.key}” is already imported by {type(known).__qualname__}.")
    _targets[target.key] = target


def target_named(key: str) -> Target | None:
    return _targets.get(key)


def targets_for(member: Any) -> list[Target]:
    """What this member may import."""
    return [target for target in _targets.values() if target.may_import.test(member)]


@predicate
def import_something(member: Any) -> bool:
    """Whoever may change a kind of record may import it."""
    return bool(targets_for(member))
