"""A broker, relays and workers of the test's own: real processes, to be killed."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import redis
from django.conf import settings
from django.db import connection

from tsa_portal.runtime.paths import DataDirectory
from tsa_portal.runtime.valkey import Valkey

ROOT = Path(__file__).resolve().parents[2]
LEASE_SECONDS = 2.0
PATIENCE = 80


def eventually(check: Callable[[], Any], *, seconds: float = PATIENCE, every: float = 0.03) -> Any:
    """What `check` answers, once it answers something true; fails the test when it never does."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        answer = check()
        if answer:
            return answer
        time.sleep(every)
    return pytest.fail(f"{check} did not come true within {seconds:g} seconds")


def cut_other_connections() -> None:
    """As a restart of PostgreSQL does to whoever is connected."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
            " WHERE datname = current_database() AND usename = current_user AND pid <> pg_backend_pid()"
        )
        assert cursor.fetchone()[0] >= 1


class Broker:
    """A Valkey in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self.server = Valkey(DataDirectory(folder))
        self.server.start()

    @property
    def url(self) -> str:
        return self.server.environment()["REDIS_URL"]

    def flush(self) -> None:
        """Lose everything it knows."""
        with redis.from_url(self.url) as client:
            client.flushall()

    def kill(self) -> None:
        pid = self.server.pid()
        assert pid is not None
        os.kill(pid, signal.SIGKILL)
        eventually(lambda: not self.server.is_running(), seconds=10)

    def start_empty(self) -> None:
        """Come back after a kill with nothing of what it knew."""
        shutil.rmtree(self.server.folder / "appendonlydir")
        self.server.start()


@dataclass
class Stage:
    """The processes of one test, on the test's database and broker."""

    folder: Path
    broker: Broker
    running: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def worker(self) -> subprocess.Popen[bytes]:
        options = ("worker", "-P", "threads", "--concurrency", "2", "--loglevel", "WARNING")
        quiet = ("--without-gossip", "--without-mingle", "--without-heartbeat")
        return self._start("-m", "celery", "-A", "tsa_portal.celery:app", *options, *quiet)

    def relay(self) -> subprocess.Popen[bytes]:
        return self._start("manage.py", "relay")

    def kill(self, process: subprocess.Popen[bytes]) -> None:
        """As the kernel does to a process that needs too much memory: at once, with no last words."""
        process.send_signal(signal.SIGKILL)
        process.wait()

    def end(self) -> None:
        for process in self.running:
            if process.poll() is None:
                process.send_signal(signal.SIGCONT)
                self.kill(process)
        self.broker.server.stop()

    def _start(self, *arguments: str) -> subprocess.Popen[bytes]:
        with (self.folder / f"{len(self.running)}.log").open("wb") as log:
            process = subprocess.Popen(
                [sys.executable, *arguments],
                cwd=ROOT,
                env=os.environ | self._environment(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        self.running.append(process)
        return process

    def _environment(self) -> dict[str, str]:
        given = connection.settings_dict
        host = str(given["HOST"])
        role = f"{given['USER']}:{given['PASSWORD']}"
        by_socket = f"postgres://{role}@/{given['NAME']}?host={host}"
        by_address = f"postgres://{role}@{host}:{given['PORT']}/{given['NAME']}"
        return {
            "DJANGO_SETTINGS_MODULE": "tests.faults.settings",
            "DATABASE_URL": by_socket if host.startswith("/") else by_address,
            "REDIS_URL": self.broker.url,
            "TSA_DATA_DIR": str(settings.MEDIA_ROOT.parent),
            "TSA_DATABASE_ROLE": "app",
            "TSA_JOB_LEASE_SECONDS": f"{LEASE_SECONDS:g}",
            "TSA_JOB_REPUBLISH_SECONDS": "4",
        }


@pytest.fixture
def stage(tmp_path: Path, settings: Any, transactional_db: None) -> Iterator[Stage]:
    settings.MEDIA_ROOT = tmp_path / "data" / "files"
    settings.MEDIA_ROOT.mkdir(parents=True)
    stage = Stage(tmp_path, Broker(tmp_path / "broker"))
    yield stage
    stage.end()
