"""Light, dark, or as the device is set: a person's choice, and where it is remembered.

Signed in it is kept with the person, so that it follows them to every device; before that in a cookie of the
browser. The server writes it on the page, so nothing flashes and no script is needed.
"""

from typing import Any

from django.db.models import TextChoices
from django.http import HttpRequest, HttpResponse

COOKIE = "tsa_theme"
COOKIE_SECONDS = 365 * 24 * 60 * 60


class Theme(TextChoices):
    """The colours that pages are shown in. Paper is always light."""

    SYSTEM = "system", "System"
    LIGHT = "light", "Light"
    DARK = "dark", "Dark"


def theme_of(request: HttpRequest) -> str:
    """The choice in force for this request; "" where the device decides."""
    user: Any = getattr(request, "user", None)
    signed_in = user is not None and user.is_authenticated
    chosen = user.theme if signed_in else request.COOKIES.get(COOKIE, "")
    return chosen if chosen in {Theme.LIGHT, Theme.DARK} else ""


def remember(response: HttpResponse, theme: Theme, *, secure: bool) -> None:
    """Keep the choice in this browser too, for the pages before log-in."""
    if theme == Theme.SYSTEM:
        response.delete_cookie(COOKIE, samesite="Lax")
    else:
        response.set_cookie(
            COOKIE, theme, max_age=COOKIE_SECONDS, secure=secure, httponly=True, samesite="Lax"
        )
