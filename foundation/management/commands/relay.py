"""`manage.py relay`: publishes the outbox, and what stalled once more, until it is told to stop."""

import signal
import time
from threading import Event
from typing import Any

import structlog
from django.core.management.base import BaseCommand, CommandParser
from django.db import DatabaseError, connection
from kombu.exceptions import OperationalError

from foundation.health.horizon import Horizon
from foundation.health.models import Part
from foundation.health.overdue import end_overdue
from foundation.health.pulse import Heart
from foundation.jobs.relay import BATCH, publish_pending, sweep

log = structlog.get_logger(__name__)

POLL_SECONDS = 0.5
SWEEP_SECONDS = 2.0
LONGEST_PAUSE = 30.0


class Command(BaseCommand):
    help = "Publish queued jobs to the broker, and again those that stalled. Runs until it is stopped."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="publish and sweep once, then end")

    def handle(self, *, once: bool, **options: Any) -> None:
        if once:
            publish_pending()
            sweep()
            return
        stopped = Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stopped.set())
        Relay(stopped).run()


class Relay:
    """The loop. A broker or a database that is away is asked again after a pause that doubles up to half
    a minute.
    """

    def __init__(self, stopped: Event) -> None:
        self.stopped = stopped
        self.pause = POLL_SECONDS
        self.swept_at = 0.0
        self.horizon = Horizon()
        self.heart = Heart(Part.RELAY)

    def run(self) -> None:
        while not self.stopped.is_set():
            try:
                full = self.turn()
            except (OperationalError, DatabaseError, OSError) as problem:
                self.wait_longer(problem)
            else:
                self.pause = POLL_SECONDS
                if not full:
                    self.stopped.wait(POLL_SECONDS)

    def turn(self) -> bool:
        """One look. True when there may be more to publish at once."""
        self.heart.beat(feed_lag=self.horizon.lag())  # first: it lives, though the broker may be away
        full = publish_pending() == BATCH
        if time.monotonic() - self.swept_at > SWEEP_SECONDS:
            swept = sweep()
            end_overdue()
            self.swept_at = time.monotonic()
            if swept.again or swept.given_up or swept.cancelled:
                log.info("jobs_swept", again=swept.again, given_up=swept.given_up, cancelled=swept.cancelled)
        return full

    def wait_longer(self, problem: Exception) -> None:
        log.warning("relay_waits", because=type(problem).__name__, seconds=self.pause)
        connection.close()
        self.stopped.wait(self.pause)
        self.pause = min(self.pause * 2, LONGEST_PAUSE)
