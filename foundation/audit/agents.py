"""What acts where no person does, by name: apps say how in their `ready()`."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable

Names = Callable[[Collection[int]], dict[int, str]]
"""The names of agents of one kind by id, of the alliance in scope; those it does not know are left out."""

_names: dict[str, Names] = {}


def register_agents(kind: str, names: Names) -> None:
    """Let `names` name agents of this kind. Raises ValueError when the kind is another's."""
    if _names.setdefault(kind, names) is not names:
        raise ValueError(f"Agents of kind {kind} are already named by {_names[kind].__qualname__}.")


def agent(kind: str, identity: int) -> str:
    """How a scope and the trail write an agent."""
    return f"{kind}:{identity}"


def names_of(agents: Iterable[str]) -> dict[str, str]:
    """The names of agents as the trail writes them; one call of `Names` a kind."""
    ids: dict[str, set[int]] = defaultdict(set)
    for each in set(agents) - {""}:
        kind, _, identity = each.partition(":")
        ids[kind].add(int(identity))
    return {
        agent(kind, identity): name
        for kind, found in ids.items()
        if kind in _names
        for identity, name in _names[kind](found).items()
    }
