"""The context processor that feeds the layouts."""

from typing import Any

from django.http import HttpRequest

from foundation.ui import navigation

CACHE = "_layout_context"


def layout(request: HttpRequest) -> dict[str, Any]:
    """Navigation, branding and member for the layouts; built once a request."""
    if not hasattr(request, CACHE):
        setattr(request, CACHE, navigation.build(request))
    built: dict[str, Any] = getattr(request, CACHE)
    return built
