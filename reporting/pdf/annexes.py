"""The annexes: what each metric means, and the register of all figures."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format

from reporting.logic.figures import FEWEST, State
from reporting.logic.snapshot import Frozen, FrozenFigure
from reporting.logic.wording import ROUNDING

SHOWN_DIGITS = 12
"""Of a figure's digest: enough to tell two sets of records apart at a glance; the page of the figure has
all.
"""


@dataclass(frozen=True)
class Definition:
    title: str
    version: int
    text: str
    source: str
    unit: str


@dataclass(frozen=True)
class Entry:
    """A line of the figure register."""

    register_id: str
    href: str
    metric: str
    narrowed: str
    n: str
    figure: str
    as_at: str
    digest: str


UNITS = {"share": "Share, in per cent", "count": "Number", "miles": "Miles, in a straight line"}


def definitions(frozen: Frozen) -> list[Definition]:
    """Every metric that has a figure, in the order of the register."""
    codes = dict.fromkeys(figure.metric for figure in frozen.figures)
    wording = frozen.context["metrics"]
    return [
        Definition(
            title=wording[code]["title"],
            version=wording[code]["version"],
            text=wording[code]["definition"],
            source=wording[code]["source"],
            unit=UNITS[wording[code]["unit"]],
        )
        for code in codes
    ]


def rules() -> list[str]:
    return [
        ROUNDING,
        f"No percentage is given over fewer than {FEWEST}. Where hiding one figure of a table would leave it "
        "to be worked out from the rest, the next smallest is hidden too. A hidden figure is written “under "
        "5” or “hidden”; its records are kept, so that the figure can be checked.",
        "“No data”, “not published” and “hidden” are three different things, and none of them is zero.",
        "Every school is counted once, under the URN at the end of its successor chain in the register.",
    ]


def register(frozen: Frozen, base: str) -> list[Entry]:
    """One line a figure; `base` is the address of the version's page in the portal."""
    return [_entry(frozen, figure, base) for figure in frozen.figures]


def _entry(frozen: Frozen, figure: FrozenFigure, base: str) -> Entry:
    wording = frozen.context["metrics"][figure.metric]
    return Entry(
        register_id=figure.register_id,
        href=f"{base}figures/{figure.register_id}/",
        metric=f"{wording['title']}, v{figure.version}",
        narrowed=figure.label or "all",
        n=_n(figure),
        figure=figure.text,
        as_at=date_format(date.fromisoformat(figure.as_at), "j M Y"),
        digest=figure.shown_digest[:SHOWN_DIGITS] or "hidden",
    )


def _n(figure: FrozenFigure) -> str:
    if figure.state is State.SUPPRESSED or figure.unit == "miles":
        return f"{figure.denominator:,}" if figure.denominator is not None else "–"
    if figure.numerator is None:
        return "–"
    if figure.denominator is None:
        return f"{figure.numerator:,}"
    return f"{figure.numerator:,} of {figure.denominator:,}"


def context(frozen: Frozen, base: str) -> dict[str, Any]:
    return {
        "definitions": definitions(frozen),
        "rules": rules(),
        "register": register(frozen, base),
        "credits": [
            credit for credit in (frozen.context["map"]["credit"], "Coast: Natural Earth.") if credit
        ],
    }
