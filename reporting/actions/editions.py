"""The life of a version of the annual report, from asking for it to publishing it."""

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from alliance.logic.academic_year import AcademicYear
from alliance.queries.identity import needs_two_pairs_of_eyes
from foundation.jobs.queue import cancel, enqueue
from foundation.refusal import Refused
from foundation.tenancy.scope import current_alliance_id
from reporting.choices import BUILD_REPORT, TRANSITIONS, EditionState
from reporting.models import Edition
from reporting.queries.editions import (
    frozen_of,
    job_of,
    published_edition,
    wants_document,
    years_with_records,
)


class NothingToReport(Refused):
    code = "nothing_to_report"


class WrongMoment(Refused):
    """The version is not in a state from which this can be done."""

    code = "wrong_moment"


class SamePairOfEyes(Refused):
    code = "same_pair_of_eyes"


@transaction.atomic
def start_edition(*, year: AcademicYear, by: Any, today: date) -> Edition:
    """Ask for the report of a year. While a version of it is in the making, that one is returned.

    Raises `NothingToReport` for a year without records.
    """
    if year not in years_with_records(today):
        raise NothingToReport(
            f"There are no records for {year} yet. Add partners or engagements of that year first."
        )
    editions = Edition.objects.of_year(year.start)
    # The number first: whoever asks in the same moment takes the same one, and finds this version by it.
    last = editions.aggregate(last=Max("number"))["last"] or 0
    known = editions.open().first()
    if known is not None:
        return known
    edition, made = Edition.objects.get_or_create(
        academic_year=year.start, number=last + 1, defaults={"requested_by": by}
    )
    if made:
        _build(edition, by)
    return edition


@transaction.atomic
def build_again(*, edition: Edition, by: Any) -> Edition:
    """Go on with a version whose making was stopped or failed; locked figures stay as they are."""
    _build(edition, by)  # locks a job that is being stopped before the version, as the worker does
    edition = _locked(edition)
    if edition.state != EditionState.COLLECTING and not wants_document(edition):
        raise WrongMoment("The document of this version is already made.")
    return edition


@transaction.atomic
def stop_building(*, edition: Edition, by: Any) -> None:
    """Stop the making. What is locked stays locked."""
    job = job_of(edition)
    if job is None or not cancel(job):
        raise WrongMoment("Nothing is being made just now, so there is nothing to stop.")


@transaction.atomic
def set_aside(*, edition: Edition, by: Any) -> Edition:
    """Give up a version that was not published, so that a new one can start from today's records."""
    job = job_of(edition)
    if job is not None:
        cancel(job)  # locks the job before the version, as the worker does when it writes
    edition = _locked(edition)
    return _move(edition, EditionState.SET_ASIDE, "A published version cannot be set aside.")


@transaction.atomic
def approve_edition(*, edition: Edition, by: Any) -> Edition:
    """Say that the draft may be published. Raises `SamePairOfEyes` where somebody else must."""
    edition = _locked(edition)
    if edition.frozen_by_id == by.pk and needs_two_pairs_of_eyes():
        raise SamePairOfEyes(
            "You locked these figures, and your alliance asks for two pairs of eyes: "
            "ask another strategic lead to approve them."
        )
    return _move(
        edition,
        EditionState.APPROVED,
        "Only a finished draft can be approved. Reload the page to see where this version stands.",
        approved_by=by,
        approved_at=timezone.now(),
    )


@transaction.atomic
def publish_edition(*, edition: Edition, by: Any) -> Edition:
    """Publish an approved version for good; the one published before it is replaced, or restated."""
    edition = _locked(edition)
    if edition.state != EditionState.APPROVED:
        raise WrongMoment("A version is published after it was approved. Approve it first.")
    before = published_edition(edition.academic_year)
    if before is not None:
        _replace(_locked(before), edition)
    return _move(edition, EditionState.PUBLISHED, "", published_by=by, published_at=timezone.now())


def _replace(before: Edition, after: Edition) -> None:
    """Restated when a figure of the same definition came out differently, replaced otherwise."""
    old = {_key(figure): figure.text for figure in frozen_of(before).figures}
    new = {_key(figure): figure.text for figure in frozen_of(after).figures}
    changed = any(old[key] != new[key] for key in old.keys() & new.keys())
    _move(before, EditionState.RESTATED if changed else EditionState.SUPERSEDED, "")


def _key(figure: Any) -> tuple[Any, ...]:
    return figure.metric, figure.version, tuple(sorted(figure.filters.items()))


def _build(edition: Edition, by: Any) -> None:
    enqueue(BUILD_REPORT, alliance=current_alliance_id(), subject=edition.public_id, by=by)


def _locked(edition: Edition) -> Edition:
    return Edition.objects.select_for_update().get(pk=edition.pk)


def _move(edition: Edition, state: EditionState, otherwise: str, **fields: Any) -> Edition:
    """Move a locked version on, or refuse with `otherwise`."""
    if (edition.state, state) not in TRANSITIONS:
        raise WrongMoment(otherwise)
    edition.state = state
    for name, value in fields.items():
        setattr(edition, name, value)
    edition.save()
    return edition
