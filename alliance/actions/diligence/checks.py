"""What is found of each check, and what is to be done because of it."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from alliance.actions.diligence.reviews import NotInThatState
from alliance.actions.versions import locked
from alliance.choices import CheckState, DiligenceState
from alliance.models import DiligenceAction, DiligenceCheck, DiligenceReview, User
from foundation.refusal import Refused

MOST_ACTIONS = 50


@dataclass(frozen=True)
class Answer:
    """What the form holds."""

    state: CheckState
    evidence: str = ""
    evidence_url: str = ""


@transaction.atomic
def answer_check(*, check: DiligenceCheck, version: int, answer: Answer, by: User) -> DiligenceCheck:
    """Say what was found and on what; back to open, what was seen is kept out.

    Raises ChangedMeanwhile, NotInThatState, Refused.
    """
    _under_way(check.review)
    check = locked(check, version)
    answered = answer.state != CheckState.OPEN
    if answered and not answer.evidence:
        raise Refused("Write what was seen: whoever decides reads it.", field="evidence")
    check.state = answer.state
    check.evidence, check.evidence_url = answer.evidence, answer.evidence_url
    check.answered_at, check.answered_by = (timezone.now(), by) if answered else (None, None)
    check.save()
    return check


@transaction.atomic
def add_action(*, review: DiligenceReview, what: str, owner: User, due_on: date, by: User) -> DiligenceAction:
    """Something to be done because of the review. Raises NotInThatState, Refused."""
    review = _under_way(review)
    if due_on < timezone.localdate():
        raise Refused("Write a day from today on.", field="due_on")
    if review.actions.count() >= MOST_ACTIONS:
        raise Refused(f"A review has at most {MOST_ACTIONS} actions.", field="what")
    return DiligenceAction.objects.create(review=review, what=what, owner=owner, due_on=due_on)


@transaction.atomic
def finish_action(*, action: DiligenceAction, by: User) -> DiligenceAction:
    """It is done; the review may be decided by then. Finishing twice changes nothing."""
    action = DiligenceAction.objects.select_for_update(of=("self",)).get(pk=action.pk)
    if action.done_at is None:
        action.done_at, action.done_by = timezone.now(), by
        action.save()
    return action


def _under_way(review: DiligenceReview) -> DiligenceReview:
    current = locked(review)
    if current.state != DiligenceState.IN_PROGRESS:
        raise NotInThatState("This review is not under way any more: begin another one.")
    return current
