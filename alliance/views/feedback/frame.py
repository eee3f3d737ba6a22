"""What every page of one survey has around it."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone

from alliance import policy
from alliance.choices import SurveyMode, SurveyState
from alliance.models import Survey
from alliance.queries.feedback.surveys import Progress, progress
from foundation import words
from foundation.ui.items import Crumb, MenuItem, Tab

STATES = {SurveyState.DRAFT: "none", SurveyState.OPEN: "info", SurveyState.CLOSED: "good"}
"""State → the design system's."""


def survey_of(request: HttpRequest, survey_id: UUID) -> Survey:
    """The survey of the address, as far as the reader may see it."""
    found = Survey.objects.visible_to(request.member).select_related("version__template", "owner")
    survey = found.filter(public_id=survey_id).first()
    if survey is None:
        raise Http404("There is no such survey.")
    return survey


def address_of(route: str, slug: str, survey: Survey) -> str:
    return reverse(route, args=[slug, survey.public_id])


def frame_of(request: HttpRequest, survey: Survey, tab: str) -> dict[str, Any]:
    slug = request.alliance.slug
    done = progress(survey)
    return {
        "page_title": survey.title,
        "breadcrumbs": [Crumb("Surveys", reverse("surveys", args=[slug])), Crumb(survey.title)],
        "survey": survey,
        "progress": done,
        "state": (STATES[SurveyState(survey.state)], SurveyState(survey.state).label),
        "about": _about(survey, done),
        "may_manage": policy.manage_surveys.test(request.member),
        "is_open": survey.takes_answers(timezone.localdate()),
        "tabs": _tabs(request, survey, tab),
        "menu": _menu(request, survey),
    }


def _about(survey: Survey, done: Progress) -> list[str]:
    about = [str(SurveyMode(survey.mode).label)]
    if survey.state == SurveyState.DRAFT:
        return [*about, f"last day {words.day(survey.closes_on)}"]
    closed = f"closed {words.day(survey.closed_at)}"
    last = closed if survey.state == SurveyState.CLOSED else f"open until {words.day(survey.closes_on)}"
    return [*about, last, f"{done.words} answered"]


def _tabs(request: HttpRequest, survey: Survey, current: str) -> list[Tab]:
    routes = {"Overview": "survey", "Results": "survey_results"}
    if survey.is_named and policy.see_single_answers.test(request.member, survey):
        routes["Answers"] = "survey_answers"
    routes["You said, we did"] = "survey_replies"
    slug = request.alliance.slug
    return [
        Tab(name, address_of(route, slug, survey), current=name == current) for name, route in routes.items()
    ]


def _menu(request: HttpRequest, survey: Survey) -> list[MenuItem]:
    slug = request.alliance.slug
    items = [MenuItem("See the form", address_of("preview_survey", slug, survey))]
    if not policy.manage_surveys.test(request.member):
        return items
    if survey.state != SurveyState.CLOSED:
        items.append(MenuItem("Change", address_of("edit_survey", slug, survey)))
    if survey.state == SurveyState.DRAFT:
        items.append(
            MenuItem("Remove", address_of("remove_survey", slug, survey), post=True, destructive=True)
        )
    if survey.state == SurveyState.OPEN:
        items.append(MenuItem("Close now", address_of("close_survey", slug, survey), destructive=True))
    return items
