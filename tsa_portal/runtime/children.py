"""The processes a running portal consists of: how each is started, and how a dead one is started again."""

import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tsa_portal.runtime import web
from tsa_portal.runtime.paths import DataDirectory
from tsa_portal.runtime.ports import loopbacks
from tsa_portal.runtime.processes import end_group, signal_group, started_at
from tsa_portal.runtime.tools import child_environment, manage, python

FIRST_WAIT = 0.5  # seconds before a dead child is started again; doubles with every early death
LONGEST_WAIT = 30.0
SETTLED_AFTER = 60.0  # seconds after which a child counts as healthy and the wait starts afresh
ORPHAN_PATIENCE = 1.0  # seconds that what a dead child started may take to end
LOG_LIMIT = 10_000_000  # bytes; a longer log is put aside when its child starts
OWNER_VARIABLES = ("DATABASE_OWNER_URL", "DATABASE_BACKUP_URL")


@dataclass
class Child:
    """One supervised process. Its output goes to `log`; it leads a process group of its own."""

    name: str
    command: list[str]
    environment: Mapping[str, str]
    log: Path
    process: subprocess.Popen[bytes] | None = None
    wait: float = FIRST_WAIT
    began: float = 0.0
    due: float = field(default=0.0)

    def start(self) -> None:
        if self.log.exists() and self.log.stat().st_size > LOG_LIMIT:
            self.log.replace(self.log.with_suffix(".old"))
        with self.log.open("ab") as output:
            self.process = subprocess.Popen(
                self.command,
                env=dict(self.environment),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self.began = time.monotonic()

    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def exit_status(self) -> int | None:
        """None while it runs or before it has; negative where a signal ended it."""
        return self.process.poll() if self.process else None

    def signal(self, number: int) -> None:
        """Send a signal to its whole group."""
        if self.process and not self.due:
            signal_group(self.process.pid, number)

    def end(self, *, patience: float) -> None:
        """End its whole group: by asking, and what is left after `patience` seconds by force."""
        if self.process and not self.due:
            end_group(self.process.pid, patience=patience)
            self.process.wait()

    def has_died(self) -> bool:
        """Whether it ended since it was last started. When first noticed, clears up after it."""
        if self.process is None or self.is_running():
            return False
        if not self.due:
            end_group(self.process.pid, patience=ORPHAN_PATIENCE)
            lived = time.monotonic() - self.began
            self.wait = FIRST_WAIT if lived > SETTLED_AFTER else min(self.wait * 2, LONGEST_WAIT)
            self.due = time.monotonic() + self.wait
        return True

    def restart_if_due(self) -> bool:
        """Start a dead child again once its wait is over; whether it was."""
        if not self.has_died() or time.monotonic() < self.due:
            return False
        self.due = 0.0
        self.start()
        return True

    def identity(self) -> dict[str, str | int | None]:
        """What tells this process from a later one with the same id."""
        pid = self.process.pid if self.process else 0
        return {"group": pid, "started": started_at(pid)}

    def last_words(self, characters: int = 2000) -> str:
        return self.log.read_text(errors="replace")[-characters:] if self.log.exists() else ""


def portal_children(data: DataDirectory, port: int, environment: Mapping[str, str]) -> list[Child]:
    """Web on each loopback, a worker with its clock inside, and the relay; none gets the owner's password."""
    variables = {
        name: value for name, value in child_environment(environment).items() if name not in OWNER_VARIABLES
    }
    commands = {f"web-{address}": web.command(address, port) for _, address in loopbacks()}
    commands["worker"] = embedded_worker(data)
    commands["relay"] = manage("relay")
    return [Child(name, command, variables, data.logs / f"{name}.log") for name, command in commands.items()]


def embedded_worker(data: DataDirectory) -> list[str]:
    """One worker with threads and the clock in it: small, and needs no shared memory."""
    schedule = str(data.folder / "beat-schedule")
    options = [
        "worker",
        "-B",
        "-P",
        "threads",
        "--concurrency",
        "2",
        "--schedule",
        schedule,
        "--loglevel",
        "INFO",
    ]
    return python(
        "-P", "-m", "celery", "-A", "tsa_portal.celery:app", *options, "--without-gossip", "--without-mingle"
    )
