"""Erasing somebody who was asked: no text of theirs is left, and every count stays."""

from typing import Any

import pytest
from django.apps import apps

from alliance.actions.feedback.holdings import HOLDINGS
from alliance.choices import SurveyMode
from alliance.models import SurveyAnswers, SurveyInvitation
from alliance.queries.feedback.answers import single_answers
from alliance.queries.feedback.results import results_of
from alliance.queries.feedback.surveys import progress
from foundation.personal.subject import Subject
from tests.factories import feedback

pytestmark = pytest.mark.django_db
LEAH = Subject(given_name="Leah", family_name="person 2", emails=("person2@fernwold.example",))


def erase(subject: Subject) -> None:
    for holding in HOLDINGS:
        model = apps.get_model(holding.model)
        holding.erase.carry_out(model.objects.filter(holding.found(subject)), subject)


def test_the_link_and_the_name_go_and_the_counts_stay(alliance: Any) -> None:
    sheets = [{"voice": 4, "better": "Ask Leah person 2 about it" if n == 5 else "No"} for n in range(8)]
    survey = feedback.closed(SurveyMode.NAMED, feedback.people(8), sheets)
    before = (results_of(survey, {})[0].questions[0], progress(survey))
    erase(LEAH)
    assert (results_of(survey, {})[0].questions[0], progress(survey)) == before
    assert len(single_answers(survey)) == 7
    left = [
        *SurveyInvitation.objects.values_list("name", "email"),
        *SurveyAnswers.objects.values_list("answers"),
    ]
    assert [row for row in left if "person 2" in str(row) or "person2" in str(row)] == []


def test_two_who_were_asked_the_same_can_both_be_erased(alliance: Any) -> None:
    survey = feedback.opened(SurveyMode.NAMED)
    for number in (2, 3):
        erase(
            Subject(
                given_name="Leah",
                family_name=f"person {number}",
                emails=(f"person{number}@fernwold.example",),
            )
        )
    assert SurveyInvitation.objects.filter(survey=survey, email="").count() == 2
