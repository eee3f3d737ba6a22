"""What somebody can be asked to decide: an app says what is shown, and what an answer does.

The foundation asks, sends, reminds, takes the answer once and tells whoever asked.
"""

import hashlib
from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, ClassVar

from rules import Predicate

from foundation.approvals.models import Approval
from foundation.ui.items import Fact


@dataclass(frozen=True)
class Passage:
    """Words under a heading, a paragraph each."""

    heading: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True)
class Shown:
    """What the person asked reads before they answer, on the page alone: nothing needs to be opened besides.

    `asks` is one sentence; `then` says what happens when they agree.
    """

    title: str
    asks: str
    facts: tuple[Fact, ...]
    passages: tuple[Passage, ...] = ()
    then: str = ""
    agree: str = "I agree"
    decline: str = "I do not agree"

    @property
    def fingerprint(self) -> str:
        """Changes with every word: an answer is to what was read."""
        return hashlib.sha256(repr((self.asks, self.facts, self.passages)).encode()).hexdigest()[:16]


class ApprovalKind(ABC):
    """A kind of thing that is asked. `label` is its plural word, `may_manage` the policy over (member) for
    who sees these approvals, sends them again and withdraws them.
    """

    key: ClassVar[str]
    label: ClassVar[str]
    may_manage: ClassVar[Predicate]

    @abstractmethod
    def shown(self, approval: Approval) -> Shown | None:
        """What is asked, as it is now; None where the thing is gone."""

    @abstractmethod
    def agreed(self, approval: Approval) -> None:
        """Do what the person agreed to, in the transaction of the answer. Raises `Refused`: nothing is
        answered then.
        """

    @abstractmethod
    def declined(self, approval: Approval) -> None:
        """What follows from a no; likewise."""

    @abstractmethod
    def page(self, approval: Approval, slug: str) -> str:
        """The address of the thing for those who may manage it."""

    def to_tell(self, approval: Approval) -> Iterable[int]:
        """Ids of the users who are told the answer: whoever asked."""
        return [approval.asked_by_id] if approval.asked_by_id is not None else []


_kinds: dict[str, ApprovalKind] = {}


class UnknownKind(LookupError):
    """No app brings this kind."""


def register_kind(kind: ApprovalKind) -> None:
    """Bring a kind. Raises ValueError when the key is taken by another."""
    known = _kinds.setdefault(kind.key, kind)
    if type(known) is not type(kind):
        raise ValueError(f"Approvals of kind {kind.key} are already brought by {type(known).__name__}.")


def kind_named(key: str) -> ApprovalKind:
    try:
        return _kinds[key]
    except KeyError:
        raise UnknownKind(f"No approvals of kind {key} are registered.") from None


def kinds_for(member: Any) -> dict[str, ApprovalKind]:
    """The kinds whose approvals this member may manage, by key, in the order of their labels."""
    mine = [kind for kind in _kinds.values() if kind.may_manage.test(member)]
    return {kind.key: kind for kind in sorted(mine, key=lambda kind: kind.label)}
