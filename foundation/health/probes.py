"""What balancers and monitors ask: /livez and /readyz.

The outermost door: a probe comes by plain HTTP, to a bare address, with no session, and every few seconds. So
it is answered before hosts are checked, requests are redirected to https, sessions are opened and lines are
logged. It is told words and numbers about the portal itself, whoever asks.
"""

import time
from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse

from foundation.health.readiness import Readiness, readiness

ALIVE, READY = "/livez", "/readyz"
READING = ("GET", "HEAD")
KEPT_SECONDS = 1.0
"""Somebody who asks a thousand times a second costs the database one question."""


class Probes:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.looked_at = -KEPT_SECONDS
        self.seen: Readiness | None = None

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info not in (ALIVE, READY):
            return self.get_response(request)
        if request.method not in READING:
            return HttpResponseNotAllowed(READING)
        if request.path_info == ALIVE:
            return _answer(request, {"status": "alive"}, "alive\n", HTTPStatus.OK)
        state = self.look()
        down = state.status == "unavailable"
        status = HTTPStatus.SERVICE_UNAVAILABLE if down else HTTPStatus.OK
        return _answer(request, state.as_json(), state.as_text(), status)

    def look(self) -> Readiness:
        now = time.monotonic()
        if self.seen is None or now - self.looked_at > KEPT_SECONDS:
            self.seen, self.looked_at = readiness(), now
        return self.seen


def _answer(request: HttpRequest, data: dict[str, object], text: str, status: HTTPStatus) -> HttpResponse:
    """JSON, or plain text for whoever prefers that."""
    preferred = request.get_preferred_type(["application/json", "text/plain"])
    if preferred == "text/plain":
        response = HttpResponse(text, content_type="text/plain; charset=utf-8", status=status)
    else:
        response = JsonResponse(data, status=status)
    response["Cache-Control"] = "no-store"
    return response
