"""What the portal's search finds of surveys."""

from collections.abc import Iterator

from django.urls import reverse

from alliance import policy
from alliance.choices import SurveyState
from alliance.models import Survey
from alliance.queries.feedback.surveys import surveys
from foundation import words
from foundation.search import Asked, Result, Source
from foundation.search.pages import Page


def find_surveys(asked: Asked) -> Iterator[Result]:
    """Surveys by their title, those open first."""
    if asked.loosely:
        return
    slug = asked.member.alliance.slug
    found = surveys(Survey.objects.visible_to(asked.member), text=asked.text)
    for survey in found[: asked.limit]:
        standing = SurveyState(survey.state).label
        hint = f"{standing} · {words.day(survey.closes_on)}"
        yield Result(survey.title, reverse("survey", args=[slug, survey.public_id]), hint)


SOURCE = Source("surveys", "Surveys", "list", policy.see_surveys, find_surveys, 35)
PAGES = (
    Page("New survey", "choose_survey_template", policy.manage_surveys, "feedback ask questions poll"),
    Page("Survey templates", "survey_templates", policy.manage_surveys, "feedback questions annual partner"),
)
