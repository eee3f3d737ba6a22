"""What every page of a version has around it: its name, the steps of its life, what may be done next."""

from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from alliance.logic.academic_year import AcademicYear
from foundation import words
from foundation.jobs.models import JobState
from foundation.jobs.progress import Step as JobStep
from foundation.jobs.watch import JobView
from foundation.ui.items import BuildStep, Crumb, Step
from reporting.choices import BUILD_STEPS, EditionState
from reporting.logic.wording import check_code
from reporting.models import Edition, Snapshot
from reporting.queries.editions import visible_edition

STATE_OF_EDITION = {
    EditionState.COLLECTING: "info",
    EditionState.FROZEN: "info",
    EditionState.DRAFTED: "warn",
    EditionState.APPROVED: "warn",
    EditionState.PUBLISHED: "good",
    EditionState.SUPERSEDED: "none",
    EditionState.RESTATED: "none",
    EditionState.SET_ASIDE: "none",
    EditionState.WITHDRAWN: "bad",
}
"""The mark of a version's state; its label is the word beside it."""


def edition_of(request: HttpRequest, year: AcademicYear, number: int) -> Edition:
    """The version of this address. One that the member may not see is not there: 404."""
    found = visible_edition(request.member, year.start, number)
    if found is None:
        raise Http404("No such report.")
    return found


def address(edition: Edition, name: str, slug: str, **more: Any) -> str:
    """The address of a page of this version."""
    year = AcademicYear(edition.academic_year)
    return reverse(name, kwargs={"slug": slug, "year": year, "number": edition.number, **more})


def title_of(edition: Edition) -> str:
    return f"Impact report {AcademicYear(edition.academic_year)}"


def crumbs(slug: str, edition: Edition, *more: Crumb) -> list[Crumb]:
    """Insight, the report, and what lies in it; the last is the page itself."""
    insight = Crumb("Insight", reverse("insight", kwargs={"slug": slug}))
    if not more:
        return [insight, Crumb(title_of(edition))]
    return [insight, Crumb(title_of(edition), address(edition, "report", slug)), *more]


def summary(edition: Edition, snapshot: Snapshot | None) -> str:
    """`Version 1 · figures locked by Owen Birtles · check code 7c1e 04ab 93d2 5f60`"""
    said = [f"Version {edition.number}"]
    if edition.frozen_at:
        by = f" by {edition.frozen_by}" if edition.frozen_by else ""
        said.append(f"figures locked{by}, {words.moment(edition.frozen_at)}")
    else:
        said.append(f"asked for by {edition.requested_by}, {words.moment(edition.requested_at)}")
    if snapshot is not None:
        said.append(f"check code {check_code(snapshot.current_digest)}")
    return " · ".join(said)


def life(edition: Edition, *, two_pairs_of_eyes: bool) -> list[Step]:
    """The five steps, each with when it was, or what it waits for."""
    others = "By someone who did not lock the figures" if two_pairs_of_eyes else "By the strategic lead"
    moments = (
        ("Collecting", edition.requested_at, ""),
        ("Figures locked", edition.frozen_at, ""),
        ("Draft", edition.drafted_at, ""),
        ("Approved", edition.approved_at, others),
        ("Published", edition.published_at, "By the strategic lead"),
    )
    done = _steps_done(edition)
    return [
        Step(
            label,
            "done" if place < done else "current" if place == done else "todo",
            date_format(timezone.localtime(at), "j M, H:i") if at else waits,
        )
        for place, (label, at, waits) in enumerate(moments)
    ]


def _steps_done(edition: Edition) -> int:
    """How many steps lie behind the version: a step is done once what it makes is there."""
    made = (
        edition.frozen_at,
        edition.frozen_at,
        edition.drafted_at,
        edition.approved_at,
        edition.published_at,
    )
    return sum(at is not None for at in made)


def build_steps(view: JobView) -> list[BuildStep]:
    """The worker's steps as rows: done, under way, waiting."""
    found = []
    under_way_seen = not view.steps
    for step in view.steps or (JobStep(key, label) for key, label in BUILD_STEPS):
        state = "good" if step.is_complete else "none"
        if not step.is_complete and not under_way_seen:
            state, under_way_seen = "info", True
        found.append(BuildStep(step.label, state, step.done, step.total))
    return found


def time_left(view: JobView) -> str:
    """What stands beside the heading of the build."""
    if view.is_stopping:
        return "stopping"
    if view.job.state == JobState.QUEUED:
        return "waiting for its turn"
    if view.seconds_left is None:
        return ""
    return f"about {words.counted(max(round(view.seconds_left, -1), 5), 'second')} left"


def announcement(view: JobView) -> str:
    """What screen readers hear, and only when it changes: the step, not its count."""
    under_way = next((step for step in build_steps(view) if step.state == "info"), None)
    return under_way.label if under_way else "Waiting to be built"
