"""An alliance's two colours, and everything derived from them, as plain hex values.

The alliance colour reaches 7:1 with white and the accent 3:1 on the alliance colour; a colour that does
not is moved until it does, and the result is shown before it is saved. State, focus and chart colours
never change.
"""

from dataclasses import dataclass

from foundation.ui.colour import lightened, mix, towards

WHITE, BLACK = "#ffffff", "#000000"
DARK_SURFACE = "#182124"

DEFAULT_ALLIANCE, DEFAULT_ACCENT = "#0e4f5c", "#e3a72f"


@dataclass(frozen=True)
class Branding:
    """Plain hex values; the ``_dark`` ones are for dark mode."""

    alliance: str
    accent: str
    spine: str
    tint: str
    hover: str
    link_dark: str
    fill_dark: str
    hover_dark: str
    tint_dark: str
    spine_dark: str
    accent_dark: str

    def adjusted(self, alliance: str, accent: str) -> bool:
        """Whether a colour had to be moved from what was asked for."""
        return (self.alliance, self.accent) != (alliance.lower(), accent.lower())


def derive(alliance: str = DEFAULT_ALLIANCE, accent: str = DEFAULT_ACCENT) -> Branding:
    """The whole palette from two colours; ValueError for anything that is not ``#rrggbb``."""
    alliance = towards(alliance.lower(), BLACK, against=WHITE, at_least=7.0)
    accent = towards(accent.lower(), WHITE, against=alliance, at_least=3.0)
    link_dark = lightened(alliance, against=DARK_SURFACE, at_least=8.0)
    return Branding(
        alliance=alliance,
        accent=accent,
        spine=mix(alliance, BLACK, 0.08),
        tint=mix(WHITE, alliance, 0.12),
        hover=mix(alliance, BLACK, 0.20),
        link_dark=link_dark,
        fill_dark=link_dark,
        hover_dark=mix(link_dark, WHITE, 0.3),
        tint_dark=mix(DARK_SURFACE, link_dark, 0.15),
        spine_dark=mix(alliance, BLACK, 0.4),
        accent_dark=mix(accent, WHITE, 0.08),
    )
