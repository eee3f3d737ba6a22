"""What people are told of: the apps bring the kinds, each with who may be told and of which things.

The foundation knows no kind by name, but for the news that belongs to none.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from rules import Predicate

OTHER = ""
"""The kind of what no app has named: shown to whoever was told."""
OTHER_LABEL = "Other news"

Subjects = Callable[[Any], "QuerySet[Any] | None"]


@dataclass(frozen=True)
class Kind:
    """`label` is what people choose by. Told of only to members whom `policy` allows, also afterwards.

    `subjects` gives a query of the public ids of what a member may see; None where they may see all of it.
    """

    name: str
    label: str
    policy: Predicate
    subjects: Subjects | None = None


_kinds: dict[str, Kind] = {}


def register_kind(kind: Kind) -> None:
    """Bring a kind; two apps may not bring one of the same name."""
    if _kinds.get(kind.name, kind) != kind:
        raise ValueError(f"The kind of notification {kind.name} is registered already.")
    _kinds[kind.name] = kind


def kinds_for(member: Any) -> list[tuple[str, str]]:
    """Name and label of each kind that this member may be told of, by label; the other news last."""
    mine = [(kind.name, kind.label) for kind in _kinds.values() if kind.policy.test(member)]
    return [*sorted(mine, key=lambda pair: pair[1]), (OTHER, OTHER_LABEL)]


def may_see(member: Any, among: Collection[str] | None = None) -> Q:
    """Notifications about what this member may still see; of a kind that is gone, none.

    `among` names the kinds that can occur, where they are known: the query then asks for no others.
    """
    everything, sees = [OTHER], Q()
    for kind in _kinds.values():
        if (among is not None and kind.name not in among) or not kind.policy.test(member):
            continue
        subjects = kind.subjects(member) if kind.subjects else None
        if subjects is None:
            everything.append(kind.name)
        else:
            sees |= Q(kind=kind.name) & (Q(subject=None) | Q(subject__in=subjects))
    return sees | Q(kind__in=everything)


def sees_all_of(member: Any, names: Iterable[str]) -> bool:
    """Whether nothing of these kinds is kept from this member."""
    return all(name == OTHER or _is_open(_kinds.get(name), member) for name in names)


def _is_open(kind: Kind | None, member: Any) -> bool:
    if kind is None or not kind.policy.test(member):
        return False
    return kind.subjects is None or kind.subjects(member) is None
