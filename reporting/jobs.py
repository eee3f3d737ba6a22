"""Making a version of the report: what the worker does, step by step, from wherever the last worker got
to.

Each step writes through `Run.write()`: a worker that was taken over writes nothing. A version whose
figures are locked is never read again; one whose draft is made is never made again.
"""

from collections.abc import Iterable
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from alliance.choices import Role
from alliance.logic.academic_year import AcademicYear
from alliance.queries.identity import alliance_card, users_with_role
from foundation.jobs.consistent import consistent_read
from foundation.jobs.models import Job
from foundation.jobs.run import Cancelled, OutOfTime, Run, TakenOver
from foundation.notifications.actions import notify
from foundation.pdf import PdfResult, Progress, RenderCancelled, render_pdf
from reporting.actions.making import Overtaken, keep_document, lock_figures
from reporting.choices import BUILD_STEPS, REPORT_NEWS, EditionState
from reporting.logic.snapshot import Frozen
from reporting.models import Document, Edition
from reporting.pdf import compose
from reporting.queries.editions import document_of, edition_named, frozen_of, wants_document
from reporting.queries.reading import Reading, read_everything

COLLECT, DRAW, LAY_OUT, CHECK = (key for key, _ in BUILD_STEPS)
FIGURES_A_PAGE = 34
OTHER_PAGES = 10
"""For the progress bar only: pages of a report besides its figure register."""


def build_report(run: Run) -> None:
    """Lock the version's figures, unless they are; make its document, unless it is made; say that it is
    ready.
    """
    run.begin(BUILD_STEPS)
    with transaction.atomic():
        edition = edition_named(run.subject)
    if edition.state == EditionState.COLLECTING:
        _lock(run, edition)
    with transaction.atomic():
        edition.refresh_from_db()
        frozen = frozen_of(edition) if wants_document(edition) else None
    if frozen is not None:
        run.step(COLLECT, len(frozen.figures), len(frozen.figures))
        make_document(run, edition, frozen)


def destroy_files(run: Run) -> None:
    """Delete the files of a version that nobody may read any more: all of a withdrawn one, of a redacted one
    those made before.
    """
    with transaction.atomic():
        edition = edition_named(run.subject)
        kept = document_of(edition)
        rows = Document.objects.filter(edition=edition)
        paths = [row.path for row in rows if kept is None or row.pk != kept.pk]
    for path in paths:
        (settings.MEDIA_ROOT / path).unlink(missing_ok=True)


def _lock(run: Run, edition: Edition) -> None:
    """Read every figure in one consistent look, and keep them for good."""
    with consistent_read():
        found = _read(run, edition)
    with run.write():
        lock_figures(edition=edition, reading=found, by_id=run.requested_by_id)


def _read(run: Run, edition: Edition) -> Reading:
    now = timezone.now()
    return read_everything(
        AcademicYear(edition.academic_year),
        edition.number,
        now=now,
        today=timezone.localdate(now),
        on_figure=lambda done, total: run.step(COLLECT, done, total),
    )


def make_document(run: Run, edition: Edition, frozen: Frozen) -> None:
    """Draw, lay out and check the document in a child process; keep it, and tell those who wait for it."""
    revision = len(frozen.redactions)
    with transaction.atomic():
        path = document_path(edition, run.fence, revision)
    target = settings.MEDIA_ROOT / path
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        made = _render(run, frozen, target)
        with run.write():
            keep_document(
                edition=edition,
                path=str(path),
                fence=run.fence,
                sha256=made.sha256,
                size=made.size,
                pages=made.pages,
                revision=revision,
            )
            _tell_of_draft(run, edition, is_redacted=revision > 0)
    except (TakenOver, Cancelled, OutOfTime, Overtaken):
        target.unlink(missing_ok=True)  # never recorded; after any other fault that is not certain
        raise
    _clear_older(target, edition)


def document_path(edition: Edition, fence: int, revision: int = 0) -> Path:
    """Where the file goes, under the media folder: no two workers ever write the same one, nor one of an
    earlier revision.
    """
    made_after = f"-r{revision}" if revision else ""
    return Path(str(alliance_card().public_id)) / "reports" / f"{edition.public_id}{made_after}-{fence}.pdf"


def _render(run: Run, frozen: Frozen, target: Path) -> PdfResult:
    composed = compose(frozen, lambda done, total: run.step(DRAW, done, total))
    likely = OTHER_PAGES + len(frozen.figures) // FIGURES_A_PAGE
    furthest = 0
    run.step(LAY_OUT, 0, likely)

    def on_progress(progress: Progress) -> None:
        nonlocal furthest
        if progress.stage == "Checking":
            run.progress.set(LAY_OUT, furthest, furthest)
            run.progress.set(CHECK, 0, 1)
        else:
            furthest = max(furthest, progress.page or 0)
            run.progress.set(LAY_OUT, min(furthest, likely - 1), likely)

    try:
        made = render_pdf(
            composed.html,
            title=composed.title,
            out_path=target,
            assets=composed.assets,
            created=composed.created,
            on_progress=on_progress,
            should_cancel=run.stop.is_set,
        )
    except RenderCancelled:
        run.check()  # says why: cancelled, taken over, or out of time
        raise
    run.progress.set(LAY_OUT, made.pages, made.pages)
    run.step(CHECK, 1, 1)
    return made


def _clear_older(kept: Path, edition: Edition) -> None:
    """Files of workers that were killed before they could record them."""
    for stray in kept.parent.glob(f"{edition.public_id}-*.pdf"):
        if stray != kept:
            stray.unlink(missing_ok=True)


def _tell_of_draft(run: Run, edition: Edition, *, is_redacted: bool) -> None:
    waiting = {*users_with_role(Role.STRATEGIC_LEAD)}
    if run.requested_by_id is not None:
        waiting.add(run.requested_by_id)
    year = AcademicYear(edition.academic_year)
    ready = "The redacted" if is_redacted else "The draft of the"
    _tell(waiting, f"{ready} impact report {year} is ready to read.", edition)


def tell_of_failure(job: Job, sentence: str) -> None:
    """The report could not be made: told to the person who asked for it, with why."""
    edition = Edition.objects.filter(public_id=job.subject).first()
    if edition is None or job.requested_by_id is None:
        return
    year = AcademicYear(edition.academic_year)
    _tell([job.requested_by_id], f"The impact report {year} could not be made. {sentence}", edition)


def _tell(user_ids: Iterable[int], sentence: str, edition: Edition) -> None:
    notify(user_ids, sentence, page_of(edition), kind=REPORT_NEWS, subject=edition.public_id)


def page_of(edition: Edition) -> str:
    year = AcademicYear(edition.academic_year).slug
    return reverse("report", kwargs={"slug": alliance_card().slug, "year": year, "number": edition.number})
