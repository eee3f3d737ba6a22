"""What a Prometheus server is told at /metrics: figures of the portal, to whoever holds the token."""

import re
import sys
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, connections
from django.db.models.functions import Now
from django.test import Client
from django.test.utils import CaptureQueriesContext

from foundation.health.models import Part, Pulse
from foundation.health.pulse import tell
from foundation.jobs.models import Job, JobState, OutboxEntry
from tests.factories.alliance import AllianceFactory, UserFactory
from tsa_portal.doctor.findings import ok, warn
from tsa_portal.doctor.portal import figures

TOKEN = "a-token-of-the-tests"
HOLDER = {"Authorization": f"Bearer {TOKEN}"}
NOUGHT = {state.value: 0 for state in JobState}


@pytest.fixture
def switched_on(settings: Any) -> None:
    settings.METRICS_TOKEN = TOKEN


@pytest.fixture
def all_alive(db: None) -> None:
    tell(Part.WORKER)
    tell(Part.BEAT)
    tell(Part.RELAY, feed_lag=3.9)


@pytest.fixture
def no_database(transactional_db: None) -> Iterator[None]:
    """The server has gone: nothing listens any more."""
    connection.close()
    settings = connections["default"].settings_dict
    host = settings["HOST"]
    settings["HOST"] = "/nowhere"
    yield
    connection.close()
    settings["HOST"] = host


def told(client: Client) -> list[str]:
    """The lines with a figure."""
    answer = client.get("/metrics", headers=HOLDER)
    assert answer.status_code == 200
    return [line for line in answer.content.decode().splitlines() if not line.startswith("#")]


def about(name: str, lines: list[str]) -> list[str]:
    return [line for line in lines if re.match(rf"tsa_portal_{name}[{{ ]", line)]


def jobs_lines(kind: str, numbers: dict[str, int]) -> list[str]:
    return [
        f'tsa_portal_jobs{{kind="{kind}",state="{state}"}} {float(number)}'
        for state, number in (NOUGHT | numbers).items()
    ]


def some_jobs(number: int) -> None:
    """Of each of two alliances: `number` waiting to be told since two minutes, one failed, one for later."""
    since = Now() - timedelta(seconds=120)
    for alliance in (AllianceFactory(name="Hidden Hills"), AllianceFactory(name="Secret Shires")):
        person = UserFactory(email=f"somebody@{alliance.pk}.example")
        for nth in range(number):
            job = Job.objects.create(
                kind="draw", alliance=alliance, subject=f"subject-{nth}", requested_by=person, worker="host:1"
            )
            OutboxEntry.objects.create(job=job, due_at=since)
        ended = Job.objects.create(
            kind="forget", alliance=alliance, state=JobState.FAILED, finished_at=Now(), requested_by=person
        )
        OutboxEntry.objects.create(job=ended, published_at=Now())
        later = Job.objects.create(kind="forget", alliance=alliance, not_before=Now() + timedelta(hours=1))
        OutboxEntry.objects.create(job=later, due_at=Now() + timedelta(hours=1))


def test_unless_a_token_is_set_there_is_no_such_address(client: Client, all_alive: None) -> None:
    statuses = [client.get("/metrics", headers=headers).status_code for headers in ({}, HOLDER)]
    assert statuses == [404, 404]
    assert client.get("/metrics", headers={"Authorization": "Bearer "}).status_code == 404


