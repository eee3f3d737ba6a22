"""Asking for work, and asking for it to stop."""

from typing import Any

from django.db import IntegrityError, transaction
from django.db.models.functions import Now

from foundation.jobs.models import Job, JobOutcome, JobState, OutboxEntry
from foundation.jobs.registry import kind_named
from foundation.tenancy.scope import acting_within

CANCELLED = "It was cancelled."


def enqueue(kind: str, *, alliance: Any, subject: Any = "", by: Any = None) -> Job:
    """Queue work about one row (`subject` is its id) in the caller's transaction; nothing is lost,
    nothing is doubled.

    While a job of this kind about this subject is waiting or under way, that one is returned; one that is
    being stopped goes on (`_goes_on`). `by` is the user who asked, if one did. Raises `UnknownKind` for a
    kind nobody does.
    """
    kind_named(kind)
    alliance_id = getattr(alliance, "pk", alliance)
    jobs = Job.objects.of(alliance_id).about(kind, str(subject))
    while True:
        live = jobs.live().first()
        if live is not None and _goes_on(live):
            return live
        try:
            with transaction.atomic():
                job = Job.objects.create(
                    kind=kind, alliance_id=alliance_id, subject=str(subject), requested_by=by
                )
                OutboxEntry.objects.create(job=job)
                return job
        except IntegrityError:  # somebody else asked at the same moment: theirs is the job
            continue


def _goes_on(job: Job) -> bool:
    """Take back a stop that the worker may not have heard yet: whoever asks now wants the work done.

    A worker that heard it ends all the same, finds that nobody wants it to, and puts the job back. False
    where the job has ended in between, so that a new one is needed.
    """
    if job.cancel_requested_at is None:
        return True
    return bool(Job.objects.live().filter(pk=job.pk).update(cancel_requested_at=None))


@transaction.atomic
def cancel(job: Job) -> bool:
    """Stop a job: at once when it waits, within a second or two when it runs. False when it has already
    ended.
    """
    locked = Job.objects.select_for_update().get(pk=job.pk)
    if not locked.is_live:
        return False
    if locked.state == JobState.RUNNING:
        Job.objects.filter(pk=job.pk, cancel_requested_at=None).update(cancel_requested_at=Now())
        return True
    end(locked, JobState.CANCELLED, CANCELLED)
    return True


def end(job: Job, state: JobState, sentence: str = "") -> None:
    """Close a job whose row the caller holds locked, and keep the sentence it ended with inside its
    alliance.
    """
    Job.objects.filter(pk=job.pk).update(state=state, finished_at=Now(), lease_until=None, worker="")
    OutboxEntry.objects.filter(job=job).delete()
    if sentence:
        with acting_within(job.alliance_id):
            JobOutcome.objects.create(job=job, sentence=sentence)
