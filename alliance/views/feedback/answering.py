"""Where people answer: by the link in their letter, without logging in.

Looking changes nothing, so that a mail program which opens links spends none.
"""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from alliance.actions.feedback.answering import answer_survey
from alliance.actions.feedback.surveys import stop_reminders
from alliance.choices import SurveyMode, SurveyState
from alliance.emails.surveys import PROMISES
from alliance.forms.feedback.answering import AnswerForm
from alliance.models import Survey, SurveyInvitation
from alliance.queries.feedback.links import answer_path, invitation_of, stop_path
from alliance.queries.feedback.mine import published_replies
from alliance.queries.feedback.surveys import progress
from alliance.queries.identity import alliance_card, alliance_id_of
from alliance.views.feedback.shared import shared_sections
from foundation import words
from foundation.access import public
from foundation.refusal import Refused
from foundation.tenancy.scope import acting_within

BY_LINK = "the link is the right to answer: it is signed, and works once"


@never_cache
@public(BY_LINK)
@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """The form (GET), and answering (POST): once, until the survey closes."""
    alliance_id = alliance_id_of(slug)
    if alliance_id is None:
        return _unknown(request)
    with acting_within(alliance_id):
        invitation = invitation_of(token)
        return _unknown(request) if invitation is None else _answer(request, slug, invitation)


@never_cache
@public(BY_LINK)
@require_http_methods(["GET", "POST"])
def stop(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """Hear no more of this survey: a button, since mail programs open links by themselves."""
    alliance_id = alliance_id_of(slug)
    if alliance_id is None:
        return _unknown(request)
    with acting_within(alliance_id):
        invitation = invitation_of(token)
        if invitation is None:
            return _unknown(request)
        if request.method == "POST":
            stop_reminders(invitation=invitation)
            invitation.wants_no_reminders = True
        context = {
            **_around(invitation.survey),
            "stopped": invitation.wants_no_reminders,
            "answer_href": answer_path(invitation, slug),
        }
        return render(request, "alliance/feedback/stop.html", context)


@public("what people said and what was done, for everybody who was asked: counts, no answer and no name")
@require_http_methods(["GET"])
def outcome(request: HttpRequest, slug: str, survey_id: UUID) -> HttpResponse:
    """“You said, we did”, by the link that those who were asked get."""
    alliance_id = alliance_id_of(slug)
    if alliance_id is None:
        return _unknown(request)
    with acting_within(alliance_id):
        survey = Survey.objects.closed().filter(public_id=survey_id).first()
        if survey is None:
            return _unknown(request)
        return render(request, "alliance/feedback/outcome.html", {**_around(survey), **_outcome(survey)})


def _answer(request: HttpRequest, slug: str, invitation: SurveyInvitation) -> HttpResponse:
    survey = invitation.survey
    context = {**_around(survey), "stop_href": stop_path(invitation, slug)}
    if not survey.takes_answers(timezone.localdate()):
        ended = {**_outcome(survey), "answered": invitation.answered}
        return render(request, "alliance/feedback/ended.html", {**context, **ended}, status=410)
    if invitation.answered:
        return render(request, "alliance/feedback/thanks.html", context)
    form = AnswerForm(request.POST or None, questionnaire=survey.version.questionnaire, named=survey.is_named)
    if request.method == "POST" and form.is_valid():
        try:
            answer_survey(invitation=invitation, answers=form.answers)
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            return redirect(request.path)
    context |= {"form": form, "promise": _promise(survey), "until": words.day(survey.closes_on)}
    return render(request, "alliance/feedback/answer.html", context, status=422 if form.errors else 200)


def _promise(survey: Survey) -> str:
    """What becomes of the answers; of a named survey, who reads them."""
    mode = SurveyMode(survey.mode)
    if mode != SurveyMode.NAMED:
        return PROMISES[mode]
    readers = f"{survey.owner} and the leads of the alliance" if survey.owner else "The leads of the alliance"
    return f"{PROMISES[mode]} {readers} read them."


def _around(survey: Survey) -> dict[str, Any]:
    card = alliance_card()
    return {"page_title": survey.title, "survey": survey, "alliance_name": card.name}


def _outcome(survey: Survey) -> dict[str, Any]:
    is_closed = survey.state == SurveyState.CLOSED
    replies = [(reply, words.day(reply.done_on)) for reply in published_replies(survey)] if is_closed else []
    return {
        "replies": replies,
        "results": shared_sections(survey) if is_closed else [],
        "progress": progress(survey),
        "closed": words.day(survey.closed_at),
    }


def _unknown(request: HttpRequest) -> HttpResponse:
    return render(request, "alliance/feedback/unknown.html", {"page_title": "Survey"}, status=404)
