"""The three dresses of a map: on a page, in a PDF, and on the dark cover of a report."""

from dataclasses import dataclass

from foundation.charts.theme import PDF_FONTS
from foundation.maps.spec import Palette

SHADE_COLOURS = ("#e6edf4", "#d5e1ec", "#c5d5e3", "#b5cadc", "#a6c0d5")


@dataclass(frozen=True, slots=True)
class MapTheme:
    """Colours, and sizes in px. ``links`` and ``titles`` only make sense where a pointer can reach them."""

    name: str
    sea: str
    land: str
    border: str
    ring: str
    label: str
    glyph: str
    halo: str
    star: str
    selected: str
    font: str
    text: float
    radius: float
    links: bool
    fade: float = 0  # px at the top over which the land comes out of the sea
    shades: tuple[str, ...] = SHADE_COLOURS  # none: areas are drawn as plain land


def page(palette: Palette) -> MapTheme:
    """White land and tinted sea; the page's stylesheet may restyle every part by its class."""
    return MapTheme(
        name="page",
        sea="#dce6e8",
        land="#ffffff",
        border="#bccacd",
        ring="#74838a",
        label="#4b5961",
        glyph=palette.glyph,
        halo="#ffffff",
        star="#16232a",
        selected=palette.selected,
        font="",
        text=11.5,
        radius=4.5,
        links=True,
    )


def pdf(palette: Palette) -> MapTheme:
    """As on a page, quieter, with the font named."""
    return MapTheme(
        name="pdf",
        sea="#edf2f2",
        land="#ffffff",
        border="#9fb2b8",
        ring="#74838a",
        label="#3d4950",
        glyph=palette.glyph,
        halo="#ffffff",
        star="#16232a",
        selected=palette.selected,
        font=PDF_FONTS,
        text=10.5,
        radius=4.25,
        links=False,
    )


def cover(palette: Palette) -> MapTheme:
    """White marks on the alliance's spine colour, the lead in its accent."""
    spine = palette.spine
    return MapTheme(
        name="cover",
        sea=spine,
        land=mix(spine, "#ffffff", 0.055),
        border=mix(spine, "#ffffff", 0.2),
        ring=mix(spine, "#ffffff", 0.6),
        label=mix(spine, "#ffffff", 0.78),
        glyph="#ffffff",
        halo=mix(spine, "#000000", 0.15),
        star=palette.selected,
        selected=palette.selected,
        font=PDF_FONTS,
        text=13,
        radius=5.75,
        links=False,
        fade=40,
        shades=(),
    )


def mix(colour: str, other: str, share: float) -> str:
    """``colour`` with ``share`` (0 to 1) of ``other`` in it; both are ``#rrggbb``."""
    pairs = zip(_channels(colour), _channels(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def _channels(colour: str) -> tuple[int, int, int]:
    red, green, blue = (int(colour[start : start + 2], 16) for start in (1, 3, 5))
    return red, green, blue
