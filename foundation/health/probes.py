"""What balancers and monitors ask: /livez and /readyz, and /metrics where it is switched on.

The outermost door: a probe comes by plain HTTP, to a bare address, with no session, and every few seconds. So
it is answered before hosts are checked, requests are redirected to https, sessions are opened and lines are
logged. It is told words and numbers about the portal itself, whoever asks; figures only with the token.
"""

import time
from collections.abc import Callable
from http import HTTPStatus
from importlib.util import find_spec

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse

from foundation.health.readiness import Readiness, readiness

ALIVE, READY, METRICS = "/livez", "/readyz", "/metrics"
METRICS_PACKAGE = "prometheus_client"
READING = ("GET", "HEAD")
KEPT_SECONDS = 1.0
"""Somebody who asks a thousand times a second costs the database one question."""


class Probes:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.looked_at = -KEPT_SECONDS
        self.seen: Readiness | None = None

    def __call__(self, request: HttpRequest) -> HttpResponse:
        known = (ALIVE, READY, METRICS) if metrics_wanted() and metrics_possible() else (ALIVE, READY)
        if request.path_info not in known:
            return self.get_response(request)
        if request.method not in READING:
            return HttpResponseNotAllowed(READING)
        if request.path_info == ALIVE:
            return _answer(request, {"status": "alive"}, "alive\n", HTTPStatus.OK)
        if request.path_info == METRICS:
            return self.figures(request)
        state = self.look()
        down = state.status == "unavailable"
        status = HTTPStatus.SERVICE_UNAVAILABLE if down else HTTPStatus.OK
        return _answer(request, state.as_json(), state.as_text(), status)

    def figures(self, request: HttpRequest) -> HttpResponse:
        from foundation.health import metrics  # its package is an extra, not there everywhere

        return metrics.answer(request, self.look())

    def look(self) -> Readiness:
        now = time.monotonic()
        if self.seen is None or now - self.looked_at > KEPT_SECONDS:
            self.seen, self.looked_at = readiness(), now
        return self.seen


def metrics_wanted() -> bool:
    return bool(settings.METRICS_TOKEN)


def metrics_possible() -> bool:
    return find_spec(METRICS_PACKAGE) is not None


def _answer(request: HttpRequest, data: dict[str, object], text: str, status: HTTPStatus) -> HttpResponse:
    """JSON, or plain text for whoever prefers that."""
    preferred = request.get_preferred_type(["application/json", "text/plain"])
    if preferred == "text/plain":
        response = HttpResponse(text, content_type="text/plain; charset=utf-8", status=status)
    else:
        response = JsonResponse(data, status=status)
    response["Cache-Control"] = "no-store"
    return response
