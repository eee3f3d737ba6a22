"""Whose a page is that stands outside the portal's own frame."""

from typing import Any

from alliance.emails.sender import branding_of
from alliance.models import Alliance
from alliance.queries.logos import logo_url


def face_of(alliance: Alliance) -> dict[str, Any]:
    """Name, colours and logo, for somebody who may never have seen the portal."""
    return {
        "alliance_name": alliance.name,
        "branding": branding_of(alliance.alliance_colour, alliance.accent_colour),
        "logo_url": logo_url(alliance.logo),
        "logo_is_wide": alliance.logo_is_wide,
    }
