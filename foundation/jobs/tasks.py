"""The one Celery task: a job is all that ever travels through the broker, and only as its number."""

from celery import shared_task

from foundation.jobs.worker import work

NAME = "foundation.jobs.run_job"


@shared_task(name=NAME, acks_late=True, ignore_result=True)
def run_job(job_id: int) -> None:
    """May be delivered twice, late, or for a job that has ended: `work` takes only what is there to take."""
    work(job_id)
