"""Headers that no package of ours sets."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse


class KeepToOwnPages:
    """Pages of other sites may not embed what the portal answers, pictures and downloads included."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response
