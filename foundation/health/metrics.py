"""Figures for a Prometheus server, off unless TSA_METRICS_TOKEN is set (docs/operations.md).

They are read from the database when somebody asks, so that every web process tells the same: words from the
code and numbers, of all alliances together. Needs the extra `metrics`, so only `probes` imports this, late.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from http import HTTPStatus

from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.exposition import choose_encoder
from prometheus_client.registry import Collector

from foundation.health.readiness import OK, Readiness, moment
from foundation.jobs.models import Job, JobState

REALM = 'Bearer realm="TSA Portal metrics"'
UNKNOWN = "This token is not known. Send `Authorization: Bearer …` with what TSA_METRICS_TOKEN says.\n"

Numbers = Mapping[tuple[str, ...], int]
"""Each under the values of its labels."""


@dataclass(frozen=True)
class Figures(Collector):
    """What nobody can tell just now has no line: a figure that is missing is not nought."""

    state: Readiness
    jobs: Numbers

    def collect(self) -> Iterator[GaugeMetricFamily]:
        yield _gauge(
            "part_ok",
            "1 where this part of the portal is as it should be.",
            ["part"],
            {(part,): int(word == OK) for part, word in self.state.parts.items()},
        )
        yield _gauge(
            "pulse_age_seconds",
            "Since the freshest process of this part last said that it lives.",
            ["part"],
            {(part,): silent for part, silent in self.state.silent.items()},
        )
        yield _gauge(
            "lag_seconds",
            "How late: the oldest job not yet told to the queue, the oldest no worker took, the change feed.",
            ["of"],
            {(name,): lag for name, lag in self.state.lags.items() if lag is not None},
        )
        untold = self.state.untold
        yield _gauge(
            "outbox_entries",
            "Jobs that are due and not yet told to the queue.",
            [],
            {} if untold is None else {(): untold},
        )
        yield _gauge("jobs", "Jobs that are kept, by kind and state.", ["kind", "state"], self.jobs)


def answer(request: HttpRequest, state: Readiness) -> HttpResponse:
    """The figures, in the format the server prefers, to whoever holds the token."""
    if not _holds_token(request):
        return HttpResponse(
            UNKNOWN,
            content_type="text/plain; charset=utf-8",
            status=HTTPStatus.UNAUTHORIZED,
            headers={"WWW-Authenticate": REALM, "Cache-Control": "no-store"},
        )
    encode, content_type = choose_encoder(request.headers.get("Accept", ""))
    figures = Figures(state, jobs_by_kind_and_state() if state.parts["database"] == OK else {})
    return HttpResponse(encode(figures), content_type=content_type, headers={"Cache-Control": "no-store"})


def jobs_by_kind_and_state() -> Numbers:
    """How many there are, nought for the other states of a kind; of none where the database does not tell."""
    try:
        with moment():
            counted = Job.objects.values_list("kind", "state").annotate(number=Count("pk")).order_by("kind")
            numbers = {(kind, state): number for kind, state, number in counted}
    except (DatabaseError, InterfaceError):
        connection.close()
        return {}
    kinds = dict.fromkeys(kind for kind, _ in numbers)
    return {(kind, state.value): numbers.get((kind, state.value), 0) for kind in kinds for state in JobState}


def _holds_token(request: HttpRequest) -> bool:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return scheme.lower() == "bearer" and constant_time_compare(token.strip(), settings.METRICS_TOKEN)


def _gauge(name: str, what: str, labels: list[str], numbers: Numbers) -> GaugeMetricFamily:
    gauge = GaugeMetricFamily(f"tsa_portal_{name}", what, labels=labels)
    for values, number in numbers.items():
        gauge.add_metric(list(values), number)
    return gauge
