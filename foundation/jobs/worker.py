"""What a worker does with the number of a job: claim it, run its handler inside its alliance, close it."""

import os
import socket
from contextlib import AbstractContextManager

import structlog
from django.db import connection, transaction

from foundation.jobs.claims import Claim, TakenOver, claim, hold, put_back
from foundation.jobs.heartbeat import Heartbeat
from foundation.jobs.models import Job, JobState
from foundation.jobs.queue import CANCELLED, end
from foundation.jobs.registry import kind_named
from foundation.jobs.run import Adjourned, Cancelled, Run
from foundation.refusal import Refused
from foundation.tenancy.scope import acting_within

log = structlog.get_logger(__name__)

MAX_FAILURES = 3
"""A handler that raised this often will raise again."""
RETRY_SECONDS = 5
FAULT = (
    "It stopped because of a fault on our side. Nothing you entered was lost. "
    "Try again, and tell us if it happens twice."
)


def work(job_id: int) -> JobState | None:
    """Do a job once, if it is there to be done. Returns the state it left the job in, None where it
    changed nothing.

    Called by a Celery task, and perhaps more than once for the same job: only one call holds the fence.
    """
    held = claim(job_id, worker=f"{socket.gethostname()}:{os.getpid()}")
    if held is None:
        return None
    told = {"job": job_id, "job_kind": held.kind, "fence": held.fence, "alliance_id": held.alliance_id}
    with structlog.contextvars.bound_contextvars(**told):
        log.info("job_claimed")
        try:
            state = _run(held)
        except TakenOver:
            log.warning("job_taken_over")
            return None
        log.info("job_left", state=state)
        return state


def _run(held: Claim) -> JobState:
    run = Run(held)
    try:
        with _inside(held), Heartbeat(run):
            kind_named(held.kind).handler(run)
    except TakenOver:
        raise
    except Cancelled:
        return _stop(held)
    except Adjourned:
        return _adjourn(held)
    except Refused as refusal:
        return _close(held, JobState.FAILED, refusal.sentence)
    except Exception:
        log.exception("job_raised")
        return _try_again(held)
    return _close(held, JobState.SUCCEEDED)


def _inside(held: Claim) -> AbstractContextManager[None]:
    return acting_within(held.alliance_id, user=held.requested_by_id, request_id=f"job-{held.job_id}")


def _try_again(held: Claim) -> JobState:
    connection.close_if_unusable_or_obsolete()
    with transaction.atomic():
        hold(held)
        failures = Job.objects.values_list("failures", flat=True).get(pk=held.job_id) + 1
        if failures < MAX_FAILURES:
            put_back(held, delay=RETRY_SECONDS * failures)
            return JobState.QUEUED
        return _close(held, JobState.FAILED, FAULT)


@transaction.atomic
def _stop(held: Claim) -> JobState:
    """End a job that somebody stopped, or let it begin again where it was asked for since."""
    hold(held)
    if Job.objects.filter(pk=held.job_id, cancel_requested_at=None).exists():
        put_back(held, delay=0, failed=False)
        return JobState.QUEUED
    return _close(held, JobState.CANCELLED, CANCELLED)


@transaction.atomic
def _adjourn(held: Claim) -> JobState:
    hold(held)
    put_back(held, delay=0, failed=False)
    return JobState.QUEUED


@transaction.atomic
def _close(held: Claim, state: JobState, sentence: str = "") -> JobState:
    hold(held)
    close(Job.objects.get(pk=held.job_id), state, sentence)
    return state


def close(job: Job, state: JobState, sentence: str = "") -> None:
    """End a job whose row is locked and, when it failed, let its kind tell those who wait for it.

    It ends though they cannot be told: it would be taken up again and again, and stop the sweeper each time.
    """
    end(job, state, sentence)
    if state == JobState.FAILED:
        try:
            _tell_of_failure(job, sentence)
        except Exception:
            log.exception("job_failure_not_told", job=job.pk, job_kind=job.kind)


def _tell_of_failure(job: Job, sentence: str) -> None:
    on_failure = kind_named(job.kind).on_failure
    if on_failure is not None:
        with acting_within(job.alliance_id, user=job.requested_by_id), transaction.atomic():
            on_failure(job, sentence)
