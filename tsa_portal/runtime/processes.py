"""Other processes: whether one still is the one we started, and how to end its group."""

import os
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path


def started_at(pid: int) -> str | None:
    """A mark that tells a process from a later one with the same id: its start, in clock ticks since boot.

    None where there is no such process or it has ended and only waits to be collected.
    """
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    return None if fields[0] in "ZX" else fields[19]


def command_of(pid: int) -> list[str]:
    """The command line of a process; empty where there is none."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace").split("\0")[:-1]
    except OSError:
        return []


def group_is_alive(group: int) -> bool:
    """Whether the process group has a member that is not just a zombie."""
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        with suppress(OSError):
            fields = (entry / "stat").read_text().rpartition(")")[2].split()
            if int(fields[2]) == group and fields[0] not in "ZX":
                return True
    return False


def end_group(group: int, *, patience: float) -> None:
    """Ask a process group to end, and after `patience` seconds make it."""
    signal_group(group, signal.SIGTERM)
    if not wait_until(lambda: not group_is_alive(group), seconds=patience):
        signal_group(group, signal.SIGKILL)
        wait_until(lambda: not group_is_alive(group), seconds=2)


def signal_group(group: int, number: int) -> None:
    with suppress(ProcessLookupError):
        os.killpg(group, number)


def wait_until(condition: Callable[[], bool], *, seconds: float) -> bool:
    """Poll `condition` every 50 ms, for at most `seconds`; its last answer."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() >= deadline:
            return False
        time.sleep(0.05)
    return True
