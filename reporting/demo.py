"""The demo alliances' reports: last year's published, this year's in the making."""

from django.db import transaction
from django.utils import timezone

from alliance.demo.parts import DemoAlliance
from alliance.logic.academic_year import AcademicYear
from foundation.jobs.claims import claim
from foundation.jobs.models import Job, JobState
from foundation.jobs.queue import end
from foundation.jobs.run import Run
from foundation.pdf import RenderFailed
from reporting.actions.editions import approve_edition, publish_edition, start_edition
from reporting.actions.making import lock_figures
from reporting.choices import BUILD_STEPS
from reporting.jobs import make_document
from reporting.models import Edition
from reporting.queries.editions import frozen_of, job_of
from reporting.queries.reading import read_everything


def add_reports(demo: DemoAlliance) -> None:
    """Ask for both as the administrator, and let the strategic lead approve and publish last year's."""
    if Edition.objects.exists():
        return
    today = timezone.localdate()
    this_year = AcademicYear.for_date(today)
    asking, lead = demo.administrator.user, demo.strategic_lead.user
    edition = start_edition(year=this_year.previous, by=asking, today=today)
    if _made_at_once(edition):
        edition.refresh_from_db()
        publish_edition(edition=approve_edition(edition=edition, by=lead), by=lead)
    start_edition(year=this_year, by=asking, today=today)


def _made_at_once(edition: Edition) -> bool:
    """Do the worker's work here and now; False where no document can be made, which the worker then says."""
    job = job_of(edition)
    try:
        with transaction.atomic():
            _make(edition, job)
    except RenderFailed:
        return False
    return True


def _make(edition: Edition, job: Job | None) -> None:
    held = None if job is None else claim(job.pk, worker="demo")
    if job is None or held is None:
        raise RenderFailed("Somebody else makes it.")
    run = Run(held)
    run.begin(BUILD_STEPS)
    now = timezone.now()
    found = read_everything(
        AcademicYear(edition.academic_year), edition.number, now=now, today=timezone.localdate(now)
    )
    lock_figures(edition=edition, reading=found, by_id=run.requested_by_id)
    make_document(run, edition, frozen_of(edition))
    end(job, JobState.SUCCEEDED)
