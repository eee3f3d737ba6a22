"""From the outbox to the broker, and what stalled once more.

The broker may lose everything: a job whose message was lost is still queued here, a job whose worker was
killed still has its lease, and both are published again.
"""

from collections.abc import Callable
from dataclasses import dataclass

import structlog
from django.conf import settings
from django.db import connection, transaction
from django.db.models import F
from django.db.models.functions import Now
from django.utils.module_loading import import_string

from foundation.jobs.models import Job, JobQuerySet, JobState, OutboxEntry
from foundation.jobs.queue import CANCELLED, end
from foundation.jobs.registry import is_unhurried
from foundation.jobs.tasks import NAME
from foundation.jobs.worker import close

log = structlog.get_logger(__name__)

BATCH = 100
MAX_CLAIMS = 10
"""A job whose worker was lost this often takes its workers with it."""
GAVE_UP = (
    f"It was started {MAX_CLAIMS} times and never came to an end. Nothing you entered was lost. "
    "Tell us, so that we can find out why."
)
PUBLISH_STALLED = """
UPDATE foundation_outboxentry AS entry
   SET published_at = NULL
  FROM foundation_job AS job
 WHERE job.id = entry.job_id
   AND (job.state = 'queued' AND entry.published_at < statement_timestamp() - {wait}
        OR job.state = 'running' AND job.lease_until < statement_timestamp()
           AND (entry.published_at < job.lease_until OR entry.published_at < statement_timestamp() - {wait}))
RETURNING job.id
""".format(wait="make_interval(secs => %(seconds)s * least(entry.times, 10))")

UNHURRIED = 6
"""The priority of what lets other work go first. With Redis, 0 is the highest, and what all else has."""

Publish = Callable[[Job], None]


@dataclass(frozen=True)
class Swept:
    """Numbers of jobs: published again, given up, cancelled after their worker was lost."""

    again: int = 0
    given_up: int = 0
    cancelled: int = 0


def publish(job: Job) -> None:
    """Tell the broker. Raises `kombu.exceptions.OperationalError` while it is away."""
    priority = UNHURRIED if is_unhurried(job.kind) else None
    import_string(settings.JOB_MESSAGES).send_task(NAME, args=[job.pk], priority=priority, retry=False)


def publish_pending(tell: Publish = publish) -> int:
    """Publish a batch of the outbox, oldest first, and say how many. Several relays may run at once.

    Raises what `tell` raises, once those it had told are marked.
    """
    told: list[int] = []
    problem: Exception | None = None
    with transaction.atomic():
        for entry in _pending():
            try:
                tell(entry.job)
            except Exception as raised:  # raised again below, after the marks are kept
                problem = raised
                break
            told.append(entry.pk)
        OutboxEntry.objects.filter(pk__in=told).update(published_at=Now(), times=F("times") + 1)
    if problem is not None:
        raise problem
    return len(told)


def _pending() -> list[OutboxEntry]:
    pending = OutboxEntry.objects.filter(published_at=None, due_at__lte=Now()).select_related("job")
    return list(pending.select_for_update(of=("self",), skip_locked=True).order_by("due_at", "id")[:BATCH])


def sweep() -> Swept:
    """Look for what stalled: publish it again, or end it when it was cancelled or has been started too
    often.
    """
    lost = Job.objects.filter(state=JobState.RUNNING, lease_until__lt=Now())
    cancelled = [_end(pk, JobState.CANCELLED) for pk in _ids(lost.filter(cancel_requested_at__isnull=False))]
    hopeless = lost.filter(claims__gte=MAX_CLAIMS, cancel_requested_at=None)
    given_up = [_end(pk, JobState.FAILED) for pk in _ids(hopeless)]
    with connection.cursor() as cursor:
        cursor.execute(PUBLISH_STALLED, {"seconds": settings.JOB_REPUBLISH_SECONDS})
        again = cursor.rowcount
    return Swept(again=again, given_up=sum(given_up), cancelled=sum(cancelled))


def _ids(jobs: JobQuerySet) -> list[int]:
    return list(jobs.values_list("pk", flat=True)[:BATCH])


@transaction.atomic
def _end(job_id: int, state: JobState) -> bool:
    job = (
        Job.objects.select_for_update(skip_locked=True)
        .filter(pk=job_id, state=JobState.RUNNING, lease_until__lt=Now())
        .first()
    )
    if job is None:
        return False
    if state == JobState.CANCELLED:
        end(job, state, CANCELLED)
    else:
        close(job, state, GAVE_UP)
    return True
