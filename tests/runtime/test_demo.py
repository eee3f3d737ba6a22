"""`./portal demo` from an empty data directory to its end, as a person or a service manager meets it."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tsa_portal.runtime import ports, postgres_home
from tsa_portal.runtime.paths import PROJECT, DataDirectory
from tsa_portal.runtime.processes import command_of, group_is_alive, wait_until

pytestmark = [pytest.mark.slow, pytest.mark.fault, pytest.mark.xdist_group("demo")]
START_SECONDS = 180
STOP_SECONDS = 30


@dataclass
class Demo:
    """One data directory, and the portal that runs on it now."""

    data: DataDirectory
    environment: dict[str, str]
    port: int
    process: subprocess.Popen[bytes]

    @property
    def log(self) -> str:
        return (self.data.folder / "demo.log").read_text()

    def start(self) -> None:
        self.data.demo.unlink(missing_ok=True)  # an earlier start's, which says nothing of this one
        with (self.data.folder / "demo.log").open("w") as output:
            self.process = subprocess.Popen(
                command(self.data, "--port", str(self.port)),
                env=self.environment,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        ready = wait_until(
            lambda: self.data.demo.exists() or self.process.poll() is not None, seconds=START_SECONDS
        )
        assert ready, self.log
        assert self.process.poll() is None, self.log

    def stop(self, number: int = signal.SIGINT) -> None:
        if self.process.poll() is None:
            self.process.send_signal(number)
            self.process.wait(STOP_SECONDS)

    def described(self) -> dict[str, Any]:
        return dict(json.loads(self.data.demo.read_text()))

    def groups(self) -> list[int]:
        return [child["group"] for child in json.loads(self.data.state.read_text())]

    def answers(self, address: str) -> bool:
        connection = http.client.HTTPConnection(address, self.port, timeout=10)
        try:
            connection.request("GET", "/account/login/", headers={"Host": f"localhost:{self.port}"})
            return connection.getresponse().status == 200
        except OSError:
            return False
        finally:
            connection.close()


def command(data: DataDirectory, *options: str) -> list[str]:
    return [str(PROJECT / "portal"), "demo", "--data", str(data.folder), "--no-browser", *options]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    data = DataDirectory(tmp_path_factory.mktemp("demo") / "data")
    given = ("DATABASE_", "REDIS_", "TSA_", "DJANGO_", "PYTEST_")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(given)}
    environment["TSA_VENV"] = sys.prefix
    demo = Demo(data, environment, ports.any_free(), subprocess.Popen(["true"]))
    demo.process.wait()
    try:
        demo.start()
        yield demo
    finally:
        demo.stop()
        postgres_home.remove(data)


@pytest.fixture
def running(demo: Demo) -> Demo:
    """The demo, started again where the test before stopped it: the tests may come in any order."""
    if demo.process.poll() is not None:
        demo.start()
    return demo


def test_it_answers_on_both_loopbacks_and_says_who_may_log_in(running: Demo) -> None:
    assert [running.answers(address) for _, address in ports.loopbacks()] == [True] * len(ports.loopbacks())
    described = running.described()
    assert list(described) == ["address", "alliance", "logins", "credential"]
    assert described["address"] == f"http://localhost:{running.port}"
    assert running.data.demo.stat().st_mode & 0o777 == 0o600
    for login in described["logins"]:
        assert {"role", "email", "password"} <= set(login)
        assert login["role"] in running.log
    assert f"{described['address']}/api/v1/alliances/{described['alliance']}/changes" in running.log


def test_a_second_demo_on_the_same_data_directory_is_refused(running: Demo) -> None:
    refused = subprocess.run(
        command(running.data), env=running.environment, capture_output=True, text=True, check=False
    )
    assert refused.returncode == 1
    assert f"already at http://localhost:{running.port}." in refused.stderr
    assert "--data DIR" in refused.stderr


def test_a_port_that_is_taken_is_refused_when_it_was_asked_for(running: Demo, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        taken = str(listener.getsockname()[1])
        other = DataDirectory(tmp_path / "other")
        refused = subprocess.run(
            command(other, "--port", taken),
            env=running.environment,
            capture_output=True,
            text=True,
            check=False,
        )
    assert (refused.returncode, refused.stderr.splitlines()[0]) == (
        1,
        f"portal: Port {taken} is taken by another program.",
    )


def test_web_and_worker_are_started_again_when_they_are_killed(running: Demo) -> None:
    before = running.groups()
    for group in before:
        os.killpg(group, signal.SIGKILL)
    assert wait_until(lambda: not set(running.groups()) & set(before), seconds=30), running.log
    assert wait_until(lambda: running.answers("127.0.0.1"), seconds=30), running.log


def test_after_kill_9_the_next_start_ends_what_was_left_and_recovers(running: Demo) -> None:
    left = running.groups()
    running.process.kill()
    running.process.wait()
    described = running.described()
    running.start()
    assert [group for group in left if group_is_alive(group)] == []
    assert running.answers("127.0.0.1")
    assert running.described() == described


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_stops_cleanly_and_leaves_nothing_running(running: Demo, number: signal.Signals) -> None:
    groups = running.groups()
    running.stop(number)
    assert running.process.returncode == 0
    assert [group for group in groups if group_is_alive(group)] == []
    assert servers_on(running.data) == []
    assert not running.answers("127.0.0.1")


def servers_on(data: DataDirectory) -> list[list[str]]:
    """The command lines that name the data directory, or the folder that belongs to it elsewhere."""
    note = data.folder / "postgres-base"
    folders = {str(data.folder), note.read_text() if note.exists() else str(data.folder)}
    commands = [command_of(int(entry.name)) for entry in Path("/proc").iterdir() if entry.name.isdigit()]
    return [words for words in commands if any(folder in word for folder in folders for word in words)]
