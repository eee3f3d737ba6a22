"""The long work of imports: the check of a large table, the writing, the undo, and erasing what is old.

Each goes on from wherever the last worker stopped: what is done is marked on the rows, in the transaction
that did it.
"""

import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from foundation import words
from foundation.importer.actions import erase_rows, finish, live_jobs
from foundation.importer.carrying_out import apply_batch, undo_batch, waiting, written
from foundation.importer.choices import ImportState, Outcome, Result
from foundation.importer.models import Import
from foundation.importer.planning import Planner
from foundation.importer.target import Target, target_named
from foundation.jobs.models import Job
from foundation.jobs.run import Adjourned, Run
from foundation.notifications.actions import notify
from foundation.refusal import Refused

ROWS = "rows"
SHARE_OF_A_RUN = 0.6
"""Of the time that a run may take: then the job goes to the back of the queue and goes on from there."""
KEPT_DAYS = 30

Batch = Callable[..., int]


def plan_rows(run: Run) -> None:
    """Check every row, from the first: nothing is written but what the check found."""
    source, target = _of(run)
    run.begin([(ROWS, "Checking the rows")])
    if source.state != ImportState.PLANNING:
        return
    with transaction.atomic():
        total = source.data_rows().count()
    planner, done = Planner(source, target), 0
    batches = planner.batches()
    while True:
        with run.write():
            rows = next(batches, None)
            if rows is None:
                finish(source, ImportState.CHECKED)
                _tell(run, source, f"{source.file_name} is checked. Look at it before it is imported.")
                return
            planner.plan(rows)
        done += len(rows)
        run.step(ROWS, done, total)


def apply_rows(run: Run) -> None:
    """Write the rows that the check found good, a few in each transaction."""
    source, target = _of(run)
    run.begin([(ROWS, f"Saving {target.plural}")])
    if source.state == ImportState.APPLYING:
        _go_through(run, source, target, apply_batch, waiting, _applied)


def undo_rows(run: Run) -> None:
    """Take the written rows back, the last first."""
    source, target = _of(run)
    run.begin([(ROWS, "Putting things back")])
    if source.state == ImportState.UNDOING:
        _go_through(run, source, target, undo_batch, written, _undone)


def erase_old(run: Run) -> None:
    """Erase the rows of imports that came more than a month ago and that nobody is at work on.

    Part of a nightly job of each alliance.
    """
    before = timezone.now() - timedelta(days=KEPT_DAYS)
    with transaction.atomic():
        old = list(Import.objects.filter(started_at__lt=before, erased_at=None).order_by("pk"))
    for source in old:
        with run.write():
            if not live_jobs(source):
                erase_rows(source=source)
        run.check()


def tell_of_failure(job: Job, sentence: str) -> None:
    """The work could not be finished: told to the person who asked for it, with why."""
    source = Import.objects.filter(public_id=job.subject).first()
    if source is not None and job.requested_by_id is not None:
        notify([job.requested_by_id], f"{source.file_name}: {sentence}", page_of(source))


def page_of(source: Import) -> str:
    return reverse("import", kwargs={"slug": source.alliance.slug, "import_id": source.public_id})


def _of(run: Run) -> tuple[Import, Target]:
    with transaction.atomic():
        source = Import.objects.select_related("alliance").get(public_id=run.subject)
    target = target_named(source.target)
    if target is None:
        raise Refused(f"“{source.target}” cannot be imported any more.")
    return source, target


def _go_through(
    run: Run, source: Import, target: Target, batch: Batch, left: Callable[[Import], Any], end: Any
) -> None:
    """Batch after batch until none is left; `end` closes the import in the transaction that finds so."""
    until = time.monotonic() + settings.JOB_SECONDS * SHARE_OF_A_RUN
    with transaction.atomic():
        by = get_user_model()._default_manager.filter(pk=run.requested_by_id or 0).first()
        remaining = left(source).count()
        total = _all_writes(source, remaining)
    while True:
        run.step(ROWS, total - remaining, total)
        with run.write():
            done = batch(source, target, by=by)
            if not done:
                end(run, source, target)
                return
        remaining -= done
        if time.monotonic() > until:
            raise Adjourned(f"{remaining} rows are left.")


def _all_writes(source: Import, remaining: int) -> int:
    return max(source.counts.get(Outcome.CREATE, 0) + source.counts.get(Outcome.UPDATE, 0), remaining)


def _applied(run: Run, source: Import, target: Target) -> None:
    finish(source, ImportState.APPLIED)
    made, changed, wrong = (source.counts.get(outcome, 0) for outcome in ("create", "update", "error"))
    said = f"{words.counted(made, target.singular, target.plural)} added, {changed:,} changed"
    mend = f", {words.counted(wrong, 'row')} to mend" if wrong else ""
    _tell(run, source, f"{source.file_name} is imported: {said}{mend}.")


def _undone(run: Run, source: Import, target: Target) -> None:
    finish(source, ImportState.UNDONE)
    kept = source.counts.get(Result.KEPT, 0)
    why = f" {words.counted(kept, 'row')} had been changed since and stayed." if kept else ""
    _tell(run, source, f"The import of {source.file_name} is undone.{why}")


def _tell(run: Run, source: Import, sentence: str) -> None:
    if run.requested_by_id is not None:
        notify([run.requested_by_id], sentence, page_of(source))
