"""Which groups of respondents may be shown, so that no group under five can be worked out from them.

Respondents are sorted into cells by what is known of them (partner kind, phase…). Cells are merged until
every part, an atom, holds at least five; and only what is made of whole atoms is shown. Whatever is added,
subtracted or intersected, from however many filters, is again made of whole atoms: nothing finer than an atom
is ever told, and each atom holds five or more.
"""

from collections.abc import Iterable, Mapping, Sequence

FEWEST = 5
"""Respondents that an aggregate rests on, at least."""

Cell = tuple[tuple[str, str], ...]
"""What is known of a respondent, as (fact, value) pairs in the order of the facts' names."""
Group = frozenset[Cell]
"""Cells that are not told apart."""
Filter = Mapping[str, frozenset[str]]
"""Fact → the values wanted of it; facts that are not named may be anything."""


def cell_of(facts: Mapping[str, str]) -> Cell:
    return tuple(sorted(facts.items()))


def atoms(sizes: Mapping[Group, int], fewest: int = FEWEST) -> tuple[Group, ...]:
    """The finest groups that may be told apart: each of at least five, or of `fewest`. None where all
    together are fewer.

    `sizes` says how many respondents are in each group; groups share no cell. The smallest is merged first.
    """
    parts = {group: size for group, size in sizes.items() if size > 0}
    if sum(parts.values()) < fewest:
        return ()
    while (smallest := min(parts, key=lambda part: (parts[part], _order(part)))) and parts[smallest] < fewest:
        merged = merged_into_nearest(smallest, parts)
        parts = {part: sum(size for old, size in parts.items() if old <= part) for part in merged}
    return tuple(sorted(parts, key=_order))


def merged_into_nearest(part: Group, sizes: Mapping[Group, int]) -> tuple[Group, ...]:
    """The parts, with one merged into that it has most in common with, and of those into the smallest."""
    others = [other for other in sizes if other != part]
    nearest = min(others, key=lambda other: (-_alike(other, part), sizes[other], _order(other)))
    return tuple(sorted([nearest | part, *(other for other in others if other != nearest)], key=_order))


def shown(parts: Iterable[Group], wanted: Filter) -> Group | None:
    """The cells that a filter picks, where they are whole atoms; None where that would tell of too few."""
    picked = [part for part in parts if any(matches(cell, wanted) for cell in part)]
    if not picked or not all(matches(cell, wanted) for part in picked for cell in part):
        return None
    return frozenset(cell for part in picked for cell in part)


def matches(cell: Cell, wanted: Filter) -> bool:
    facts = dict(cell)
    return all(facts.get(fact, "") in values for fact, values in wanted.items())


def pools(sizes: Sequence[int]) -> list[range]:
    """Runs of one survey, the earliest first, counted together until there are five; the last may wait.

    A pool that was shown never changes: later runs begin another.
    """
    found: list[range] = []
    start = held = 0
    for position, size in enumerate(sizes):
        held += size
        if held >= FEWEST:
            found.append(range(start, position + 1))
            start, held = position + 1, 0
    return found


def _alike(one: Group, other: Group) -> int:
    return max(len(set(mine) & set(theirs)) for mine in one for theirs in other)


def _order(group: Group) -> list[Cell]:
    return sorted(group)
