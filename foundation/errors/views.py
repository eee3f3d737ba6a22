"""The handlers that Django and allauth call when a request fails; named in `tsa_portal/urls.py` and settings.

Under `/api/` programs ask: there the answer is a problem, told by the API's own entry.
"""

import sys
from http import HTTPStatus

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse

from foundation.errors.pages import as_problem, error_page, standing_alone

TOO_MUCH = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)
OUT_OF_REACH = (OperationalError, InterfaceError)
RETRY_SECONDS = 30
LIMIT_SECONDS = 300
"""The longest that a limit on attempts lasts (ACCOUNT_RATE_LIMITS)."""


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What cannot be read: 400, or 413 where it is too much."""
    if isinstance(exception, TOO_MUCH):
        return error_page(request, "413.html", HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    return error_page(request, "400.html", HTTPStatus.BAD_REQUEST)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return error_page(request, "404.html", HTTPStatus.NOT_FOUND)


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose token does not fit this browser's (CSRF): mostly a page that was open for too long."""
    return error_page(request, "403_csrf.html", HTTPStatus.FORBIDDEN)


def not_allowed(request: HttpRequest) -> HttpResponse:
    """An address that only takes what a button sends."""
    return error_page(request, "405.html", HTTPStatus.METHOD_NOT_ALLOWED)


def too_many(request: HttpRequest) -> HttpResponse:
    response = error_page(request, "429.html", HTTPStatus.TOO_MANY_REQUESTS)
    response["Retry-After"] = str(LIMIT_SECONDS)
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """Our fault: 503 while the database cannot be reached, else 500; neither asks the database."""
    if isinstance(sys.exc_info()[1], OUT_OF_REACH):
        return unavailable(request)
    sentence = "Something went wrong on our side. Tell us the request id if it happens again."
    problem = as_problem(request, HTTPStatus.INTERNAL_SERVER_ERROR, "error", sentence)
    return problem or standing_alone(request, "500.html", HTTPStatus.INTERNAL_SERVER_ERROR)


def unavailable(request: HttpRequest) -> HttpResponse:
    """The portal cannot work for the moment, and is told to be asked again."""
    sentence = "The portal cannot reach its database for the moment."
    problem = as_problem(request, HTTPStatus.SERVICE_UNAVAILABLE, "unavailable", sentence)
    response = problem or standing_alone(request, "503.html", HTTPStatus.SERVICE_UNAVAILABLE)
    response["Retry-After"] = str(RETRY_SECONDS)
    return response
