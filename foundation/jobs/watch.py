"""What a page shows about a job."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Avg, F
from django.utils import timezone

from foundation.jobs.models import Job, JobOutcome, JobState
from foundation.jobs.progress import Step, read_steps

RECENT = 5


@dataclass(frozen=True)
class JobView:
    """A job as a page shows it. `seconds_left` is guessed from the last jobs of its kind, None without a
    guess.
    """

    job: Job
    steps: tuple[Step, ...]
    sentence: str
    seconds_left: int | None

    @property
    def is_live(self) -> bool:
        return self.job.is_live

    @property
    def is_stopping(self) -> bool:
        return self.is_live and self.job.cancel_requested_at is not None

    @property
    def has_failed(self) -> bool:
        return self.job.state == JobState.FAILED


def latest_job(*, alliance: Any, kind: str, subject: Any) -> Job | None:
    """The newest job of this kind about this row, in the alliance the caller acts for."""
    return Job.objects.of(alliance).about(kind, str(subject)).order_by("-id").first()


def view_of(job: Job) -> JobView:
    """Reads the alliance's own table: call it inside the alliance."""
    outcome = None if job.is_live else JobOutcome.objects.filter(job=job).first()
    return JobView(
        job=job,
        steps=read_steps(job.steps),
        sentence=outcome.sentence if outcome else "",
        seconds_left=_seconds_left(job) if job.state == JobState.RUNNING else None,
    )


def _seconds_left(job: Job) -> int | None:
    done = Job.objects.of(job.alliance_id).filter(kind=job.kind, state=JobState.SUCCEEDED).order_by("-id")
    recent = done.annotate(took=F("finished_at") - F("started_at"))[:RECENT]
    typical = Job.objects.filter(pk__in=recent.values("pk")).aggregate(
        took=Avg(F("finished_at") - F("started_at"))
    )["took"]
    if typical is None or job.started_at is None:
        return None
    left = (typical - (timezone.now() - job.started_at)).total_seconds()
    return max(int(left), 1)
