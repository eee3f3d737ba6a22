"""Maps drawn on the server on the British National Grid: no tile server, no request, the same in page and
PDF.

>>> place = MapPoint(447161, 531473, Glyph.CIRCLE, "Saltscar Academy")
>>> spec = MapSpec(title="Where we are", description="Sixty places", points=(place,))
>>> draw_map(spec)             # a page, with titles and links
>>> draw_map(spec, "pdf")      # a figure of a document
>>> draw_map(spec, "cover")    # white on the spine colour, for a report's cover
"""

from foundation.maps.boundaries import OGL_CREDIT, Boundaries
from foundation.maps.draw import FEWEST_ON_COVER, draw_map
from foundation.maps.spec import Area, Glyph, MapPoint, MapSpec, Palette, rings_for

COAST_CREDIT = "Coast: Natural Earth."

__all__ = [
    "COAST_CREDIT",
    "FEWEST_ON_COVER",
    "OGL_CREDIT",
    "Area",
    "Boundaries",
    "Glyph",
    "MapPoint",
    "MapSpec",
    "Palette",
    "draw_map",
    "rings_for",
]
