"""The portal with addresses that fail in every way there is."""

from typing import Any

from django.core.exceptions import BadRequest
from django.db import OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.urls import path

from foundation.access import public
from tsa_portal.urls import (  # noqa: F401  # Django looks for the handlers in the root of the addresses
    handler400,
    handler403,
    handler404,
    handler429,
    handler500,
)
from tsa_portal.urls import urlpatterns as portal


@public("only in tests")
def failing(request: HttpRequest, what: str, **_: Any) -> HttpResponse:
    if what == "bad":
        raise BadRequest("cut off")
    if what == "broken":
        raise ZeroDivisionError
    if what == "broken-in-the-database":
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 / 0")
    if what == "down":
        raise OperationalError("connection refused")
    return HttpResponse(request.POST.get("text", ""))


urlpatterns = [
    path("fail/<slug:what>/", failing),
    path("a/<slug:slug>/fail/<slug:what>/", failing),
    path("api/fail/<slug:what>/", failing),
    *portal,
]
