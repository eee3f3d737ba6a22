"""What a figure is, and the arithmetic behind it: shares, counts, medians, digests."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum
from hashlib import sha256
from statistics import median

FEWEST = 5
"""No percentage is given over fewer than this many."""
PLACES = Decimal("0.000001")


class State(StrEnum):
    """Whether there is a value. The last three are never zero, and never each other."""

    VALUE = "value"
    NO_DATA = "no_data"
    NOT_PUBLISHED = "not_published"
    SUPPRESSED = "suppressed"


@dataclass(frozen=True)
class Computed:
    """One figure. Shares are fractions of 1; distances are miles; `counted` and `out_of` are ids of records.

    `left_out` says what was not counted and how often, in words: ("not open in the area", 4). A suppressed
    figure keeps its records, so that it can be computed again; it shows none of them, nor its value.
    """

    state: State
    value: Decimal | None = None
    numerator: int | None = None
    denominator: int | None = None
    counted: tuple[str, ...] = ()
    out_of: tuple[str, ...] = ()
    left_out: tuple[tuple[str, int], ...] = field(default=())

    @property
    def digest(self) -> str:
        return digest_of(self.counted, self.out_of)

    def leaving_out(self, **reasons: int) -> "Computed":
        """The same figure, saying what it leaves out; reasons that never happened are not said."""
        said = tuple((reason.replace("_", " "), number) for reason, number in reasons.items() if number)
        return replace(self, left_out=said)

    def suppressed(self) -> "Computed":
        """The same figure with its value hidden."""
        return replace(self, state=State.SUPPRESSED, value=None, numerator=None)


NO_DATA = Computed(State.NO_DATA)


def share(counted: Iterable[str], out_of: Iterable[str]) -> Computed:
    """Which of `out_of` are among `counted`: no data over nothing, suppressed over fewer than five."""
    whole = frozenset(out_of)
    part = whole.intersection(counted)
    if not whole:
        return NO_DATA
    found = Computed(
        State.VALUE,
        (Decimal(len(part)) / len(whole)).quantize(PLACES),
        len(part),
        len(whole),
        tuple(sorted(part)),
        tuple(sorted(whole)),
    )
    return found.suppressed() if len(whole) < FEWEST else found


def count(counted: Iterable[str]) -> Computed:
    """How many there are. None is a count too: zero."""
    part = tuple(sorted(frozenset(counted)))
    return Computed(State.VALUE, Decimal(len(part)), len(part), None, part)


def middle(numbers: Sequence[float], records: Iterable[str]) -> Computed:
    """The median of `numbers`, which were measured over `records`."""
    if not numbers:
        return NO_DATA
    value = Decimal(str(median(numbers))).quantize(PLACES)
    part = tuple(sorted(frozenset(records)))
    return Computed(State.VALUE, value, None, len(numbers), part)


def digest_of(counted: Iterable[str], out_of: Iterable[str]) -> str:
    """SHA-256 in hex over the sorted ids behind a figure: one a line, those counted, `÷`, those it is out
    of.
    """
    lines = [*sorted(counted), "÷", *sorted(out_of)]
    return sha256("\n".join(lines).encode()).hexdigest()
