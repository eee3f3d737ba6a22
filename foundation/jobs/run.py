"""One run of a job: what a handler is given."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from threading import Event

from django.db import transaction

from foundation.jobs.claims import Claim, TakenOver, hold
from foundation.jobs.progress import Progress


class Cancelled(Exception):
    """Somebody asked for the job to stop."""


class OutOfTime(Exception):
    """The run took longer than a run may; it is tried again."""


class Adjourned(Exception):
    """There is more to do than one run may take: the job waits for its turn again and goes on from there."""


class Run:
    """A claimed job. The handler reads ids from it, reports progress to it, and writes through it.

    `stop` is set when the run must end (cancelled, taken over, out of time): hand it to whatever starts a
    child process, and call `check` between steps.
    """

    def __init__(self, claim: Claim) -> None:
        self.claim = claim
        self.progress = Progress()
        self.stop = Event()
        self._because: Exception | None = None

    @property
    def subject(self) -> str:
        return self.claim.subject

    @property
    def fence(self) -> int:
        return self.claim.fence

    @property
    def alliance_id(self) -> int:
        return self.claim.alliance_id

    @property
    def requested_by_id(self) -> int | None:
        return self.claim.requested_by_id

    def begin(self, steps: Iterable[tuple[str, str]]) -> None:
        """Name the steps, as (key, label), before the first of them."""
        self.progress.begin(steps)

    def step(self, key: str, done: int, total: int) -> None:
        """Report `done` of `total` of one step. Raises what `check` raises."""
        self.progress.set(key, done, total)
        self.check()

    def check(self) -> None:
        """Raise `Cancelled`, `TakenOver` or `OutOfTime` when the run must end."""
        if self._because is not None:
            raise self._because

    def end_because(self, reason: Exception) -> None:
        """Told by the heartbeat: the run must end."""
        if self._because is None:
            self._because = reason
            self.stop.set()

    @contextmanager
    def write(self) -> Iterator[None]:
        """A transaction in which the job is ours until the commit. Raises `TakenOver` when it no longer is.

        Everything a handler writes goes through here: a worker that lost its lease can then write nothing.
        """
        self.check()
        with transaction.atomic():
            hold(self.claim)
            yield


__all__ = ["Adjourned", "Cancelled", "OutOfTime", "Run", "TakenOver"]
