"""In whose name an alliance's letters come."""

from functools import lru_cache

from alliance.models import Alliance
from alliance.queries.logos import logo_content
from foundation.emails.letter import Sender
from foundation.ui.branding import derive

branding_of = lru_cache(maxsize=1024)(derive)


def sender_of(alliance: Alliance) -> Sender:
    """Its name, colours and logo, and where answers go."""
    return Sender(
        name=alliance.name,
        branding=branding_of(alliance.alliance_colour, alliance.accent_colour),
        logo=logo_content(alliance.logo),
        reply_to=alliance.reply_to,
    )
