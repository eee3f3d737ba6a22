"""Whether the portal can serve people, and what is not as it should be: numbers and words, nobody's data."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Literal

import redis
from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection, transaction

from foundation.health.models import Part

Status = Literal["ready", "degraded", "unavailable"]

OK = "ok"
STATEMENT_MILLISECONDS = 2_000
BROKER_SECONDS = 1.0
SILENT_SECONDS = 45
"""A process that told nothing for so long has stopped, or cannot reach the database."""
LATE_SECONDS = {"outbox": 60, "waiting": 600, "feed": 120}
"""How late may be: a job not yet told to the broker, one that no worker took, and the change feed."""
STATE = """
SELECT outbox.untold, outbox.lag,
       (SELECT coalesce(extract(epoch FROM statement_timestamp() - min(not_before)), 0)::int
          FROM foundation_job WHERE state = 'queued' AND not_before <= statement_timestamp()),
       (SELECT coalesce(json_object_agg(part, json_build_array(silent, feed_lag)), '{}')
          FROM (SELECT DISTINCT ON (part) part, feed_lag_seconds AS feed_lag,
                       extract(epoch FROM statement_timestamp() - at)::int AS silent
                  FROM foundation_pulse ORDER BY part, at DESC) AS latest)
  FROM (SELECT count(*) AS untold,
               coalesce(extract(epoch FROM statement_timestamp() - min(due_at)), 0)::int AS lag
          FROM foundation_outboxentry
         WHERE published_at IS NULL AND due_at <= statement_timestamp()) AS outbox
"""


@dataclass(frozen=True)
class Readiness:
    """`parts` are words, "ok" where all is well; `lags` are seconds, None where nobody can tell.
    `silent` is for how many seconds each process has told nothing, `untold` how many jobs the broker has yet
    to be told of: figures for /metrics, by which nothing is judged here.

    Without its database the portal can serve nobody. All else it can do without for a while: pages are
    served, and what waits is done later.
    """

    parts: dict[str, str] = field(default_factory=dict)
    lags: dict[str, int | None] = field(default_factory=dict)
    silent: dict[str, int] = field(default_factory=dict)
    untold: int | None = None

    @property
    def status(self) -> Status:
        if self.parts["database"] != OK:
            return "unavailable"
        late = any(lag is not None and lag > LATE_SECONDS[name] for name, lag in self.lags.items())
        return "degraded" if late or any(word != OK for word in self.parts.values()) else "ready"

    def as_json(self) -> dict[str, Any]:
        return {
            "status": self.status,
            **self.parts,
            **{f"{name}_lag_seconds": lag for name, lag in self.lags.items()},
        }

    def as_text(self) -> str:
        lags = (f"{name} lag: {'unknown' if lag is None else f'{lag} s'}" for name, lag in self.lags.items())
        return "\n".join([self.status, *(f"{part}: {word}" for part, word in self.parts.items()), *lags, ""])


def readiness() -> Readiness:
    """One look at everything: one query and one question to the broker, each given up after a moment."""
    broker = {"broker": OK if broker_answers() else "unreachable"}
    try:
        untold, outbox, waiting, pulses = _state()
    except (DatabaseError, InterfaceError) as problem:
        connection.close()
        return Readiness({"database": _what_is_wrong(problem), **broker}, {})
    parts = {part.value: _word_for(pulses.get(part.value)) for part in Part}
    relay_tells = parts[Part.RELAY] == OK
    return Readiness(
        {"database": OK, **broker, **parts},
        {
            "outbox": outbox,
            "waiting": waiting,
            "feed": pulses[Part.RELAY.value][1] if relay_tells else None,
        },
        {part.value: pulses[part.value][0] or 0 for part in Part if part.value in pulses},
        untold,
    )


def broker_answers() -> bool:
    client = redis.from_url(
        settings.REDIS_URL, socket_connect_timeout=BROKER_SECONDS, socket_timeout=BROKER_SECONDS
    )
    try:
        return bool(client.ping())
    except (redis.RedisError, OSError):
        return False
    finally:
        client.close()


@contextmanager
def moment() -> Iterator[None]:
    """A transaction whose statements are given up after a moment."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL statement_timeout = {STATEMENT_MILLISECONDS}")
        yield


def _state() -> tuple[int, int, int, dict[str, list[int | None]]]:
    with moment(), connection.cursor() as cursor:
        cursor.execute(STATE)
        untold, outbox, waiting, pulses = cursor.fetchone()
    return untold, outbox, waiting, pulses


def _word_for(pulse: list[int | None] | None) -> str:
    if pulse is None:
        return "missing"
    silent = pulse[0] or 0
    return OK if silent <= SILENT_SECONDS else f"silent for {silent} s"


def _what_is_wrong(problem: Exception) -> str:
    undefined_table = "42P01"
    cause = getattr(problem.__cause__, "pgcode", None)
    return "not migrated" if cause == undefined_table else "unreachable"
