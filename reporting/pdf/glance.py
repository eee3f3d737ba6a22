"""The year at a glance: eight tiles and what changed."""

from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString

from foundation import words
from reporting import charts
from reporting.logic import prose
from reporting.logic.snapshot import Frozen, FrozenFigure
from reporting.logic.wording import change

STATE_WORDS = {"no_data": "No data", "not_published": "Not published", "suppressed": "Hidden (too few)"}


@dataclass(frozen=True)
class GlanceTile:
    """A tile: figure or the state in its place, its trend, and what to compare it with."""

    name: str
    figure: str
    unit: str
    trend: SafeString
    facts: tuple[str, ...]
    mark: str
    state: str
    register_id: str


def draw_tile(frozen: Frozen, name: str, figure: FrozenFigure, filters: dict[str, str]) -> GlanceTile:
    has_value = figure.value is not None
    words, _, unit = figure.text.partition(" ")
    return GlanceTile(
        name=name,
        figure=words if has_value else "",
        unit=unit if has_value else "",
        trend=charts.trend(frozen, figure.metric, **filters) if has_value else SafeString(""),
        facts=_facts(frozen, figure, filters),
        mark="" if has_value else figure.state.value.replace("_", "-"),
        state="" if has_value else STATE_WORDS[figure.state.value],
        register_id=figure.register_id,
    )


def _facts(frozen: Frozen, figure: FrozenFigure, filters: dict[str, str]) -> tuple[str, ...]:
    facts = []
    before = prose.last_year(frozen, figure.metric, **filters)
    if before is not None and before.value is not None and figure.value is not None:
        facts.append(f"{before.text} last year, {change(figure.unit, figure.value, before.value)}")
    if figure.numerator is not None and figure.denominator is not None:
        facts.append(f"{figure.numerator:,} of {figure.denominator:,}")
    return tuple(facts)


def context(frozen: Frozen, drawn: list[GlanceTile]) -> dict[str, Any]:
    years = frozen.trend("reach")
    return {
        "lead": prose.glance_lead(frozen),
        "tiles": drawn,
        "lines": f"Lines run over up to five years, to {years[-1][0]}." if years else "",
        "paragraphs": [
            text for text in (prose.schools_paragraph(frozen), prose.partners_paragraph(frozen)) if text
        ],
        "register": words.listed(sorted(tile.register_id for tile in drawn)),
    }
