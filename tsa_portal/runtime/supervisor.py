"""One portal on one data directory: starts its processes, starts dead ones again, stops all of them."""

import json
import signal
import threading
from collections.abc import Callable
from contextlib import suppress
from types import FrameType

from tsa_portal.runtime.children import Child
from tsa_portal.runtime.keys import write_private
from tsa_portal.runtime.locks import FileLock
from tsa_portal.runtime.paths import DataDirectory
from tsa_portal.runtime.problem import Problem
from tsa_portal.runtime.processes import end_group, started_at, wait_until
from tsa_portal.runtime.services import Services

STOP_PATIENCE = 10.0  # seconds a process may take to finish what it is doing
ORPHAN_PATIENCE = 3.0
STEP_SECONDS = 600.0  # what a step before the start may take at most
PERIOD = 0.5  # seconds between two looks at the processes


class Supervisor:
    """Holds the data directory's lock from `claim` to `stop`, so that a second portal on it is refused."""

    def __init__(self, data: DataDirectory) -> None:
        self.data = data
        self.children: list[Child] = []
        self.ending = threading.Event()
        self._lock = FileLock(data.lock("portal"))

    def claim(self) -> None:
        """Take the data directory (Problem if it is taken); end what a killed predecessor left running."""
        if not self._lock.acquire(wait=False):
            raise Problem(
                f"A portal is running on {self.data.folder} already {self._lock.read_note()}".rstrip() + ".",
                "Stop that one with Ctrl-C, or start this one on another folder: --data DIR",
            )
        self._end_orphans()

    def listen(self) -> None:
        """From here on Ctrl-C and its like end the portal in good order; a second time at once."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._on_signal)

    def announce(self, address: str) -> None:
        """Tell a portal that will be refused where this one is."""
        self._lock.note(f"at {address}")

    def start(self, children: list[Child]) -> None:
        self.children = children
        for child in children:
            child.start()
            self._remember()

    def complete(self, child: Child) -> bool:
        """Run `child` to its end; False where a signal ended us meanwhile. Raises Problem where it fails."""
        self.start([child])
        wait_until(lambda: self.ending.is_set() or not child.is_running(), seconds=STEP_SECONDS)
        child.end(patience=ORPHAN_PATIENCE)
        self.children = []
        if child.exit_status() != 0 and not self.ending.is_set():
            raise Problem(f"{child.name} failed:\n{child.last_words()}", f"Its log: {child.log}")
        return child.exit_status() == 0

    def wait_until_ready(self, is_ready: Callable[[], bool], *, seconds: float) -> None:
        """Wait for the portal to answer. Raises Problem with a dead child's last words."""

        def settled() -> bool:
            return self.ending.is_set() or self._first_dead() is not None or is_ready()

        answered = wait_until(settled, seconds=seconds)
        dead = self._first_dead()
        if dead:
            raise Problem(f"{dead.name} ended while starting:\n{dead.last_words()}", f"Its log: {dead.log}")
        if not answered:
            raise Problem(f"The portal did not answer within {seconds:.0f} s.", f"Logs: {self.data.logs}")

    def watch(self, services: Services) -> None:
        """Until a signal says stop: start again whatever dies."""
        while not self.ending.wait(PERIOD):
            try:
                for name in services.restart_dead():
                    print(f"  {name} had died and was started again.", flush=True)
            except Problem as problem:
                print(f"  {problem}", flush=True)
            for child in self.children:
                if child.restart_if_due():
                    self._remember()
                    print(f"  {child.name} had died and was started again. Log: {child.log}", flush=True)

    def stop(self) -> None:
        """End every child, those that do not listen by force, and give the data directory back."""
        for child in self.children:
            child.signal(signal.SIGTERM)
        for child in self.children:
            child.end(patience=STOP_PATIENCE)
        self.children = []
        self.data.state.unlink(missing_ok=True)
        self._lock.release()

    def _first_dead(self) -> Child | None:
        return next((child for child in self.children if child.has_died()), None)

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        if self.ending.is_set():
            for child in self.children:
                child.signal(signal.SIGKILL)
            return
        print("\n  Stopping …", flush=True)
        self.ending.set()

    def _remember(self) -> None:
        write_private(self.data.state, json.dumps([child.identity() for child in self.children]))

    def _end_orphans(self) -> None:
        with suppress(FileNotFoundError, ValueError):
            for child in json.loads(self.data.state.read_text()):
                # A group outlives its leader, and its number is not given away while it has members.
                if started_at(child["group"]) in (None, child["started"]):
                    end_group(child["group"], patience=ORPHAN_PATIENCE)
        self.data.state.unlink(missing_ok=True)
