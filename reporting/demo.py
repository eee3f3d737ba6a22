"""The demo alliances' reports: last year's published, this year's in the making.

In the second alliance the foreword of last year's named a child, and was redacted after it was published: its
check page tells both copies apart, and the worker makes the document again.
"""

from typing import Any

from django.db import transaction
from django.utils import timezone

from alliance.demo.parts import DemoAlliance
from alliance.demo.seeding import PLANS
from alliance.logic.academic_year import AcademicYear
from foundation.jobs.claims import claim
from foundation.jobs.models import Job, JobState
from foundation.jobs.queue import end
from foundation.jobs.run import Run
from foundation.pdf import RenderFailed
from reporting.actions.editions import approve_edition, publish_edition, start_edition
from reporting.actions.foreword import write_foreword
from reporting.actions.making import lock_figures
from reporting.actions.removals import redact_edition
from reporting.choices import BUILD_STEPS, RemovalReason
from reporting.jobs import make_document
from reporting.models import Edition
from reporting.queries.editions import frozen_of, job_of
from reporting.queries.reading import read_everything
from reporting.queries.removals import passages_of

FOREWORD = "\n\n".join(
    (
        "This was a year in which more of our schools worked together than ever before, and in which fewer "
        "had to be asked twice.",
        "We set out to reach the schools that had not been with us before. The pages that follow say how far "
        "we came: where it went well, where it did not, and on which records each figure rests.",
        "Thank you to every head who released a colleague for a day, and to every colleague who made the day "
        "worth it.",
    )
)
NAMES_A_CHILD = (
    "\n\nNobody put it better than Robin Oakes of class 4B, who told our visitors that fractions are only "
    "fair shares."
)


def add_reports(demo: DemoAlliance) -> None:
    """Ask for both as the administrator, and let the strategic lead approve and publish last year's."""
    if Edition.objects.exists():
        return
    is_second = demo.alliance.slug != PLANS["eastmoor"].slug
    today = timezone.localdate()
    this_year = AcademicYear.for_date(today)
    asking, lead = demo.administrator.user, demo.strategic_lead.user
    write_foreword(year=this_year.previous, text=FOREWORD + (NAMES_A_CHILD if is_second else ""), by=lead)
    edition = start_edition(year=this_year.previous, by=asking, today=today)
    if _made_at_once(edition):
        edition.refresh_from_db()
        publish_edition(edition=approve_edition(edition=edition, by=lead), by=lead)
        if is_second:
            _redact(edition, by=lead)
    start_edition(year=this_year, by=asking, today=today)


def _redact(edition: Edition, *, by: Any) -> None:
    """Take the last paragraph of the foreword out."""
    named = [passage.id for passage in passages_of(edition) if not passage.is_name][-1:]
    redact_edition(edition=edition, passages=named, reason=RemovalReason.PERSON_NAMED, explanation="", by=by)


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
