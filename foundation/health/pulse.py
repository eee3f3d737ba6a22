"""How a process says that it lives: a row, written every few seconds by the loop that has to be turning."""

import os
import platform
import time
from threading import Thread
from typing import Any

import structlog
from celery.beat import PersistentScheduler
from django.db import DatabaseError, InterfaceError, connection

from foundation.health.models import Part

log = structlog.get_logger(__name__)

PULSE_SECONDS = 10.0
TELL = """
INSERT INTO foundation_pulse (part, instance, at, feed_lag_seconds)
VALUES (%(part)s, %(instance)s, statement_timestamp(), %(feed_lag)s)
    ON CONFLICT (part, instance)
    DO UPDATE SET at = EXCLUDED.at, feed_lag_seconds = EXCLUDED.feed_lag_seconds
"""


class Heart:
    """Tells of one process, at most every `PULSE_SECONDS`; call `beat` as often as you like."""

    def __init__(self, part: Part) -> None:
        self.part = part
        self.told_at = -PULSE_SECONDS

    def beat(self, *, feed_lag: float | None = None) -> None:
        """Say that the process lives. A database that is away is told next time: nothing stops for it."""
        now = time.monotonic()
        if now - self.told_at < PULSE_SECONDS:
            return
        self.told_at = now
        try:
            tell(self.part, feed_lag=feed_lag)
        except (DatabaseError, InterfaceError) as problem:
            connection.close()
            log.warning("pulse_missed", part=self.part.value, because=type(problem).__name__)


def tell(part: Part, *, feed_lag: float | None = None) -> None:
    """Write that this process lives now. `feed_lag` is in seconds, None from those who do not know it."""
    values = {
        "part": part.value,
        "instance": f"{platform.node()}:{os.getpid()}"[:100],
        "feed_lag": None if feed_lag is None else int(feed_lag),
    }
    with connection.cursor() as cursor:
        cursor.execute(TELL, values)


class WorkerHeart(Thread):
    """A worker's main loop belongs to Celery, so a thread of its own tells that the process lives, and ends
    with it.
    """

    def __init__(self) -> None:
        super().__init__(name="pulse", daemon=True)

    def run(self) -> None:
        heart = Heart(Part.WORKER)
        while True:
            heart.beat()
            connection.close()  # nothing for a forked process to inherit, and nothing held between two beats
            time.sleep(PULSE_SECONDS)


class PulsingScheduler(PersistentScheduler):
    """Celery's clock, which tells that it ticks."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.heart = Heart(Part.BEAT)
        super().__init__(*args, **kwargs)

    def tick(self, *args: Any, **kwargs: Any) -> float:
        self.heart.beat()
        return min(super().tick(*args, **kwargs), PULSE_SECONDS)
