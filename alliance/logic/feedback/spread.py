"""How answers spread over what could be chosen, told so that no count of one to four can be worked out.

Options are counted together in bands until each band holds nobody or at least five (docs/adr/0031). Of
everybody the bands are as fine as that allows. Filters all tell the same coarser bands, of groups in each of
which each band holds nobody or at least five. So whatever is told is a sum over such groups and bands; and
where two such sums cross, what lies in the crossing is known to within five at best.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from alliance.logic.feedback.suppression import FEWEST, Filter, Group, atoms, merged_into_nearest, shown

SPREAD_FROM = 2 * FEWEST
"""Answers from which on it is told how they spread: fewer cannot be two groups of five."""

Band = tuple[int, ...]
"""Options that are counted together, by their places."""
Table = Mapping[Group, Sequence[int]]
"""How many of each group chose each option. Groups share no cell."""


@dataclass(frozen=True)
class Scale:
    """How options may be counted together.

    Those of an ordered scale only with their neighbours, and across the `cut` (the place of the first option
    behind it) only where nothing else is left.
    """

    is_ordered: bool
    cut: int | None = None


@dataclass(frozen=True)
class Spread:
    """What is told: how many of `of` people chose an option of each band."""

    bands: tuple[Band, ...]
    counts: tuple[int, ...]
    of: int


def spread_of(table: Table, wanted: Filter, scale: Scale) -> Spread | None:
    """Of those whom the filter picks, by band; None where that would tell of too few."""
    totals = sums(table.values())
    bands = _fine_bands(totals, scale)
    if sum(totals) < SPREAD_FROM or len(bands) < 2:
        return None
    parts = atoms({group: sum(counts) for group, counts in table.items()}, SPREAD_FROM)
    if set(parts) == set(_picked(parts, wanted)):
        return _told(bands, totals)
    parts, bands = _for_filters(table, parts, bands, scale)
    group = shown(parts, wanted)
    if group is None:
        return None
    return _told(bands, sums(counts for one, counts in table.items() if one <= group))


def _fine_bands(totals: Sequence[int], scale: Scale) -> tuple[Band, ...]:
    """As fine as nobody, or five, in each allows."""
    bands: list[Band] = [(place,) for place in range(len(totals))]
    while small := [band for band in bands if 0 < _sum(totals, band) < FEWEST]:
        least = min(small, key=lambda band: (_sum(totals, band), band))
        others = _neighbours(bands, least, totals, scale)
        if not others:
            return ()
        nearest = min(others, key=lambda band: (_crosses(band, least, scale), _sum(totals, band), band))
        bands = _joined(bands, least, nearest)
    return tuple(bands)


def _coarser(bands: Sequence[Band], totals: Sequence[int], scale: Scale) -> tuple[Band, ...]:
    """One band fewer: the pair that holds the fewest is joined, across the cut only where it must be."""
    pairs = [(one, other) for one in bands for other in _neighbours(bands, one, totals, scale) if one < other]

    def costs(pair: tuple[Band, Band]) -> tuple[bool, int, tuple[Band, Band]]:
        sizes = [_sum(totals, band) for band in pair]
        return all(sizes) and _crosses(*pair, scale), sum(sizes), pair

    return tuple(_joined(bands, *min(pairs, key=costs)))


def _for_filters(
    table: Table, parts: tuple[Group, ...], bands: tuple[Band, ...], scale: Scale
) -> tuple[tuple[Group, ...], tuple[Band, ...]]:
    """Groups and bands of which each crossing holds nobody or at least five.

    Two bands that many filters tell are worth more than five that none does: so bands are joined first, until
    two hold anybody, and then groups.
    """
    totals = sums(table.values())
    while wrong := [part for part in parts if not _is_safe(table, part, bands)]:
        if sum(_sum(totals, band) > 0 for band in bands) > 2:
            bands = _coarser(bands, totals, scale)
        else:
            sizes = {part: sum(within(table, part)) for part in parts}
            parts = merged_into_nearest(min(wrong, key=lambda part: (sizes[part], sorted(part))), sizes)
    return parts, bands


def _is_safe(table: Table, part: Group, bands: Iterable[Band]) -> bool:
    counts = within(table, part)
    return not any(0 < _sum(counts, band) < FEWEST for band in bands)


def _neighbours(bands: Sequence[Band], band: Band, totals: Sequence[int], scale: Scale) -> list[Band]:
    """What a band may be joined with. Where there is no order, what nobody chose stands by itself."""
    if scale.is_ordered:
        return [other for other in bands if other[0] == band[-1] + 1 or other[-1] == band[0] - 1]
    return [other for other in bands if other != band and _sum(totals, other) and _sum(totals, band)]


def _crosses(one: Band, other: Band, scale: Scale) -> bool:
    return scale.cut is not None and min(one + other) < scale.cut <= max(one + other)


def _joined(bands: Iterable[Band], one: Band, other: Band) -> list[Band]:
    rest = [band for band in bands if band not in (one, other)]
    return sorted([*rest, tuple(sorted(one + other))])


def _told(bands: tuple[Band, ...], counts: Sequence[int]) -> Spread:
    return Spread(bands, tuple(_sum(counts, band) for band in bands), sum(counts))


def _picked(parts: Iterable[Group], wanted: Filter) -> list[Group]:
    return [part for part in parts if shown([part], wanted) is not None]


def within(table: Table, part: Group) -> list[int]:
    """Of all the groups that a part is made of."""
    return sums(counts for group, counts in table.items() if group <= part)


def sums(rows: Iterable[Sequence[int]]) -> list[int]:
    return [sum(column) for column in zip(*rows, strict=True)]


def _sum(counts: Sequence[int], band: Band) -> int:
    return sum(counts[place] for place in band)
