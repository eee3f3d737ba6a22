"""Gives a page to refusals that come as a bare status."""

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse

from foundation.errors.pages import API
from foundation.errors.views import not_allowed


class ErrorPages:
    """An address opened by hand that only takes what a button sends answers with a page, not with nothing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        bare = response.status_code == HTTPStatus.METHOD_NOT_ALLOWED and not response.content
        if not bare or request.path.startswith(API):
            return response
        page = not_allowed(request)
        page["Allow"] = response["Allow"]
        return page
