"""A review goes its way: begun, decided, or waived by somebody else than who asked."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from alliance.actions.diligence.opening import cycle_months
from alliance.actions.versions import locked
from alliance.choices import DiligenceState
from alliance.logic.academic_year import AcademicYear
from alliance.logic.diligence.verdicts import next_due, refusal_of
from alliance.models import DiligenceCheck, DiligenceReview, User
from alliance.queries.diligence.checklists import checklist_of
from foundation import words
from foundation.refusal import Refused


class NotInThatState(Refused):
    """The review is at another point of its life by now."""

    code = "not_in_that_state"


class OwnWaiver(Refused):
    """Nobody approves what they asked for themselves."""

    code = "own_waiver"


@transaction.atomic
def start_review(*, review: DiligenceReview, by: User) -> DiligenceReview:
    """Begin: the checklist of today is copied into the review. Raises NotInThatState."""
    review = _in_state(review, DiligenceState.DUE)
    lines = checklist_of(review.partner, AcademicYear.for_date(timezone.localdate()))
    DiligenceCheck.objects.bulk_create(
        DiligenceCheck(review=review, position=place, code=line.code, title=line.title, hint=line.hint)
        for place, line in enumerate(lines, start=1)
    )
    review.state, review.started_at, review.started_by = DiligenceState.IN_PROGRESS, timezone.now(), by
    review.save()
    return review


@transaction.atomic
def decide_review(
    *, review: DiligenceReview, outcome: DiligenceState, note: str, next_due_on: date | None, by: User
) -> DiligenceReview:
    """Passed, passed with actions, or failed with a reason. `next_due_on` None takes the alliance's cycle.

    Raises NotInThatState, Refused.
    """
    review = _in_state(review, DiligenceState.IN_PROGRESS)
    states = list(review.checks.select_for_update().values_list("state", flat=True))
    still_open = review.actions.filter(done_at=None).count()
    if refusal := refusal_of(outcome, states, actions_open=still_open, note=note):
        raise Refused(refusal, field="note" if outcome == DiligenceState.FAILED else "outcome")
    _close(review, outcome, next_due_on, by)
    review.note = note
    review.save()
    return review


@transaction.atomic
def ask_for_waiver(*, review: DiligenceReview, reason: str, by: User) -> DiligenceReview:
    """Ask that this round be left out, and why. Raises NotInThatState, Refused."""
    review = _open(review)
    if review.waiver_is_asked:
        raise Refused("A waiver is asked for already: a lead approves it or turns it down.", field="reason")
    if not reason:
        raise Refused("Say why this round can be left out.", field="reason")
    review.waiver_reason, review.waiver_asked_by, review.waiver_asked_at = reason, by, timezone.now()
    review.save()
    return review


@transaction.atomic
def approve_waiver(*, review: DiligenceReview, by: User) -> DiligenceReview:
    """Leave this round out: decided by somebody else than who asked. Raises OwnWaiver, NotInThatState."""
    review = _open(review)
    if not review.waiver_is_asked:
        raise NotInThatState("Nobody asks for a waiver any more.")
    if review.waiver_asked_by_id == by.pk:
        raise OwnWaiver("You asked for this waiver, so somebody else approves it. Ask another lead.")
    _close(review, DiligenceState.WAIVED, None, by)
    review.save()
    return review


@transaction.atomic
def turn_down_waiver(*, review: DiligenceReview, by: User) -> DiligenceReview:
    """No waiver, or no longer asked for: the review goes on. Raises NotInThatState."""
    review = _open(review)
    if not review.waiver_is_asked:
        raise NotInThatState("Nobody asks for a waiver any more.")
    review.waiver_reason, review.waiver_asked_by, review.waiver_asked_at = "", None, None
    review.save()
    return review


def _close(review: DiligenceReview, outcome: DiligenceState, next_due_on: date | None, by: User) -> None:
    now = timezone.now()
    today = timezone.localdate(now)
    if next_due_on is not None and next_due_on <= today:
        raise Refused("Write a day after today, or leave it empty for the usual cycle.", field="next_due_on")
    review.state, review.decided_at, review.decided_by = outcome, now, by
    review.next_due_on = next_due_on or next_due(today, cycle_months())


def _in_state(review: DiligenceReview, state: DiligenceState) -> DiligenceReview:
    current = locked(review)
    if current.state != state:
        raise NotInThatState(_is_now(current))
    return current


def _open(review: DiligenceReview) -> DiligenceReview:
    current = locked(review)
    if not current.is_open:
        raise NotInThatState(_is_now(current))
    return current


def _is_now(review: DiligenceReview) -> str:
    when = f" on {words.day(review.decided_at)}" if review.decided_at else ""
    return f"Due diligence of {review.partner.name} is {review.get_state_display().lower()}{when} by now."
