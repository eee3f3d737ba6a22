"""Due diligence on the record of a partner: where it stands, what it waits for, what was found."""

from dataclasses import dataclass
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from alliance import policy
from alliance.actions.diligence.checks import finish_action
from alliance.actions.diligence.opening import ask_for_diligence
from alliance.actions.diligence.reviews import approve_waiver, start_review, turn_down_waiver
from alliance.choices import DiligenceState
from alliance.models import DiligenceCheck, DiligenceReview, Partner
from alliance.queries.diligence.record import (
    actions_of,
    checks_of,
    find_action,
    history_of_reviews,
    known_of,
    latest_review,
    reviews_of,
)
from alliance.views.diligence import words as said
from alliance.views.partner_record import address_of, frame_of, partner_of, record_of
from foundation import words
from foundation.access import NotAllowed, requires
from foundation.refusal import Refused
from foundation.ui import flash
from foundation.ui.items import Column

HISTORY = 30
CHECKS = [Column("Check"), Column("Found"), Column("What was seen"), Column("Who and when")]
ACTIONS = [Column("What"), Column("Whose"), Column("When")]


@dataclass(frozen=True)
class CheckRow:
    title: str
    hint: str
    state: str
    word: str
    evidence: str
    evidence_url: str
    who: str
    href: str


@requires(policy.see_diligence)
def diligence(request: HttpRequest, slug: str, public_id: UUID) -> HttpResponse:
    record = record_of(request, public_id)
    partner, today = record.partner, record.today
    reviews = reviews_of(partner)
    review = reviews[0] if reviews else None
    checks = checks_of(review) if review else []
    known = known_of(partner) if review and review.is_open else {}
    actions = [(row, *said.action_words(row, today)) for row in actions_of(partner)]
    context = {
        **frame_of(request, record, "Due diligence"),
        "need": None,
        "step": said.step_of(request, review, checks, today),
        "review": review,
        "state": said.state_of(review, today) if review else None,
        "whys": said.whys_of(review, request.alliance.diligence_months) if review else [],
        "outcome": said.outcome_of(review) if review and not review.is_open else "",
        "next_due": words.day(review.next_due_on) if review else "",
        "checks": [_row(request, partner, row, known) for row in checks],
        "check_columns": CHECKS,
        "actions": actions,
        "action_columns": ACTIONS,
        "earlier": [(row, *said.state_of(row, today), said.outcome_of(row)) for row in reviews[1:]],
        "may_do": policy.do_diligence.test(request.member),
        "may_decide": policy.decide_diligence.test(request.member),
        "is_under_way": review is not None and review.state == DiligenceState.IN_PROGRESS,
        "timeline": history_of_reviews(reviews, limit=HISTORY),
    }
    return render(request, "alliance/diligence/record.html", context)


@requires(policy.do_diligence)
@require_POST
def ask(request: HttpRequest, slug: str, public_id: UUID) -> HttpResponse:
    partner = partner_of(request, public_id)
    try:
        review = ask_for_diligence(partner=partner, by=request.user)
        start_review(review=review, by=request.user)
    except Refused as refusal:
        flash.warning(request, refusal.sentence)
    else:
        flash.success(request, "Due diligence begun")
    return _back(request, partner)


@requires(policy.do_diligence)
@require_POST
def begin(request: HttpRequest, slug: str, public_id: UUID) -> HttpResponse:
    partner, review = reviewed(request, public_id)
    try:
        start_review(review=review, by=request.user)
    except Refused as refusal:
        flash.warning(request, refusal.sentence)
    else:
        flash.success(request, "Due diligence begun")
    return _back(request, partner)


@requires(policy.approve_diligence_waiver)
@require_POST
def approve(request: HttpRequest, slug: str, public_id: UUID) -> HttpResponse:
    partner, review = reviewed(request, public_id)
    try:
        approve_waiver(review=review, by=request.user)
    except Refused as refusal:
        flash.warning(request, refusal.sentence)
    else:
        flash.success(request, "This round is waived")
    return _back(request, partner)


@requires(policy.do_diligence)
@require_POST
def turn_down(request: HttpRequest, slug: str, public_id: UUID) -> HttpResponse:
    """A lead says no, or whoever asked takes it back."""
    partner, review = reviewed(request, public_id)
    is_own = review.waiver_asked_by_id == request.user.pk
    if not is_own and not policy.approve_diligence_waiver.test(request.member):
        raise NotAllowed(policy.approve_diligence_waiver)
    try:
        turn_down_waiver(review=review, by=request.user)
    except Refused as refusal:
        flash.warning(request, refusal.sentence)
    else:
        flash.success(request, "No waiver: the review goes on")
    return _back(request, partner)


@requires(policy.do_diligence)
@require_POST
def finish(request: HttpRequest, slug: str, public_id: UUID, action_id: UUID) -> HttpResponse:
    partner = partner_of(request, public_id)
    action = find_action(partner, action_id)
    if action is None:
        raise Http404("This partner has no such action.")
    finish_action(action=action, by=request.user)
    flash.success(request, f"“{action.what}” is done")
    return _back(request, partner)


def reviewed(request: HttpRequest, public_id: UUID) -> tuple[Partner, DiligenceReview]:
    """The partner and its newest review. Without one there is nothing there: 404."""
    partner = partner_of(request, public_id)
    review = latest_review(partner)
    if review is None:
        raise Http404("This partner has had no due diligence yet.")
    return partner, review


def _back(request: HttpRequest, partner: Partner) -> HttpResponse:
    return redirect(address_of(request, "partner_diligence", partner))


def _row(request: HttpRequest, partner: Partner, check: DiligenceCheck, known: dict[str, str]) -> CheckRow:
    return CheckRow(
        title=check.title,
        hint=known.get(check.code, "") or check.hint,
        state=said.CHECK_STATES[check.state],
        word=check.get_state_display(),
        evidence=check.evidence,
        evidence_url=check.evidence_url,
        who=said.answered_by(check),
        href=address_of(request, "answer_check", partner, check.public_id),
    )
