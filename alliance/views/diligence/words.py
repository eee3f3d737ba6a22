"""How due diligence is written: states, checks, reviews, and what a review waits for."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest

from alliance import policy
from alliance.choices import CheckState, DiligenceState
from alliance.logic.diligence.triggers import sentence, short
from alliance.logic.diligence.verdicts import progress
from alliance.models import DiligenceAction, DiligenceCheck, DiligenceReview
from foundation import words

STATES = {
    DiligenceState.DUE: "warn",
    DiligenceState.IN_PROGRESS: "info",
    DiligenceState.PASSED: "good",
    DiligenceState.PASSED_WITH_ACTIONS: "warn",
    DiligenceState.FAILED: "bad",
    DiligenceState.WAIVED: "none",
}
CHECK_STATES = {
    CheckState.OPEN: "none",
    CheckState.MET: "good",
    CheckState.NOT_MET: "bad",
    CheckState.NOT_APPLICABLE: "none",
}


@dataclass(frozen=True)
class Step:
    """What the page waits for: the fact, a line about it, and which buttons settle it."""

    name: str
    title: str
    text: str
    check: DiligenceCheck | None = None


def state_of(review: DiligenceReview, today: date) -> tuple[str, str]:
    """Mark and words: an open review past its day is one to act on."""
    state = DiligenceState(review.state)
    if review.is_open and review.due_on < today:
        return "bad", f"{state.label}, overdue"
    return STATES[state], str(state.label)


def whys_of(review: DiligenceReview, months: int) -> list[str]:
    """A sentence for each trigger, the latest last."""
    return [sentence(trigger, months) for trigger in review.why]


def outcome_of(review: DiligenceReview) -> str:
    """Passed on Tue 3 Feb 2026 by Priya Nandwani; a waiver says who asked."""
    said = f"{review.get_state_display()} on {words.day(review.decided_at)} by {review.decided_by}"
    if review.state == DiligenceState.WAIVED:
        said += f", asked for by {review.waiver_asked_by}: {review.waiver_reason}"
    return said


def step_of(
    request: HttpRequest, review: DiligenceReview | None, checks: list[DiligenceCheck], today: date
) -> Step | None:
    """The one thing to do next; None for whoever may only read."""
    member = request.member
    if not policy.do_diligence.test(member):
        return None
    if review is None:
        return Step(
            "ask", "No due diligence yet", "Begin with the checklist for the parts this partner plays."
        )
    if not review.is_open:
        return None
    if review.waiver_is_asked:
        return _waiver(request, review)
    by = f"It is due by {words.day(review.due_on)}."
    if review.state == DiligenceState.DUE:
        return Step("begin", "Due diligence is due", by)
    answered, total = progress([check.state for check in checks])
    title = f"{answered} of {words.counted(total, 'check')} answered"
    waiting = next((check for check in checks if check.state == CheckState.OPEN), None)
    if waiting is not None:
        return Step("answer", title, f"Next: {waiting.title}. {by}", waiting)
    if policy.decide_diligence.test(member):
        return Step("decide", title, f"Say what the review comes to. {by}")
    return Step("wait", title, f"A lead decides what the review comes to. {by}")


def _waiver(request: HttpRequest, review: DiligenceReview) -> Step:
    title = f"{review.waiver_asked_by} asks to leave this round out"
    if review.waiver_asked_by_id == request.user.pk:
        return Step("own_waiver", title, f"Another lead decides. Your reason: {review.waiver_reason}")
    if policy.approve_diligence_waiver.test(request.member):
        return Step("waiver", title, review.waiver_reason)
    return Step("wait", title, f"A lead decides. The reason: {review.waiver_reason}")


def why_short(review: DiligenceReview) -> str:
    return short(review.why)


def answered_by(check: DiligenceCheck) -> str:
    """Owen Birtles, Thu 29 Jan 2026."""
    return f"{check.answered_by}, {words.day(check.answered_at)}" if check.answered_at else ""


def action_words(action: DiligenceAction, today: date) -> tuple[str, str]:
    """Mark and words for how an action stands."""
    if action.done_at is not None:
        return "good", f"Done {words.day(action.done_at)} by {action.done_by}"
    return ("bad" if action.due_on < today else "info"), f"By {words.day(action.due_on)}"
