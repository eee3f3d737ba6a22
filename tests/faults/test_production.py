"""The services of docker-compose.yml on servers of their own, which are then taken away from them."""

import http.client
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from typing import Any
from urllib.parse import urlencode

import psycopg2
import pytest

from tests.faults.conftest import eventually
from tests.faults.production import Production
from tsa_portal.runtime.paths import PROJECT

pytestmark = [pytest.mark.fault, pytest.mark.slow, pytest.mark.xdist_group("faults")]

WRITERS = 2
WRITES = 20
CSRF = "a" * 32


@pytest.fixture(scope="module")
def production(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Production]:
    production = Production(tmp_path_factory.mktemp("production"))
    try:
        production.start()
        eventually(production.is_ready, seconds=120, every=0.5)
        yield production
        assert production.end() == dict.fromkeys(production.processes, 0)
    finally:
        production.clear_up()


def told_by_scene(production: Production, **more: str) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults.scene"],
        env={**os.environ, **production.environment, "DJANGO_SETTINGS_MODULE": "tsa_portal.settings", **more},
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout.splitlines()[-1]))


@pytest.fixture(scope="module")
def scene(production: Production) -> dict[str, Any]:
    return told_by_scene(production)


class Writer(threading.Thread):
    """Records one engagement after the other over HTTP, and remembers which of them were acknowledged."""

    def __init__(self, production: Production, scene: dict[str, Any], name: str) -> None:
        super().__init__(name=name, daemon=True)
        self.port, self.path = production.port, scene["path"]
        self.cookie = f"{scene['session']}; {scene['csrf_cookie']}={CSRF}"
        self.acknowledged: list[str] = []
        self.refused: list[int] = []
        self.ended = threading.Event()

    def run(self) -> None:
        number = 0
        while not self.ended.is_set():
            number += 1
            description = f"{self.name} {number}"
            with suppress(OSError, http.client.HTTPException):
                status = self.write(description)
                if status == http.client.FOUND:
                    self.acknowledged.append(description)
                else:
                    self.refused.append(status)
                    time.sleep(0.2)

    def write(self, description: str) -> int:
        body = urlencode(
            {
                "csrfmiddlewaretoken": CSRF,
                "took_part_on": "3/2/2025",
                "strand": "cpd",
                "description": description,
            }
        )
        headers = {"Cookie": self.cookie, "Content-Type": "application/x-www-form-urlencoded"}
        with closing(http.client.HTTPConnection("localhost", self.port, timeout=20)) as client:
            client.request("POST", self.path, body, headers)
            answer = client.getresponse()
            going = answer.getheader("Location", "")
            return answer.status if "/login/" not in going else http.client.UNAUTHORIZED


def written(production: Production) -> list[str]:
    with closing(psycopg2.connect(production.owner["DATABASE_OWNER_URL"])) as owner, owner.cursor() as cursor:
        cursor.execute("SELECT description FROM alliance_engagement ORDER BY description")
        return [description for (description,) in cursor.fetchall()]


def state_of(production: Production, job: int) -> str:
    with closing(psycopg2.connect(production.owner["DATABASE_OWNER_URL"])) as owner, owner.cursor() as cursor:
        cursor.execute("SELECT state FROM foundation_job WHERE id = %s", [job])
        return str(cursor.fetchone()[0])


def test_every_service_of_the_compose_file_starts_and_says_so(production: Production) -> None:
    assert sorted(production.processes) == ["beat", "relay", "web", "worker"]
    told = {"status": "ready", **dict.fromkeys(("database", "broker", "relay", "worker", "beat"), "ok")}
    told |= dict.fromkeys(("outbox_lag_seconds", "waiting_lag_seconds", "feed_lag_seconds"), 0)
    eventually(lambda: production.readiness() == told, seconds=30, every=0.5)
    assert production.ask("/account/login/")[0] == 400, "only the names in TSA_ALLOWED_HOSTS are answered"
    status, page = production.ask("/account/login/", host="localhost")
    assert (status, "<h1" in page) == (200, True)


def test_postgresql_restarted_under_load_loses_no_acknowledged_write(
    production: Production, scene: dict[str, Any]
) -> None:
    writers = [Writer(production, scene, f"Writer {number}") for number in range(WRITERS)]

    def count() -> int:
        return sum(len(writer.acknowledged) for writer in writers)

    for writer in writers:
        writer.start()
    for take_away in (production.postgres.kill, production.postgres.stop):
        before = count()
        eventually(lambda least=before + WRITES: count() >= least)
        take_away()
        eventually(lambda: production.readiness()["status"] == "unavailable", seconds=20, every=0.2)
        assert production.ask("/livez")[0] == 200
        production.postgres.start()
        back = count()
        eventually(lambda least=back + WRITES: count() >= least, seconds=40)
    for writer in writers:
        writer.ended.set()
        writer.join()
    there = written(production)
    acknowledged = sorted(name for writer in writers for name in writer.acknowledged)
    assert [name for name in there if name in set(acknowledged)] == acknowledged
    assert {status for writer in writers for status in writer.refused} <= {500, 503}
    job = told_by_scene(production, TSA_SCENE_ALLIANCE=str(scene["alliance"]))["job"]
    eventually(lambda: state_of(production, job) == "succeeded", every=0.2)
    eventually(production.is_ready, every=0.5)


def test_a_broker_that_comes_back_empty_is_told_again(production: Production, scene: dict[str, Any]) -> None:
    production.kill_broker()
    job = told_by_scene(production, TSA_SCENE_ALLIANCE=str(scene["alliance"]))["job"]
    eventually(lambda: production.readiness().get("broker") == "unreachable", every=0.2)
    assert (production.readiness()["status"], production.ask("/readyz")[0]) == ("degraded", 200)
    production.start_broker()
    eventually(lambda: state_of(production, job) == "succeeded", every=0.2)
    eventually(production.is_ready, every=0.5)
