"""The report's pictures, drawn from locked figures: charts of shares and numbers, maps, trends in tiles."""

from collections.abc import Mapping
from typing import Any

from django.utils.safestring import SafeString

from foundation.charts import PDF, Bar, BarChart, Column, ColumnChart, Sparkline, Theme, Value
from foundation.maps import FEWEST_ON_COVER, Area, Glyph, MapPoint, MapSpec, Palette, draw_map, rings_for
from foundation.maps.shapes import Ring
from foundation.ui.branding import Branding, derive
from reporting.logic.figures import State
from reporting.logic.snapshot import Frozen, FrozenFigure
from reporting.logic.titles import depth_title, growth_title, reach_title, strand_title, trend_sentence

FULL_WIDTH = 657
"""Pixels between the margins of a page."""
GLYPHS = {
    "primary": Glyph.CIRCLE,
    "secondary": Glyph.SQUARE,
    "special": Glyph.DIAMOND,
    "other": Glyph.CIRCLE,
}


def chart_value(figure: FrozenFigure) -> Value:
    """A figure as charts take it: shares in per cent, the three states as themselves."""
    if figure.value is not None:
        scale = 100 if figure.unit == "share" else 1
        return Value.of(float(figure.value) * scale, figure.text)
    made = {
        State.NO_DATA: Value.no_data,
        State.NOT_PUBLISHED: Value.not_published,
        State.SUPPRESSED: Value.suppressed,
    }
    return made[figure.state](figure.text)


def trend(
    frozen: Frozen, metric: str, *, theme: Theme = PDF, size: tuple[int, int] = (118, 34), **filters: str
) -> SafeString:
    """The small line of a tile; empty where there are fewer than two years to join."""
    years = frozen.trend(metric, **filters)
    values = tuple(chart_value(figure) for _, figure in years)
    if sum(value.number is not None for value in values) < 2:
        return SafeString("")
    title = frozen.context["metrics"][metric]["title"]
    return Sparkline(
        title=title,
        description=trend_sentence(years),
        periods=tuple(year for year, _ in years),
        values=values,
        heads=("Year", title),
        width=size[0],
        height=size[1],
    ).svg(theme)


def reach_by_authority(frozen: Frozen) -> BarChart:
    figures = frozen.cut_by("reach", "authority")
    return _shares(reach_title(figures), "Share of open schools reached, by authority.", figures, "Authority")


def reach_by_strand(frozen: Frozen) -> BarChart:
    figures = frozen.cut_by("reach", "strand")
    return _shares(
        strand_title(figures), "Share of open schools reached, by kind of work.", figures, "Kind of work"
    )


def depth_chart(frozen: Frozen) -> BarChart:
    figures = tuple(
        figure
        for figure in (frozen.find("depth", strands="2"), frozen.find("depth", strands="3"))
        if figure is not None
    )
    title = depth_title(frozen)
    return _shares(title, "Share of open schools, by how many kinds of work they took part in.", figures, "")


def _shares(title: str, description: str, figures: tuple[FrozenFigure, ...], head: str) -> BarChart:
    ranked = sorted(figures, key=lambda one: (one.value is None, -(one.value or 0), one.label))
    return BarChart(
        title=title,
        description=description,
        bars=tuple(Bar(one.label, chart_value(one)) for one in ranked),
        heads=(head or "Kind", "Share"),
        maximum=100,
        suffix="%",
        axis_labels=True,
        width=FULL_WIDTH,
    )


def by_year(frozen: Frozen, metric: str, noun: str, height: int = 158) -> ColumnChart:
    """A metric over the years it looks back on; the years before the report's own are paler."""
    years = frozen.trend(metric)
    last = len(years) - 1
    return ColumnChart(
        title=growth_title(noun, years),
        description=f"{frozen.context['metrics'][metric]['title']}, by academic year.",
        columns=tuple(
            Column(year, chart_value(figure), pale=place < last) for place, (year, figure) in enumerate(years)
        ),
        heads=("Year", noun),
        maximum=100 if years and years[-1][1].unit == "share" else None,
        suffix="%" if years and years[-1][1].unit == "share" else "",
        width=FULL_WIDTH,
        height=height,
    )


def map_spec(frozen: Frozen, *, title: str, shades: Mapping[str, float | None] | None = None) -> MapSpec:
    """The partners on the National Grid; `shades` colours authorities by their code, from 0 to 1."""
    drawn: dict[str, Any] = frozen.context["map"]
    branding = branding_of(frozen)
    points = [MapPoint(*place[:2], GLYPHS[place[2]], "Partner school") for place in drawn["places"]]
    centre = (float(drawn["centre"][0]), float(drawn["centre"][1])) if drawn["centre"] else None
    rings = rings_for(centre, points) if centre else ()
    if centre:
        points.append(MapPoint(*centre, Glyph.STAR, frozen.context["alliance"]["lead_school"]))
    return MapSpec(
        title=title,
        description=f"{len(points)} schools on a map.",
        points=tuple(points),
        centre=centre,
        rings_miles=tuple(rings),
        areas=tuple(_area(one, shades) for one in drawn["areas"]),
        area_names=False,
        palette=Palette(glyph=branding.alliance, selected=branding.accent, spine=branding.spine),
    )


def _area(outline: dict[str, Any], shades: Mapping[str, float | None] | None) -> Area:
    rings = tuple(Ring.of([(float(x), float(y)) for x, y in ring]) for ring in outline["rings"])
    shade = None if shades is None else shades.get(outline["code"])
    return Area(outline["code"], outline["name"], rings, shade)


def reach_shades(frozen: Frozen) -> dict[str, float | None]:
    """Each authority's shade: its place between the smallest and the largest share that is shown."""
    shown = {
        figure.filters["authority"]: float(figure.value)
        for figure in frozen.cut_by("reach", "authority")
        if figure.value is not None
    }
    if not shown:
        return {}
    low, high = min(shown.values()), max(shown.values())
    return {code: (value - low) / (high - low) if high > low else 0.5 for code, value in shown.items()}


def has_cover_map(frozen: Frozen) -> bool:
    """With fewer than five partner schools on the map, the cover goes without one."""
    drawn = frozen.context["map"]
    partners = len(drawn["places"]) + drawn["lead_is_partner"]
    shown = len(map_spec(frozen, title="Partners").within())
    return min(partners, shown) >= FEWEST_ON_COVER


def cover_map(frozen: Frozen) -> SafeString:
    return draw_map(map_spec(frozen, title="Where our partner schools are").at(798, 662), "cover")


def partner_map(frozen: Frozen) -> SafeString:
    return draw_map(map_spec(frozen, title="Where our partner schools are").at(310, 350), "pdf")


def reach_map(frozen: Frozen) -> SafeString:
    spec = map_spec(frozen, title="Partners and share reached", shades=reach_shades(frozen))
    return draw_map(spec.at(310, 350), "pdf")


def branding_of(frozen: Frozen) -> Branding:
    alliance = frozen.context["alliance"]
    return derive(alliance["alliance_colour"], alliance["accent_colour"])
