"""Where a prospect lies among the partners: its mark stands out, rings lie around the lead school."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings
from django.utils.safestring import SafeString

from alliance.charts.partner_map import GLYPHS, RINGS
from alliance.logic.growth.cohesion import Cohesion
from alliance.queries.distances import Centre
from alliance.queries.growth.record import Neighbour, ProspectRecord
from foundation.maps import MapPoint, MapSpec, draw_map
from foundation.maps.boundaries import load


def draw_prospect(record: ProspectRecord, *, base: str, width: int, height: int) -> SafeString:
    """The map as SVG. `base` is what the address of a partner's record begins with; "" links to none."""
    centre = Centre.of(record.lead)
    spec = MapSpec(
        title=f"{record.prospect.name} among the partners",
        description=f"{record.prospect.name} is marked. {distance_words(record.cohesion)}",
        points=(*(_point(partner, base) for partner in record.named), *_here(record)),
        centre=(centre.easting, centre.northing) if centre else None,
        rings_miles=RINGS,
        areas=load(Path(settings.DATA_DIR)).areas,
        width=width,
        height=height,
    )
    return draw_map(spec)


def phases_of(record: ProspectRecord) -> list[tuple[str, int]]:
    """How many partners of each glyph there are, for the map's key."""
    counts = Counter(
        "lead" if partner.is_lead else _phase(partner.phase_group) for partner in record.partners
    )
    return [(phase, counts[phase]) for phase in GLYPHS if counts[phase]]


def distance_words(measured: Cohesion | None) -> str:
    """Typical distance between partner schools: 14.2 km now, 14.6 km with it."""
    if measured is None or measured.after is None:
        return "Typical distance is not known."
    if measured.before is None:
        return f"Typical distance between partner schools with it: {measured.after:.1f} km."
    return (
        f"Typical distance between partner schools: {measured.before:.1f} km now, "
        f"{measured.after:.1f} km with it."
    )


def _here(record: ProspectRecord) -> Sequence[MapPoint]:
    if record.place is None or record.prospect.school is None:
        return ()
    glyph = GLYPHS[_phase(record.prospect.school.phase_group)]
    return (MapPoint(*record.place, glyph, record.prospect.name, selected=True),)


def _point(partner: Neighbour, base: str) -> MapPoint:
    glyph = GLYPHS["lead" if partner.is_lead else _phase(partner.phase_group)]
    return MapPoint(*partner.place, glyph, partner.name, f"{base}{partner.public_id}/" if base else "")


def _phase(phase_group: str) -> str:
    return phase_group if phase_group in GLYPHS else "other"
