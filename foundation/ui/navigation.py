"""What the layouts need to draw themselves, and where it comes from.

The setting ``NAVIGATION`` names a callable ``build(request) -> dict`` that knows the areas, the roles and
the alliances; the design system only knows how they look.
"""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.module_loading import import_string

from foundation.ui.theme import theme_of

LAYOUT_DEFAULTS: dict[str, Any] = {
    "nav": (),
    "nav_bottom": (),
    "nav_settings": (),
    "alliances": (),
    "alliance_name": "",
    "logo_url": "",
    "logo_is_wide": False,
    "branding": None,
    "breadcrumbs": (),
    "year_label": "",
    "term_label": "",
    "member_name": "",
    "member_role": "",
    "support": None,
    "account_menu": (),
    "latest_url": "",
    "notifications_count": 0,
    "notifications_url": "",
    "palette_url": "",
    "recent": "",
    "recents": "",
    "search_url": "",
    "search_value": "",
    "help_url": "",
    "theme": "",
    "theme_url": "",
}


def address(name: str) -> str:
    """The address of a route without arguments; "" where the project has no such route."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def build(request: HttpRequest) -> dict[str, Any]:
    """The layout's context: defaults, the portal's home and sign-out, then what NAVIGATION says."""
    context = {
        **LAYOUT_DEFAULTS,
        "home_url": "/",
        "sign_in_url": address("account_login"),
        "sign_out_url": address("account_logout"),
        "theme": theme_of(request),
        "theme_url": address("set_theme"),
    }
    if path := getattr(settings, "NAVIGATION", ""):
        context.update(import_string(path)(request))
    return context
