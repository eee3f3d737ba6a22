"""The entries: what each model holds about people, and which models hold nobody."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from foundation.personal.erasing import Erasing
from foundation.personal.subject import Find


class FieldClass(StrEnum):
    """Who may come to know a value."""

    PUBLIC = "public"
    PARTNER = "partner"
    RESTRICTED = "restricted"
    SPECIAL = "special category"


@dataclass(frozen=True)
class Holding:
    """What one model holds about people.

    `model` is its label, `title` heads its rows in a subject-access export. `found` finds a person's rows.
    `fields` are the columns that subject access hands out, with the class of each. `authors` are columns that
    say who did something: kept as a number, whose name goes with the account, and told as a count. `redact`
    are columns of free text by the alliance, in every row of which the words that name the person are
    replaced. `besides` are columns that might hold a person and do not, or that are nobody's to read, each
    with the reason. `seen_by_each`: a row is seen by the user it belongs to alone.
    """

    model: str
    title: str
    fields: Mapping[str, FieldClass]
    found: Find
    erase: Erasing
    authors: tuple[str, ...] = ()
    redact: tuple[str, ...] = ()
    besides: Mapping[str, str] = field(default_factory=dict)
    seen_by_each: bool = False

    @property
    def spoken_of(self) -> frozenset[str]:
        return frozenset({*self.fields, *self.authors, *self.redact, *self.besides})


_holdings: dict[str, Holding] = {}
_nobody: dict[str, str] = {}


def register_holding(*holdings: Holding) -> None:
    """Say what models hold about people. Raises ValueError where a model has an entry already."""
    for holding in holdings:
        known = _holdings.setdefault(holding.model, holding)
        if (known is not holding and known != holding) or holding.model in _nobody:
            raise ValueError(f"{holding.model} has an entry already.")


def register_nobody(reasons: Mapping[str, str]) -> None:
    """Say of models that have text that no person is in it, and why."""
    for model, reason in reasons.items():
        if model in _holdings or _nobody.setdefault(model, reason) != reason:
            raise ValueError(f"{model} has an entry already.")


def holdings() -> tuple[Holding, ...]:
    """In the order of registering, which is the order of an export."""
    return tuple(_holdings.values())


def holds_nobody() -> Mapping[str, str]:
    return _nobody
