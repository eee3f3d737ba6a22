"""One survey: where it stands, and what is done to it."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from alliance import policy
from alliance.actions.feedback import letters, surveys
from alliance.choices import SurveyMode, SurveyState
from alliance.forms.feedback.answering import AnswerForm
from alliance.forms.feedback.surveys import MEANINGS, OpenSurveyForm, SurveyForm
from alliance.models import Survey, SurveyReply
from alliance.queries.feedback.audiences import audience_named, people_of
from alliance.queries.feedback.surveys import refused_names
from alliance.views.feedback.frame import address_of, frame_of, survey_of
from foundation import words
from foundation.access import requires
from foundation.audit.timeline import timeline_of
from foundation.forms.refusals import refuse
from foundation.refusal import Refused
from foundation.ui import flash
from foundation.ui.items import Fact

TIMELINE_LENGTH = 10


@requires(policy.see_surveys)
def survey(request: HttpRequest, slug: str, survey_id: UUID) -> HttpResponse:
    found = survey_of(request, survey_id)
    context = {
        **frame_of(request, found, "Overview"),
        "facts": _facts(found),
        "refused": words.listed(refused_names(found)),
        "to_ask": _to_ask(found) if found.state == SurveyState.DRAFT else 0,
        "timeline": timeline_of(found, parts=[(SurveyReply, "survey")], limit=TIMELINE_LENGTH),
    }
    return render(request, "alliance/feedback/survey.html", context)


@requires(policy.see_surveys)
def preview(request: HttpRequest, slug: str, survey_id: UUID) -> HttpResponse:
    """The form as people see it, with nowhere to send it."""
    found = survey_of(request, survey_id)
    form = AnswerForm(questionnaire=found.version.questionnaire, named=found.is_named)
    context = {**frame_of(request, found, ""), "form": form, "back": address_of("survey", slug, found)}
    return render(request, "alliance/feedback/preview.html", context)


@requires(policy.manage_surveys)
def edit(request: HttpRequest, slug: str, survey_id: UUID) -> HttpResponse:
    found = survey_of(request, survey_id)
    is_draft = found.state == SurveyState.DRAFT
    form_class = SurveyForm if is_draft else OpenSurveyForm
    form = form_class(request.POST or None, initial=SurveyForm.saved(found))
    if request.method == "POST" and form.is_valid():
        plan = form.plan() if isinstance(form, SurveyForm) else form.plan(found)
        try:
            surveys.change_survey(survey=found, plan=plan, by=request.user)
        except Refused as refusal:
            refuse(form, refusal)
        else:
            flash.success(request, "Survey saved")
            return redirect("survey", slug=slug, survey_id=survey_id)
    context = {
        **frame_of(request, found, ""),
        "page_title": f"Change {found.title}",
        "form": form,
        "back": address_of("survey", slug, found),
        "submit": "Save",
    }
    return render(request, "alliance/feedback/form.html", context, status=422 if form.errors else 200)


@require_POST
@requires(policy.manage_surveys)
def open_now(request: HttpRequest, slug: str, survey_id: UUID) -> HttpResponse:
    return _do(
        request, slug, survey_id, surveys.open_survey, "The survey is open, and the letters are on their way"
    )


@require_POST
@requires(policy.manage_surveys)
def remind(request: HttpRequest, slug: str, survey_id: UUID) -> HttpResponse:
    return _do(request, slug, survey_id, surveys.remind, "The reminders are on their way")


@require_POST
@requires(policy.manage_surveys)
def try_again(request: HttpRequest, slug: str, survey_id: UUID) -> HttpResponse:
    """For those whose address was refused."""
    return _do(request, slug, survey_id, letters.try_again, "The letters are on their way again")


@requires(policy.manage_surveys)
def close(request: HttpRequest, slug: str, survey_id: UUID) -> HttpResponse:
    """Asks first: closing cannot be undone."""
    if request.method == "POST":
        return _do(request, slug, survey_id, surveys.close_survey, "The survey is closed")
    found = survey_of(request, survey_id)
    context = {**frame_of(request, found, ""), "back": address_of("survey", slug, found)}
    return render(request, "alliance/feedback/close.html", context)


@require_POST
@requires(policy.manage_surveys)
def remove(request: HttpRequest, slug: str, survey_id: UUID) -> HttpResponse:
    found = survey_of(request, survey_id)
    try:
        surveys.remove_draft(survey=found, by=request.user)
    except Refused as refusal:
        flash.warning(request, refusal.sentence)
        return redirect("survey", slug=slug, survey_id=survey_id)
    flash.success(request, f"“{found.title}” removed")
    return redirect("surveys", slug=slug)


def _do(request: HttpRequest, slug: str, survey_id: UUID, action: Any, done: str) -> HttpResponse:
    found = survey_of(request, survey_id)
    try:
        action(survey=found, by=request.user)
    except Refused as refusal:
        flash.warning(request, refusal.sentence)
    else:
        flash.success(request, done)
    return redirect("survey", slug=slug, survey_id=survey_id)


def _to_ask(survey: Survey) -> int:
    audience = audience_named(survey.audience)
    return len(people_of(audience)) if audience else 0


def _facts(survey: Survey) -> list[Fact]:
    audience = audience_named(survey.audience)
    mode = SurveyMode(survey.mode)
    facts = [
        Fact("Template", f"{survey.version.template}, {survey.version}"),
        Fact("Asked", audience.label if audience else survey.audience),
        Fact("Mode", str(mode.label), MEANINGS[mode]),
        Fact("Opened", words.day(survey.opened_on) or "not yet"),
        Fact("Last day", words.day(survey.closes_on)),
    ]
    if survey.state == SurveyState.OPEN:
        left = (survey.closes_on - timezone.localdate()).days
        facts.append(Fact("Reminders", "by themselves" if survey.reminds else "by hand", f"{left} days left"))
    if survey.owner is not None:
        facts.append(Fact("Run by", str(survey.owner)))
    return facts
