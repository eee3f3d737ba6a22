"""Reading the records for a version of the report: its figures, and everything else its document shows."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings

from alliance.logic.academic_year import AcademicYear
from foundation.maps import boundaries
from foundation.maps.spec import Area
from reporting.logic.foreword import paragraphs
from reporting.logic.snapshot import FORMAT, Frozen, FrozenFigure
from reporting.metrics.collect import Collected, OnFigure, collect
from reporting.metrics.metric import Metric, metrics
from reporting.metrics.source import Source, load
from reporting.queries.foreword import foreword_of


@dataclass(frozen=True)
class Reading:
    """What was read for one version, at one moment."""

    context: dict[str, Any]
    collected: tuple[Collected, ...]
    as_at: date
    taken_at: datetime

    @property
    def frozen(self) -> Frozen:
        figures = (freeze(one, place, self.as_at) for place, one in enumerate(self.collected, start=1))
        return Frozen(self.context, tuple(figures))


def read_everything(
    year: AcademicYear,
    number: int,
    *,
    now: datetime,
    today: date,
    on_figure: OnFigure = lambda done, total: None,
) -> Reading:
    """Read the records of the alliance in scope. The caller's transaction makes them one moment's."""
    source = load(year, today)
    collected = collect(source, on_figure)
    context = {
        "format": FORMAT,
        "year": year.start,
        "number": number,
        "as_at": source.as_at.isoformat(),
        "taken_at": now.isoformat(timespec="seconds"),
        "address": settings.ADDRESS,
        "alliance": _alliance(source),
        "metrics": {metric.code: _wording(metric) for metric in metrics()},
        "map": _map(source),
        "foreword": list(paragraphs(foreword_of(year))),
    }
    return Reading(context, tuple(collected), source.as_at, now)


def freeze(one: Collected, place: int, as_at: date) -> FrozenFigure:
    """A collected figure as the snapshot holds it; `place` is its place in the figure register."""
    found = one.computed
    return FrozenFigure(
        register_id=f"R-{place:03d}",
        section=one.metric.section,
        metric=one.metric.code,
        version=one.metric.version,
        filters=dict(one.cut.filters),
        label=one.cut.label,
        unit=one.metric.unit.value,
        state=found.state,
        value=found.value,
        numerator=found.numerator,
        denominator=found.denominator,
        as_at=as_at.isoformat(),
        left_out=found.left_out,
        digest=found.digest,
    )


def _alliance(source: Source) -> dict[str, Any]:
    card = source.card
    return {
        "name": card.name,
        "slug": card.slug,
        "alliance_colour": card.alliance_colour,
        "accent_colour": card.accent_colour,
        "logo": str(card.logo or ""),
        "lead_school": card.lead_school.name if card.lead_school else "",
        "served": [list(pair) for pair in card.served],
    }


def _wording(metric: Metric) -> dict[str, Any]:
    return {
        "version": metric.version,
        "title": metric.title,
        "definition": metric.definition,
        "source": metric.source,
        "unit": metric.unit.value,
    }


def _map(source: Source) -> dict[str, Any]:
    """Partner schools and the lead school as [easting, northing, phase group], and the authorities'
    outlines.
    """
    lead = source.card.lead_school
    centre = [lead.easting, lead.northing] if lead and lead.easting is not None else None
    others = (partner for urn, partner in source.schools_now.items() if lead is None or urn != lead.urn)
    places = sorted([p.easting, p.northing, p.phase_group] for p in others if p.easting is not None)
    loaded = boundaries.load(settings.DATA_DIR)
    outlines = _outlines(source, loaded.areas)
    return {
        "centre": centre,
        "places": places,
        "lead_is_partner": lead is not None and lead.urn in source.schools_now,
        "areas": outlines,
        "credit": loaded.credit if outlines else "",
    }


def _outlines(source: Source, areas: tuple[Area, ...]) -> list[dict[str, Any]]:
    """Outlines of the authorities served, found by name: the register's codes are not those of the
    boundaries.
    """
    named = {_plain_name(area.name): area for area in areas}
    found = [(code, named.get(_plain_name(name))) for code, name in source.card.served]
    return [
        {
            "code": code,
            "name": area.name,
            "rings": [[[round(x), round(y)] for x, y in ring.points()] for ring in area.rings],
        }
        for code, area in found
        if area is not None
    ]


def _plain_name(name: str) -> str:
    return name.casefold().replace("&", "and").replace(",", "").strip()