def test_where_its_package_is_not_there_there_is_no_such_address_and_doctor_says_why(
    client: Client, all_alive: None, switched_on: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert list(figures()) == [ok("Figures for Prometheus are at /metrics")]
    monkeypatch.setitem(sys.modules, "prometheus_client", None)
    assert client.get("/metrics", headers=HOLDER).status_code == 404
    assert list(figures()) == [
        warn(
            "TSA_METRICS_TOKEN is set, but /metrics needs a package that is not there",
            "uv pip install 'prometheus-client>=0.22'",
        )
    ]


def test_doctor_does_not_speak_of_metrics_that_nobody_asked_for() -> None:
    assert list(figures()) == []


@pytest.mark.parametrize(
    "authorization",
    [None, "", "Bearer", "Bearer ", f"Basic {TOKEN}", TOKEN, f"Bearer {TOKEN}x", "Bearer ä"],
)
def test_without_the_token_nothing_is_told(
    client: Client, all_alive: None, switched_on: None, authorization: str | None
) -> None:
    answer = client.get("/metrics", headers={} if authorization is None else {"Authorization": authorization})
    assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (
        401,
        'Bearer realm="TSA Portal metrics"',
    )
    assert answer.content.decode() == (
        "This token is not known. Send `Authorization: Bearer …` with what TSA_METRICS_TOKEN says.\n"
    )


def test_a_portal_that_is_well_tells_its_figures(client: Client, all_alive: None, switched_on: None) -> None:
    Pulse.objects.create(part=Part.WORKER, instance="another:1", at=Now() - timedelta(seconds=600))
    lines = told(client)
    ages = dict(line.rsplit(" ", 1) for line in about("pulse_age_seconds", lines))
    assert list(ages) == [
        f'tsa_portal_pulse_age_seconds{{part="{part}"}}' for part in ("relay", "worker", "beat")
    ]
    assert max(map(float, ages.values())) < 45  # the freshest of two workers counts
    assert [line for line in lines if line.rsplit(" ", 1)[0] not in ages] == [
        'tsa_portal_part_ok{part="database"} 1.0',
        'tsa_portal_part_ok{part="broker"} 1.0',
        'tsa_portal_part_ok{part="relay"} 1.0',
        'tsa_portal_part_ok{part="worker"} 1.0',
        'tsa_portal_part_ok{part="beat"} 1.0',
        'tsa_portal_lag_seconds{of="outbox"} 0.0',
        'tsa_portal_lag_seconds{of="waiting"} 0.0',
        'tsa_portal_lag_seconds{of="feed"} 3.0',
        "tsa_portal_outbox_entries 0.0",
    ]


def test_jobs_are_counted_by_kind_and_state_over_all_alliances(
    client: Client, all_alive: None, switched_on: None
) -> None:
    some_jobs(3)
    lines = told(client)
    assert about("jobs", lines) == [
        *jobs_lines("draw", {"queued": 6}),
        *jobs_lines("forget", {"queued": 2, "failed": 2}),
    ]
    assert about("outbox_entries", lines) == ["tsa_portal_outbox_entries 6.0"]
    oldest = float(about("lag_seconds", lines)[0].removeprefix('tsa_portal_lag_seconds{of="outbox"} '))
    assert oldest // 10 == 12


def test_a_process_that_fell_silent_shows_by_its_age_and_one_never_seen_has_none(
    client: Client, db: None, switched_on: None
) -> None:
    tell(Part.BEAT)
    Pulse.objects.update(at=Now() - timedelta(seconds=300))
    lines = told(client)
    assert about("part_ok", lines)[2:] == [
        'tsa_portal_part_ok{part="relay"} 0.0',
        'tsa_portal_part_ok{part="worker"} 0.0',
        'tsa_portal_part_ok{part="beat"} 0.0',
    ]
    (beat,) = about("pulse_age_seconds", lines)
    assert re.fullmatch(r'tsa_portal_pulse_age_seconds\{part="beat"\} 30[0-5]\.0', beat)
    assert not [line for line in lines if 'of="feed"' in line]


def test_without_its_database_the_portal_tells_that_and_no_figure_it_cannot_know(
    no_database: None, switched_on: None
) -> None:
    assert told(Client()) == [
        'tsa_portal_part_ok{part="database"} 0.0',
        'tsa_portal_part_ok{part="broker"} 1.0',
    ]


def test_no_figure_tells_of_a_person_or_an_alliance(
    client: Client, all_alive: None, switched_on: None
) -> None:
    some_jobs(1)
    text = client.get("/metrics", headers=HOLDER).content.decode()
    assert set(re.findall(r'(\w+)="', text)) == {"part", "of", "kind", "state"}
    for leak in ("Hidden", "Secret", "somebody", "subject-0", "host:1"):
        assert leak not in text


@pytest.mark.parametrize("number", [1, 3])
def test_a_scrape_reads_twice_however_many_jobs_there_are(
    all_alive: None, switched_on: None, number: int
) -> None:
    some_jobs(number)
    client = Client()
    with CaptureQueriesContext(connection) as seen:
        told(client)
    assert len([query for query in seen if "FROM" in query["sql"].upper()]) == 2


def test_the_text_is_of_the_format_that_the_server_prefers(
    client: Client, all_alive: None, switched_on: None
) -> None:
    plain = client.get("/metrics", headers=HOLDER)
    modern = client.get("/metrics", headers=HOLDER | {"Accept": "application/openmetrics-text;version=1.0.0"})
    assert plain.headers["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8"
    assert plain.headers["Cache-Control"] == "no-store"
    assert b"# TYPE tsa_portal_jobs gauge\n" in plain.content
    assert modern.headers["Content-Type"].startswith("application/openmetrics-text; version=1.0.0")
    assert modern.content.endswith(b"# EOF\n")


def test_a_scrape_by_plain_http_is_answered_without_a_cookie_and_only_reads(
    all_alive: None, switched_on: None, settings: Any
) -> None:
    settings.SECURE_SSL_REDIRECT = True
    settings.ALLOWED_HOSTS = ["portal.example.org"]
    answer = Client().get("/metrics", headers=HOLDER | {"Host": "10.0.0.7:8000"})
    assert (answer.status_code, dict(answer.cookies)) == (200, {})
    assert Client().post("/metrics", headers=HOLDER).status_code == 405
