"""The fence: who may work on a job, and for how long. Times are the database's own."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import connection

CLAIM = """
UPDATE foundation_job
   SET state = 'running', fence = fence + 1, claims = claims + 1, worker = %(worker)s,
       started_at = coalesce(started_at, statement_timestamp()),
       lease_until = statement_timestamp() + make_interval(secs => %(lease)s)
 WHERE id = %(id)s
   AND (state = 'queued' AND not_before <= statement_timestamp()
        OR state = 'running' AND lease_until < statement_timestamp())
RETURNING fence, kind, subject, alliance_id, requested_by_id
"""
EXTEND = """
UPDATE foundation_job
   SET lease_until = statement_timestamp() + make_interval(secs => %(lease)s),
       steps = coalesce(%(steps)s::jsonb, steps)
 WHERE id = %(id)s AND fence = %(fence)s AND state = 'running'
RETURNING cancel_requested_at IS NOT NULL
"""
HOLD = "SELECT 1 FROM foundation_job WHERE id = %(id)s AND fence = %(fence)s AND state = 'running' FOR UPDATE"
REQUEUE = """
UPDATE foundation_job
   SET state = 'queued', lease_until = NULL, worker = '', failures = failures + %(failed)s,
       not_before = statement_timestamp() + make_interval(secs => %(delay)s)
 WHERE id = %(id)s AND fence = %(fence)s AND state = 'running'
RETURNING id
"""
PUBLISH_AGAIN = """
UPDATE foundation_outboxentry
   SET published_at = NULL, due_at = statement_timestamp() + make_interval(secs => %(delay)s)
 WHERE job_id = %(id)s
"""


class TakenOver(Exception):
    """Another worker holds the job now, or it has ended: stop, and write nothing."""


@dataclass(frozen=True)
class Claim:
    """The right to work on a job while `fence` is its highest."""

    job_id: int
    fence: int
    kind: str
    subject: str
    alliance_id: int
    requested_by_id: int | None


def claim(job_id: int, *, worker: str) -> Claim | None:
    """Take a job that waits or whose lease has run out; None when there is nothing to take."""
    row = _one(CLAIM, {"id": job_id, "worker": worker[:100], "lease": settings.JOB_LEASE_SECONDS})
    return None if row is None else Claim(job_id, *row)


def extend(held: Claim, *, steps: str | None) -> bool:
    """Keep the lease and write the progress (JSON, or None for no news). True when somebody asked to cancel.

    Raises `TakenOver`.
    """
    row = _one(EXTEND, {**_held(held), "lease": settings.JOB_LEASE_SECONDS, "steps": steps})
    if row is None:
        raise TakenOver(f"Job {held.job_id} is no longer held with fence {held.fence}.")
    return bool(row[0])


def hold(held: Claim) -> None:
    """Lock the job for the rest of the transaction, so that nobody takes it over before the commit.

    Raises `TakenOver`.
    """
    if _one(HOLD, _held(held)) is None:
        raise TakenOver(f"Job {held.job_id} is no longer held with fence {held.fence}.")


def put_back(held: Claim, *, delay: float, failed: bool = True) -> bool:
    """Let a job wait `delay` seconds for another try, `failed` unless it was only interrupted. False when
    it is no longer ours.
    """
    if _one(REQUEUE, {**_held(held), "delay": delay, "failed": int(failed)}) is None:
        return False
    with connection.cursor() as cursor:
        cursor.execute(PUBLISH_AGAIN, {"id": held.job_id, "delay": delay})
    return True


def _held(held: Claim) -> dict[str, Any]:
    return {"id": held.job_id, "fence": held.fence}


def _one(statement: str, values: dict[str, Any]) -> tuple[Any, ...] | None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        row: tuple[Any, ...] | None = cursor.fetchone()
    return row
