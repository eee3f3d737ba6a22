"""Arithmetic of colours: WCAG contrast and mixing, on plain ``#rrggbb`` strings."""

import colorsys

MUTED = 0.7
"""A saturated colour glows on a dark ground; this much of the saturation is kept."""

RGB = tuple[float, float, float]


def parse(colour: str) -> RGB:
    """``#rrggbb`` as three numbers from 0 to 255; ValueError for anything else."""
    if len(colour) != 7 or not colour.startswith("#"):
        raise ValueError(f"{colour!r} is not a colour such as #0e4f5c")
    red, green, blue = (int(colour[start : start + 2], 16) for start in (1, 3, 5))
    return float(red), float(green), float(blue)


def mix(colour: str, other: str, share: float) -> str:
    """``colour`` with ``share`` (0 to 1) of ``other`` mixed in."""
    pairs = zip(parse(colour), parse(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it, 0 (black) to 1 (white)."""

    def linear(channel: float) -> float:
        part = channel / 255
        return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)

    red, green, blue = (linear(channel) for channel in parse(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(colour: str, other: str) -> float:
    """The WCAG contrast ratio, 1 to 21."""
    dark, light = sorted((luminance(colour), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def towards(colour: str, other: str, *, against: str, at_least: float) -> str:
    """``colour`` moved towards ``other`` just far enough to reach the ratio ``at_least``; else ``other``."""
    for step in range(101):
        candidate = mix(colour, other, step / 100)
        if contrast(candidate, against) >= at_least:
            return candidate
    return other


def lightened(colour: str, *, against: str, at_least: float) -> str:
    """The same hue, raised in lightness just far enough to reach the ratio ``at_least``; else white."""
    hue, lightness, saturation = colorsys.rgb_to_hls(*(channel / 255 for channel in parse(colour)))
    for step in range(101):
        raised = lightness + (1 - lightness) * step / 100
        rgb = colorsys.hls_to_rgb(hue, raised, saturation * MUTED)
        candidate = "#" + "".join(f"{round(channel * 255):02x}" for channel in rgb)
        if contrast(candidate, against) >= at_least:
            return candidate
    return "#ffffff"
