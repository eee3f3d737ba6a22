"""Processes that die are started again; one portal on a data directory; nothing is left running."""

import json
import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from tsa_portal.runtime.children import Child
from tsa_portal.runtime.paths import PROJECT, DataDirectory
from tsa_portal.runtime.problem import Problem
from tsa_portal.runtime.processes import group_is_alive, started_at, wait_until
from tsa_portal.runtime.supervisor import Supervisor


def child(data: DataDirectory, *command: str) -> Child:
    return Child("sleeper", list(command or ("sleep", "600")), dict(os.environ), data.logs / "sleeper.log")


@pytest.fixture
def supervisor(data: DataDirectory) -> Supervisor:
    supervisor = Supervisor(data)
    supervisor.claim()
    return supervisor


def test_a_killed_child_is_started_again_after_a_wait_that_grows(data: DataDirectory) -> None:
    sleeper = child(data)
    sleeper.start()
    waits = []
    for _ in range(3):
        os.killpg(sleeper.identity()["group"], signal.SIGKILL)
        assert wait_until(sleeper.has_died, seconds=5)
        assert not sleeper.restart_if_due()
        waits.append(sleeper.wait)
        sleeper.due = 0.001  # the wait is over
        assert sleeper.restart_if_due()
        assert sleeper.is_running()
    assert waits == [1.0, 2.0, 4.0]
    sleeper.end(patience=5)
    assert not sleeper.is_running()


def test_what_a_dead_child_had_started_is_ended_before_it_starts_again(data: DataDirectory) -> None:
    parent = child(data, "sh", "-c", "sleep 600 & wait")
    parent.start()
    group = int(parent.identity()["group"])
    os.kill(group, signal.SIGKILL)
    assert wait_until(parent.has_died, seconds=5)
    assert not group_is_alive(group)


def test_a_child_that_does_not_listen_is_ended_by_force(data: DataDirectory) -> None:
    stubborn = child(data, "sh", "-c", "trap '' TERM; echo ready; while :; do sleep 1; done")
    stubborn.start()
    assert wait_until(lambda: "ready" in stubborn.last_words(), seconds=5)
    stubborn.end(patience=0.2)
    assert stubborn.exit_status() == -signal.SIGKILL


def test_a_second_portal_on_the_same_data_directory_is_refused_and_told_where_the_first_is(
    data: DataDirectory, supervisor: Supervisor
) -> None:
    supervisor.announce("http://localhost:8000")
    with pytest.raises(Problem) as refused:
        Supervisor(data).claim()
    assert str(refused.value) == (
        f"A portal is running on {data.folder} already at http://localhost:8000.\n"
        "  Stop that one with Ctrl-C, or start this one on another folder: --data DIR"
    )
    supervisor.stop()
    Supervisor(data).claim()


def test_what_a_killed_portal_left_running_is_ended_by_the_next(data: DataDirectory) -> None:
    program = f"""
        import os, sys, time
        from pathlib import Path
        from tsa_portal.runtime.children import Child
        from tsa_portal.runtime.paths import DataDirectory
        from tsa_portal.runtime.supervisor import Supervisor
        data = DataDirectory(Path({str(data.folder)!r}))
        supervisor = Supervisor(data)
        supervisor.claim()
        child = Child("sleeper", ["sleep", "600"], dict(os.environ), data.logs / "sleeper.log")
        supervisor.start([child])
        print(child.identity()["group"], flush=True)
        time.sleep(600)
    """
    portal = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(program)], cwd=PROJECT, stdout=subprocess.PIPE, text=True
    )
    assert portal.stdout is not None
    orphan = int(portal.stdout.readline())
    portal.kill()
    portal.wait()
    portal.stdout.close()
    assert started_at(orphan)
    next_portal = Supervisor(data)
    next_portal.claim()
    assert started_at(orphan) is None
    next_portal.stop()


def test_another_program_that_was_given_a_recorded_process_id_is_left_alone(data: DataDirectory) -> None:
    bystander = subprocess.Popen(["sleep", "600"], start_new_session=True)
    data.state.write_text(json.dumps([{"group": bystander.pid, "started": "1"}]))
    supervisor = Supervisor(data)
    supervisor.claim()
    assert bystander.poll() is None
    supervisor.stop()
    bystander.kill()
    bystander.wait()


def test_a_process_that_ends_while_the_portal_starts_is_reported_with_its_last_words(
    data: DataDirectory, supervisor: Supervisor
) -> None:
    supervisor.start([child(data, "sh", "-c", "echo no such table >&2; exit 3")])
    with pytest.raises(Problem) as reported:
        supervisor.wait_until_ready(lambda: False, seconds=10)
    assert str(reported.value).splitlines()[:2] == ["sleeper ended while starting:", "no such table"]
    supervisor.stop()


def test_a_step_that_fails_is_reported_with_its_last_words(
    data: DataDirectory, supervisor: Supervisor
) -> None:
    with pytest.raises(Problem, match="sleeper failed:\nbroken"):
        supervisor.complete(child(data, "sh", "-c", "echo broken; exit 1"))
    supervisor.stop()


def test_a_log_that_has_grown_too_long_is_put_aside(
    data: DataDirectory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tsa_portal.runtime.children.LOG_LIMIT", 10)
    talker = child(data, "echo", "a line longer than ten bytes")
    for _ in range(2):
        talker.start()
        assert wait_until(lambda: not talker.is_running(), seconds=5)
    assert sorted(path.name for path in Path(data.logs).iterdir()) == ["sleeper.log", "sleeper.old"]
