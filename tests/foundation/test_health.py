"""What balancers and monitors are told: whether the portal serves, and what is not as it should be."""

import re
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from typing import Any

import psycopg2
import pytest
from django.db import connection, connections
from django.db.models.functions import Now
from django.test import Client
from django.test.utils import CaptureQueriesContext

from foundation.health.horizon import Horizon
from foundation.health.models import Part, Pulse
from foundation.health.pulse import PULSE_SECONDS, Heart, tell
from foundation.health.readiness import LATE_SECONDS, SILENT_SECONDS
from foundation.jobs.models import Job, OutboxEntry
from tests.factories.alliance import AllianceFactory

WELL = {
    "status": "ready",
    "database": "ok",
    "broker": "ok",
    "relay": "ok",
    "worker": "ok",
    "beat": "ok",
    "outbox_lag_seconds": 0,
    "waiting_lag_seconds": 0,
    "feed_lag_seconds": 3,
}


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


def silence(part: Part, seconds: int) -> None:
    Pulse.objects.filter(part=part).update(at=Now() - timedelta(seconds=seconds))


def asked(client: Client, **headers: str) -> tuple[int, dict[str, Any]]:
    answer = client.get("/readyz", headers=headers)
    return answer.status_code, answer.json()


def test_a_portal_that_is_well_says_so_with_its_lags(client: Client, all_alive: None) -> None:
    assert asked(client) == (200, WELL)


def test_whoever_asks_for_text_gets_text(client: Client, all_alive: None) -> None:
    answer = client.get("/readyz", headers={"Accept": "text/plain"})
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.content.decode() == (
        "ready\ndatabase: ok\nbroker: ok\nrelay: ok\nworker: ok\nbeat: ok\n"
        "outbox lag: 0 s\nwaiting lag: 0 s\nfeed lag: 3 s\n"
    )


def test_a_probe_costs_one_query_and_the_next_within_a_second_none(all_alive: None) -> None:
    client = Client()
    with CaptureQueriesContext(connection) as first:
        client.get("/readyz")
    with CaptureQueriesContext(connection) as second:
        client.get("/readyz")
    reading = [query["sql"] for query in first if "foundation_pulse" in query["sql"]]
    assert (len(reading), len(second)) == (1, 0)


def test_without_its_database_the_portal_is_not_ready_and_still_alive(no_database: None) -> None:
    client = Client()
    assert asked(client) == (503, {"status": "unavailable", "database": "unreachable", "broker": "ok"})
    assert client.get("/livez").json() == {"status": "alive"}


def test_without_its_broker_the_portal_serves_people(client: Client, all_alive: None, settings: Any) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    assert asked(client) == (200, WELL | {"status": "degraded", "broker": "unreachable"})


def test_a_process_that_was_never_there_is_missing(client: Client, db: None) -> None:
    told = {"relay": "missing", "worker": "missing", "beat": "missing", "feed_lag_seconds": None}
    assert asked(client) == (200, WELL | told | {"status": "degraded"})


@pytest.mark.parametrize("part", Part)
def test_a_process_that_fell_silent_is_named(client: Client, all_alive: None, part: Part) -> None:
    silence(part, SILENT_SECONDS + 30)
    told = asked(client)[1]
    assert told["status"] == "degraded"
    assert re.fullmatch(r"silent for 7[567] s", told[part.value])


def test_the_freshest_of_two_workers_counts(client: Client, all_alive: None) -> None:
    silence(Part.WORKER, 600)
    Pulse.objects.create(part=Part.WORKER, instance="another:1")
    assert asked(client) == (200, WELL)


def test_what_the_relay_knew_before_it_fell_silent_is_not_told_as_if_it_were_so_now(
    client: Client, all_alive: None
) -> None:
    silence(Part.RELAY, SILENT_SECONDS + 30)
    assert asked(client)[1]["feed_lag_seconds"] is None


