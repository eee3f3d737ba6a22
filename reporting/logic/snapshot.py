"""The locked figures of a version as plain values, their canonical form and its digest.

A document is made from a `Frozen` and from nothing else: the same one gives the same bytes.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from hashlib import sha256
from typing import Any

from reporting.logic.figures import FEWEST, PLACES, State
from reporting.logic.wording import HIDDEN_BESIDE, check_code, written

FORMAT = 1


@dataclass(frozen=True)
class FrozenFigure:
    """A figure as it was locked. `digest` stands for the records behind it; `as_at` is an ISO date."""

    register_id: str
    section: str
    metric: str
    version: int
    filters: Mapping[str, str]
    label: str
    unit: str
    state: State
    value: Decimal | None
    numerator: int | None
    denominator: int | None
    as_at: str
    left_out: tuple[tuple[str, int], ...]
    digest: str

    @property
    def text(self) -> str:
        """The figure in words, or the state that stands for it."""
        if self.state is State.SUPPRESSED and (self.denominator or 0) >= FEWEST:
            return HIDDEN_BESIDE
        return written(self.unit, self.state, self.value)

    @property
    def shown_digest(self) -> str:
        """None is shown for a hidden figure: over so few records it could be guessed."""
        return "" if self.state is State.SUPPRESSED else self.digest

    def plain(self) -> dict[str, Any]:
        """As JSON holds it: decimals as text, so that no digit is lost."""
        return {
            "id": self.register_id,
            "section": self.section,
            "metric": self.metric,
            "version": self.version,
            "filters": dict(self.filters),
            "label": self.label,
            "unit": self.unit,
            "state": self.state.value,
            "value": None if self.value is None else f"{self.value.quantize(PLACES):f}",
            "numerator": self.numerator,
            "denominator": self.denominator,
            "as_at": self.as_at,
            "left_out": [list(pair) for pair in self.left_out],
            "digest": self.digest,
        }


@dataclass(frozen=True)
class Frozen:
    """Everything a document is made of: `context` is plain JSON without numbers that are not whole."""

    context: Mapping[str, Any]
    figures: tuple[FrozenFigure, ...]

    @cached_property
    def digest(self) -> str:
        return sha256(canonical(self)).hexdigest()

    @property
    def check_code(self) -> str:
        return check_code(self.digest)

    @property
    def foreword(self) -> tuple[str, ...]:
        """The foreword's paragraphs; versions locked before there were forewords have none."""
        return tuple(self.context.get("foreword", ()))

    @property
    def redactions(self) -> tuple[Mapping[str, str], ...]:
        """What was removed since it was published: `on`, `why`, and `before`, the digest until then."""
        return tuple(self.context.get("redactions", ()))

    def noting(self, redaction: Mapping[str, str]) -> "Frozen":
        """The same with one more redaction noted, which makes its digest another."""
        return replace(self, context={**self.context, "redactions": [*self.redactions, dict(redaction)]})

    def find(self, metric: str, **filters: str) -> FrozenFigure | None:
        """The figure of a metric with exactly these filters; None when it was not computed."""
        wanted = (figure for figure in self.figures if figure.metric == metric)
        return next((figure for figure in wanted if dict(figure.filters) == filters), None)

    def cut_by(self, metric: str, dimension: str) -> tuple[FrozenFigure, ...]:
        """The figures of a metric narrowed by `dimension` alone, in order."""
        return tuple(
            figure
            for figure in self.figures
            if figure.metric == metric and list(figure.filters) == [dimension]
        )

    def trend(self, metric: str, **filters: str) -> tuple[tuple[str, FrozenFigure], ...]:
        """The years of a metric, oldest first and the report's own last, as (year in words, figure)."""
        found = []
        for figure in self.figures:
            rest = {key: value for key, value in figure.filters.items() if key != "year"}
            if figure.metric == metric and rest == filters:
                year = int(figure.filters.get("year", self.context["year"]))
                found.append((year, figure))
        found.sort(key=lambda item: item[0])
        return tuple((f"{year}/{(year + 1) % 100:02d}", figure) for year, figure in found)


def canonical(frozen: Frozen) -> bytes:
    """The one way to write a snapshot down: JSON with sorted keys and no spaces, in UTF-8."""
    whole = {
        "format": FORMAT,
        "context": frozen.context,
        "figures": [figure.plain() for figure in frozen.figures],
    }
    return json.dumps(whole, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
