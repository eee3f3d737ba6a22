"""The forms of a review, each on a page of its own."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse

from alliance import policy
from alliance.actions.diligence.checks import add_action, answer_check
from alliance.actions.diligence.reviews import ask_for_waiver, decide_review
from alliance.choices import DiligenceState
from alliance.forms.diligence.reviews import ActionForm, AnswerForm, DecisionForm, WaiverForm
from alliance.models import DiligenceCheck, DiligenceReview, Partner
from alliance.queries.diligence.record import find_check, known_of, owners
from alliance.views.diligence.record import reviewed
from alliance.views.partner_record import address_of
from alliance.views.partnership.form_page import Editing, FormPage, answer_form
from foundation.access import requires


@requires(policy.do_diligence)
def answer(request: HttpRequest, slug: str, public_id: UUID, check_id: UUID) -> HttpResponse:
    partner, review = reviewed(request, public_id)
    check = _check(review, check_id)
    intro = known_of(partner).get(check.code, "") or check.hint
    return answer_form(
        request,
        partner,
        _page(request, partner, check.title, intro=intro, done=f"{check.title}: saved"),
        lambda data: AnswerForm(data, initial=AnswerForm.saved(check)),
        lambda form, version: answer_check(
            check=check, version=version, answer=form.answer(), by=request.user
        ),
        editing=Editing(check, lambda: AnswerForm.saved(_check(review, check_id))),
    )


@requires(policy.decide_diligence)
def decide(request: HttpRequest, slug: str, public_id: UUID) -> HttpResponse:
    partner, review = reviewed(request, public_id)
    return answer_form(
        request,
        partner,
        _page(request, partner, "Decide the review", submit="Decide", done="The review is decided"),
        DecisionForm,
        lambda form: decide_review(
            review=review,
            outcome=DiligenceState(form.cleaned_data["outcome"]),
            note=form.cleaned_data["note"],
            next_due_on=form.cleaned_data["next_due_on"],
            by=request.user,
        ),
    )


@requires(policy.ask_for_diligence_waiver)
def waiver(request: HttpRequest, slug: str, public_id: UUID) -> HttpResponse:
    partner, review = reviewed(request, public_id)
    return answer_form(
        request,
        partner,
        _page(request, partner, "Ask for a waiver", submit="Ask", done="Asked: another lead decides"),
        WaiverForm,
        lambda form: ask_for_waiver(review=review, reason=form.cleaned_data["reason"], by=request.user),
    )


@requires(policy.do_diligence)
def action(request: HttpRequest, slug: str, public_id: UUID) -> HttpResponse:
    partner, review = reviewed(request, public_id)
    people = owners(request.alliance.pk)
    return answer_form(
        request,
        partner,
        _page(request, partner, "Add an action", submit="Add", done="Action added"),
        lambda data: ActionForm(data, owners=people),
        lambda form: add_action(review=review, by=request.user, **form.details()),
    )


def _check(review: DiligenceReview, public_id: UUID) -> DiligenceCheck:
    found = find_check(review, public_id)
    if found is None:
        raise Http404("This review has no such check.")
    return found


def _page(
    request: HttpRequest,
    partner: Partner,
    title: str,
    *,
    submit: str = "Save",
    intro: str = "",
    done: str = "Saved",
) -> FormPage:
    back = address_of(request, "partner_diligence", partner)
    return FormPage(title, back, "Due diligence", submit, intro, done)