@pytest.mark.parametrize("published", [False, True], ids=["outbox", "waiting"])
def test_work_that_waits_too_long_is_told(client: Client, all_alive: None, published: bool) -> None:
    name = "waiting" if published else "outbox"
    since = Now() - timedelta(seconds=LATE_SECONDS[name] + 60)
    job = Job.objects.create(kind="any", alliance=AllianceFactory(), queued_at=since, not_before=since)
    OutboxEntry.objects.create(job=job, due_at=since, published_at=Now() if published else None)
    told = asked(client)[1]
    assert (told["status"], told[f"{name}_lag_seconds"] // 60) == ("degraded", LATE_SECONDS[name] // 60 + 1)


def test_a_database_without_our_tables_is_told_apart_from_one_out_of_reach(
    transactional_db: None,
) -> None:
    settings = connections["default"].settings_dict
    name = settings["NAME"]
    connection.close()
    settings["NAME"] = "postgres"
    try:
        assert asked(Client())[1]["database"] == "not migrated"
    finally:
        connection.close()
        settings["NAME"] = name


@pytest.mark.parametrize("path", ["/livez", "/readyz"])
def test_a_probe_by_plain_http_to_a_bare_address_is_answered_and_gets_no_cookie(
    all_alive: None, settings: Any, path: str
) -> None:
    settings.SECURE_SSL_REDIRECT = True
    settings.ALLOWED_HOSTS = ["portal.example.org"]
    answer = Client().get(path, headers={"Host": "10.0.0.7:8000"})
    assert (answer.status_code, dict(answer.cookies)) == (200, {})
    assert Client().get("/account/login/", headers={"Host": "portal.example.org"}).status_code == 301


def test_a_probe_reads_and_nothing_else(client: Client, db: None) -> None:
    assert [client.post(path).status_code for path in ("/livez", "/readyz")] == [405, 405]


def test_a_heart_that_beats_often_tells_now_and_again(db: None) -> None:
    heart = Heart(Part.RELAY)
    heart.beat(feed_lag=1)
    heart.beat(feed_lag=2)
    assert Pulse.objects.values_list("part", "feed_lag_seconds").get() == ("relay", 1)
    heart.told_at -= PULSE_SECONDS
    heart.beat(feed_lag=2)
    assert Pulse.objects.values_list("part", "feed_lag_seconds").get() == ("relay", 2)


def test_a_heart_goes_on_while_the_database_is_away(no_database: None) -> None:
    heart = Heart(Part.BEAT)
    heart.beat()
    assert heart.told_at > 0


def test_the_feed_is_as_late_as_the_moment_since_which_something_has_been_running() -> None:
    horizon = Horizon()
    assert horizon._lag(100.0, 50, 50) == 0  # nothing is running
    assert horizon._lag(102.0, 50, 53) == 0  # 50 is, since about now
    assert horizon._lag(130.0, 50, 70) == 28
    assert horizon._lag(140.0, 60, 75) == 10  # 50 to 59 have ended; 60 began between the last two looks
    assert horizon._lag(150.0, 75, 75) == 0


def test_a_transaction_left_open_by_another_role_holds_the_feed_back(
    transactional_db: None, settings: Any
) -> None:
    owner = settings.DATABASE_OWNER
    horizon = Horizon()
    with closing(
        psycopg2.connect(
            host=owner["HOST"],
            port=owner["PORT"] or None,
            user=owner["USER"],
            password=owner["PASSWORD"],
            dbname=connection.settings_dict["NAME"],
        )
    ) as other:
        other.cursor().execute("SELECT pg_current_xact_id()")
        tell(Part.BEAT)  # committed after the other began, so the feed cannot tell it yet
        first = horizon.lag()
        horizon._passed[0] = (horizon._passed[0][0] - 30, horizon._passed[0][1])
        assert first == pytest.approx(0, abs=0.1)
        assert horizon.lag() == pytest.approx(30, abs=0.5)
