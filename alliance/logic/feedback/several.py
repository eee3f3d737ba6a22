"""How often each of several choices was made, told so that no count of one to four can be worked out.

Each option is a question by itself: chosen or not. But whoever answers chose at least one, so the counts
bound one another: where they leave too little open, none is told (docs/adr/0031).
"""

from collections.abc import Sequence

from alliance.logic.feedback.spread import SPREAD_FROM, Table, sums, within
from alliance.logic.feedback.suppression import FEWEST, Filter, atoms, merged_into_nearest, shown

FEW, ALL_BUT_FEW = "fewer than 5", "all but fewer than 5"

Told = int | str
"""A count, or what is said instead."""


def choices_of(table: Table, wanted: Filter) -> tuple[Told, ...]:
    """Of those whom the filter picks, how many chose each option; () where that would tell of too few.

    `table` holds of each group how many answered, and then how many of them chose each option. Filters tell
    only of groups of each of which every count could be told by itself.
    """
    if sum(answered for answered, *_ in table.values()) < SPREAD_FROM:
        return ()
    sizes = {group: row[0] for group, row in table.items()}
    parts = atoms(sizes, SPREAD_FROM)
    if all(shown([part], wanted) for part in parts):
        return _told(sums(table.values()))
    while len(parts) > 1 and (wrong := [part for part in parts if not _is_safe(within(table, part))]):
        sizes = {part: within(table, part)[0] for part in parts}
        parts = merged_into_nearest(min(wrong, key=lambda part: (sizes[part], sorted(part))), sizes)
    group = shown(parts, wanted)
    return _told(within(table, group)) if group else ()


def _told(row: Sequence[int]) -> tuple[Told, ...]:
    answered, *chosen = row
    told = tuple(_in_words(count, answered) for count in chosen)
    return told if _leaves_open(told, answered) else ()


def _in_words(count: int, answered: int) -> Told:
    if 0 < count < FEWEST:
        return FEW
    return ALL_BUT_FEW if 0 < answered - count < FEWEST else count


def _leaves_open(told: Sequence[Told], answered: int) -> bool:
    """Whether each that few chose may still be of any number from one to four, as far as whoever chose none
    of the counted options is left to them; and where all are counted, whether what they come to beyond one
    choice each is of nobody or of five.
    """
    if ALL_BUT_FEW in told:
        return True
    few = told.count(FEW)
    left = answered - sum(one for one in told if isinstance(one, int))
    if few:
        return left <= (FEWEST - 1) * (few - 1) + 1
    return not 0 < -left < FEWEST


def _is_safe(row: Sequence[int]) -> bool:
    """Whether every count of it may be told."""
    told = _told(row)
    return bool(told) and all(isinstance(one, int) for one in told)
