"""“You said, we did”: writing it, and the page on which people who were asked read it."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from alliance import policy
from alliance.actions.feedback.replies import remove_reply, write_reply
from alliance.choices import SurveyState
from alliance.forms.feedback.surveys import ReplyForm
from alliance.models import Survey, SurveyReply
from alliance.views.feedback.frame import address_of, frame_of, survey_of
from foundation import words
from foundation.access import requires
from foundation.forms.refusals import refuse
from foundation.refusal import Refused
from foundation.ui import flash


@requires(policy.see_surveys)
def replies(request: HttpRequest, slug: str, survey_id: UUID) -> HttpResponse:
    """Every entry, those not shown yet too."""
    survey = survey_of(request, survey_id)
    written = SurveyReply.objects.filter(survey=survey).order_by("-done_on", "-pk")
    context = {
        **frame_of(request, survey, "You said, we did"),
        "replies": [(reply, words.day(reply.done_on)) for reply in written],
        "is_closed": survey.state == SurveyState.CLOSED,
        "public_href": address_of("survey_outcome", slug, survey),
    }
    return render(request, "alliance/feedback/replies.html", context)


@requires(policy.manage_surveys)
def add(request: HttpRequest, slug: str, survey_id: UUID) -> HttpResponse:
    survey = survey_of(request, survey_id)
    form = ReplyForm(request.POST or None, initial={"done_on": timezone.localdate(), "published": True})
    return _write(request, slug, survey, form, None)


@requires(policy.manage_surveys)
def edit(request: HttpRequest, slug: str, survey_id: UUID, reply_id: UUID) -> HttpResponse:
    survey = survey_of(request, survey_id)
    reply = _reply_of(survey, reply_id)
    return _write(
        request, slug, survey, ReplyForm(request.POST or None, initial=ReplyForm.saved(reply)), reply
    )


@require_POST
@requires(policy.manage_surveys)
def remove(request: HttpRequest, slug: str, survey_id: UUID, reply_id: UUID) -> HttpResponse:
    survey = survey_of(request, survey_id)
    remove_reply(reply=_reply_of(survey, reply_id), by=request.user)
    flash.success(request, "Entry removed")
    return redirect("survey_replies", slug=slug, survey_id=survey_id)


def _write(
    request: HttpRequest, slug: str, survey: Survey, form: ReplyForm, reply: SurveyReply | None
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            write_reply(survey=survey, reply=reply, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            refuse(form, refusal)
        else:
            flash.success(
                request,
                "Saved, and shown to everybody who was asked" if form.cleaned_data["published"] else "Saved",
            )
            return redirect("survey_replies", slug=slug, survey_id=survey.public_id)
    context = {
        **frame_of(request, survey, ""),
        "page_title": "You said, we did",
        "form": form,
        "back": address_of("survey_replies", slug, survey),
        "submit": "Save",
    }
    return render(request, "alliance/feedback/form.html", context, status=422 if form.errors else 200)


def _reply_of(survey: Survey, reply_id: UUID) -> SurveyReply:
    reply = SurveyReply.objects.filter(survey=survey, public_id=reply_id).first()
    if reply is None:
        raise Http404("There is no such entry.")
    return reply
