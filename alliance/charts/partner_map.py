"""The map of partners: glyphs by phase, the lead school in the middle, rings around it."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings
from django.utils.safestring import SafeString

from alliance.queries.distances import Centre
from alliance.queries.partner_map import Place
from foundation import words
from foundation.maps import COAST_CREDIT, Glyph, MapPoint, MapSpec, draw_map
from foundation.maps.boundaries import load

GLYPHS = {
    "primary": Glyph.CIRCLE,
    "secondary": Glyph.SQUARE,
    "special": Glyph.DIAMOND,
    "other": Glyph.CIRCLE,
    "lead": Glyph.STAR,
}
RINGS = (10, 20)


def glyph_of(place: Place) -> str:
    """The name of a partner's glyph, the same in list, map and key."""
    if place.is_lead:
        return "lead"
    return place.phase_group if place.phase_group in GLYPHS else "other"


def draw_partners(
    places: Sequence[Place],
    centre: Centre | None,
    *,
    base: str,
    width: int,
    height: int,
) -> SafeString:
    """The map as SVG, `width` × `height` px. `base` is what the address of a record begins with."""
    spec = MapSpec(
        title=f"Partners around {centre.name}" if centre else "Partners",
        description=description(places, centre),
        points=tuple(_point(place, base) for place in places),
        centre=(centre.easting, centre.northing) if centre else None,
        rings_miles=RINGS,
        areas=load(Path(settings.DATA_DIR)).areas,
        width=width,
        height=height,
    )
    return draw_map(spec)


def description(places: Sequence[Place], centre: Centre | None) -> str:
    """What somebody who does not see the map is told; the list beside it has every place."""
    said = f"{words.counted(len(places), 'partner')} on the National Grid."
    if centre is None or not places:
        return said
    near = sum(1 for place in places if place.miles is not None and place.miles <= RINGS[0])
    return f"{said} {near:,} within {RINGS[0]} miles of {centre.name}."


def key_of(places: Sequence[Place]) -> list[tuple[str, int]]:
    """How many there are of each glyph, for the map's key; glyphs that do not occur are left out."""
    counts = Counter(glyph_of(place) for place in places)
    return [(phase, counts[phase]) for phase in GLYPHS if counts[phase]]


def credit() -> str:
    """Whose coast or boundaries the map shows."""
    return load(Path(settings.DATA_DIR)).credit or COAST_CREDIT


def _point(place: Place, base: str) -> MapPoint:
    href = f"{base}{place.public_id}/"
    return MapPoint(place.easting, place.northing, GLYPHS[glyph_of(place)], place.name, href)
