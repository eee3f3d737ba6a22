"""Keeps a run's lease from a thread of its own, writes its progress, and hears when it must end."""

import time
from threading import Event, Thread

import structlog
from django.conf import settings
from django.db import DatabaseError, connection

from foundation.jobs.claims import TakenOver, extend
from foundation.jobs.run import Cancelled, OutOfTime, Run

log = structlog.get_logger(__name__)
PULSE = 0.4
"""Seconds between two looks at the run: what a person waits for news of its progress."""
LISTEN = 1.0
"""Seconds without news after which the lease is extended all the same, and a cancel heard."""


class Heartbeat(Thread):
    """Runs beside a job; its connection is its own, so that progress shows while the job's transaction is
    open.

    The lease is extended with each piece of news, and every second without. When the database cannot
    be reached for a whole lease the run is given up: another worker may have it by then.
    """

    def __init__(self, run: Run) -> None:
        super().__init__(name=f"heartbeat-{run.claim.job_id}", daemon=True)
        self.watched = run
        self.ended = Event()
        self.lease = float(settings.JOB_LEASE_SECONDS)
        self.started_at = self.kept_at = time.monotonic()

    def __enter__(self) -> "Heartbeat":
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.ended.set()
        self.join()

    def run(self) -> None:
        try:
            while not self.ended.wait(PULSE):
                self._beat()
            self._keep(self.watched.progress.news())
        finally:
            connection.close()

    def _beat(self) -> None:
        if time.monotonic() - self.started_at > settings.JOB_SECONDS:
            self.watched.end_because(OutOfTime(f"More than {settings.JOB_SECONDS} seconds."))
        news = self.watched.progress.news()
        if news is not None or time.monotonic() - self.kept_at > min(self.lease / 3, LISTEN):
            self._keep(news)

    def _keep(self, news: str | None) -> None:
        asked_at = time.monotonic()
        try:
            cancelled = extend(self.watched.claim, steps=news)
        except TakenOver as reason:
            self.watched.end_because(reason)
        except DatabaseError:
            connection.close()
            self.watched.progress.tell_again()
            log.warning("job_heartbeat_missed", job=self.watched.claim.job_id)
            if time.monotonic() - self.kept_at > self.lease:
                self.watched.end_because(TakenOver("The lease could not be kept."))
        else:
            self.kept_at = asked_at
            if cancelled:
                self.watched.end_because(Cancelled("Somebody asked for it to stop."))
