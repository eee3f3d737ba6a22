"""Reading a figure about pupils as people and the DfE write it: 65%, +0.74, SUPP."""

import re
from dataclasses import dataclass
from decimal import Decimal

from alliance.logic.facts.measures import Measure
from foundation.refusal import Refused

VALUE, NOT_PUBLISHED, SUPPRESSED = "value", "not_published", "suppressed"
FEWEST = 6
"""Pupils that a figure may be about: of fewer, one could be recognised."""
WORDS = {
    "supp": (SUPPRESSED, "too_few"),
    "suppressed": (SUPPRESSED, "too_few"),
    "hidden": (SUPPRESSED, "too_few"),
    "hidden (too few people)": (SUPPRESSED, "too_few"),
    "hidden (too few pupils)": (SUPPRESSED, "too_few"),
    "ne": (NOT_PUBLISHED, "no_entries"),
    "na": (NOT_PUBLISHED, "not_applicable"),
    "n/a": (NOT_PUBLISHED, "not_applicable"),
    "lowcov": (NOT_PUBLISHED, "low_coverage"),
    "np": (NOT_PUBLISHED, "not_published"),
    "not published": (NOT_PUBLISHED, ""),
}
"""What stands in place of a figure, in lower case: the state, and why (the DfE's list of abbreviations)."""
WORD_OF = {meant: word.upper() for word, meant in reversed(WORDS.items())}
"""The DfE's own word for each of them."""
NUMBER = re.compile(r"([+\-−]?)(\d{1,3}(?:,\d{3})+|\d+)?(\.\d+)?%?", re.ASCII)
LONGEST = 20
PLACES = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Figure:
    """A value in the measure's unit, or the state in its place and why."""

    state: str
    value: Decimal | None = None
    because: str = ""


def read_figure(text: str, measure: Measure) -> Figure:
    """What a cell says of this measure. Raises Refused where it says nothing that can be."""
    cell = " ".join(text.split())
    if (word := WORDS.get(cell.casefold())) is not None:
        return Figure(word[0], None, word[1])
    found = NUMBER.fullmatch(cell.replace(" ", ""))
    if found is None or not (found[2] or found[3]) or len(cell) > LONGEST:
        raise Refused(
            f"“{cell[:40]}” is no figure. Write a number, such as {example(measure)}, or a word of the "
            "DfE's: SUPP (hidden), NE (no entries), NA (not applicable), LOWCOV (too few counted), NP (not "
            "published).",
            field="value",
        )
    sign = "-" if found[1] in ("-", "−") else ""
    value = Decimal(f"{sign}{(found[2] or '0').replace(',', '')}{found[3] or ''}")
    return Figure(VALUE, checked(value, measure))


def cell_of(figure: Figure) -> str:
    """As `read_figure` reads it."""
    return WORD_OF[figure.state, figure.because] if figure.value is None else str(figure.value)


def checked(value: Decimal, measure: Measure) -> Decimal:
    """The value as it is kept. Raises Refused for one that this measure cannot have."""
    if not measure.low <= value <= measure.high:
        low, high = measure.words(measure.low), measure.words(measure.high)
        raise Refused(
            f"{measure.label} lies between {low} and {high}; {value:,} does not. Check the figure.",
            field="value",
        )
    return value.quantize(PLACES)


def hidden_if_few(figure: Figure, cohort: int | None) -> Figure:
    """A figure about five pupils or fewer is hidden, whoever published it."""
    if figure.state == VALUE and cohort is not None and cohort < FEWEST:
        return Figure(SUPPRESSED, None, "too_few")
    return figure


def example(measure: Measure) -> str:
    """A figure of this measure, to write it like."""
    middle = (measure.low + measure.high) / 2
    return measure.words(middle + (measure.high - middle) / 4)
