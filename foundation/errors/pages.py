"""Draws a page about an error: around it the navigation where somebody is signed in to an alliance, else
standing alone. What broke may be what navigation needs, so pages about our own faults are drawn without it.
"""

from typing import Any

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from foundation.api.problems import problem_response, request_id
from foundation.ui import context as layout
from foundation.ui.theme import COOKIE, Theme

API = "/api/"
APP, ALONE = "layout/app.html", "layout/public.html"


def error_page(
    request: HttpRequest, template: str, status: int, context: dict[str, Any] | None = None
) -> HttpResponse:
    """The page inside its layout; standing alone where the layout itself cannot be drawn."""
    try:
        around = {"error_layout": APP if layout.layout(request)["nav"] else ALONE}
        body = render_to_string(template, {**around, **(context or {})}, request)
    except DatabaseError:
        return standing_alone(request, template, status, context)
    return HttpResponse(body, status=status)


def standing_alone(
    request: HttpRequest, template: str, status: int, context: dict[str, Any] | None = None
) -> HttpResponse:
    """The page without navigation, session or database."""
    theme = request.COOKIES.get(COOKIE, "")
    known = {
        "theme": theme if theme in {Theme.LIGHT, Theme.DARK} else "",
        "request_id": request_id(),
        **(context or {}),
    }
    return HttpResponse(render_to_string(template, known), status=status)


def as_problem(request: HttpRequest, status: int, code: str, detail: str) -> HttpResponse | None:
    """The answer to a program, which reads no pages; None where a person asks."""
    return problem_response(status, code, detail) if request.path.startswith(API) else None
