"""How figures are written: rounding, units, the four states, and the check code."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from reporting.logic.figures import State

WORDS = {
    State.NO_DATA: "no data",
    State.NOT_PUBLISHED: "not published",
    State.SUPPRESSED: "under 5",
}
HIDDEN_BESIDE = "hidden"
"""What is written for a figure over five or more that would give away one that is not."""
ROUNDING = "Percentages are rounded to the nearest 1%, halves up; distances to the nearest tenth of a mile."


def percent(value: Decimal) -> str:
    """`73%` for 0.729…: rounded half up, so that 72.5% is 73%."""
    return f"{points(value)}%"


def points(value: Decimal) -> int:
    """Whole percentage points of a fraction of 1."""
    return int((value * 100).quantize(Decimal(1), ROUND_HALF_UP))


def miles(value: Decimal) -> str:
    return f"{value.quantize(Decimal('0.1'), ROUND_HALF_UP):,} miles"


def written(unit: str, state: State, value: Decimal | None) -> str:
    """A figure in words. `unit` is share, count or miles; a state without a value is said instead of it."""
    if value is None:
        return WORDS[state]
    if unit == "share":
        return percent(value)
    if unit == "miles":
        return miles(value)
    return f"{int(value):,}"


def change(unit: str, now: Decimal, before: Decimal) -> str:
    """`up 6 points`, `down 2`, `no change`: what a reader sees, from the rounded figures."""
    if unit == "share":
        moved, noun = points(now) - points(before), " point"
    elif unit == "miles":
        tenth = Decimal("0.1")
        difference = now.quantize(tenth, ROUND_HALF_UP) - before.quantize(tenth, ROUND_HALF_UP)
        direction = "up" if difference > 0 else "down"
        return "no change" if difference == 0 else f"{direction} {abs(difference)} miles"
    else:
        moved, noun = int(now - before), ""
    if moved == 0:
        return "no change"
    plural = "s" if noun and abs(moved) != 1 else ""
    return f"{'up' if moved > 0 else 'down'} {abs(moved):,}{noun}{plural}"


CODE_DIGITS = 16
"""Hex digits of a digest that make its check code: 64 bits, which nobody guesses."""


def check_code(digest: str, groups: int = 4) -> str:
    """The first groups of four of a digest: `7c1e 04ab 93d2 5f60`."""
    return " ".join(digest[start : start + 4] for start in range(0, groups * 4, 4))


def finding(names_and_values: Sequence[tuple[str, Decimal]]) -> str:
    """The title of a chart of shares by place, as what it shows: who leads, and who has most room to grow."""
    ranked = sorted(names_and_values, key=lambda item: (-item[1], item[0]))
    if not ranked:
        return "There is nothing to compare yet"
    if len(ranked) == 1:
        return f"{percent(ranked[0][1])} of open schools in {ranked[0][0]} took part"
    shown = [points(value) for _, value in ranked]
    if shown[0] == shown[-1]:
        everyone = "Both" if len(ranked) == 2 else f"All {len(ranked)}"
        return f"{everyone} are level at {percent(ranked[0][1])}"
    last = ranked[-1][0]
    leaders = [name for name, value in ranked if points(value) == shown[0]]
    if len(leaders) == 1 and len(ranked) > 3 and shown[0] - shown[1] <= 2 and shown[1] > shown[2]:
        leaders.append(ranked[1][0])
    if len(leaders) > 2:
        return f"{len(leaders)} lead at {percent(ranked[0][1])}; {last} has most room to grow"
    verb = "leads" if len(leaders) == 1 else "lead"
    return f"{' and '.join(leaders)} {verb}; {last} has most room to grow"


def share_of(numerator: int, denominator: int) -> str:
    """A share as it is written, of a denominator that is not zero."""
    return percent(Decimal(numerator) / denominator)
