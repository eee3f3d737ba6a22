"""Answering by the link in a letter: without logging in, once, losing nothing."""

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
import structlog
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from alliance.actions.feedback.replies import write_reply
from alliance.actions.feedback.surveys import close_survey
from alliance.choices import SurveyMode
from alliance.models import Survey, SurveyAnswers, SurveyInvitation
from alliance.queries.feedback.links import answer_path, stop_path
from foundation.tenancy.scope import acting_within
from tests.factories import feedback
from tests.factories.alliance import UserFactory
from tsa_portal.logging import LOGGING, configure_structlog

pytestmark = pytest.mark.django_db
GIVEN = {
    "voice": "4",
    "recommend": "9",
    "first": "Leaders",
    "used": ["Training", "Support"],
    "quality-1": "5",
    "better": "More notice, please",
}
KEPT = {
    "voice": 4,
    "recommend": 9,
    "first": "Leaders",
    "used": ["Training", "Support"],
    "quality-1": 5,
    "better": "More notice, please",
}


@pytest.fixture
def nobody() -> Client:
    """A browser in which nobody is signed in."""
    return Client()


def first_of(survey: Survey) -> SurveyInvitation:
    invitation: SurveyInvitation = SurveyInvitation.objects.filter(survey=survey).earliest("pk")
    return invitation


def link_of(survey: Survey, alliance: Any) -> str:
    return answer_path(first_of(survey), alliance.slug)


def test_looking_changes_nothing_and_sending_answers(alliance: Any, nobody: Client) -> None:
    survey = feedback.opened(SurveyMode.CONFIDENTIAL)
    link = link_of(survey, alliance)
    page = nobody.get(link).content.decode()
    assert ("We have a say" in page, "It is confidential" in page, first_of(survey).answered) == (
        True,
        True,
        False,
    )
    assert nobody.post(link, GIVEN).status_code == 302
    assert (first_of(survey).answered, SurveyAnswers.objects.get().answers) == (True, KEPT)
    assert "Your answers to “Partner survey” are in" in nobody.get(link).content.decode()


def test_a_link_works_once(alliance: Any, nobody: Client) -> None:
    survey = feedback.opened(SurveyMode.CONFIDENTIAL)
    link = link_of(survey, alliance)
    nobody.post(link, GIVEN)
    again = nobody.post(link, {**GIVEN, "voice": "1"})
    assert ("Thank you" in again.content.decode(), SurveyAnswers.objects.get().answers) == (True, KEPT)


def test_an_error_loses_nothing_of_what_was_filled_in(alliance: Any, nobody: Client) -> None:
    survey = feedback.opened(SurveyMode.CONFIDENTIAL)
    response = nobody.post(link_of(survey, alliance), {**GIVEN, "voice": ""})
    page = response.content.decode()
    assert (response.status_code, "Choose an answer for “We have a say”" in page) == (422, True)
    assert page.count("checked") == 5
    assert "More notice, please" in page
    assert not first_of(survey).answered


@pytest.mark.parametrize(
    "wrong",
    [{"voice": "6"}, {"recommend": "11"}, {"first": "Cooks"}, {"used": ["Cooks"]}, {"better": "x" * 2001}],
)
def test_what_the_question_does_not_offer_is_not_taken(alliance: Any, nobody: Client, wrong: Any) -> None:
    survey = feedback.opened(SurveyMode.CONFIDENTIAL)
    assert nobody.post(link_of(survey, alliance), {**GIVEN, **wrong}).status_code == 422
    assert not SurveyAnswers.objects.exists()


def test_a_wrong_link_says_nothing(alliance: Any, other_alliance: Any, nobody: Client) -> None:
    survey = feedback.opened()
    link = link_of(survey, alliance)
    token = link.rstrip("/").rpartition("/")[2]
    wrong = [
        link.replace(token, token[:-1] + ("A" if token[-1] != "A" else "B")),
        link.replace(token, first_of(survey).public_id.hex),
        link.replace(alliance.slug, other_alliance.slug),
        link.replace(alliance.slug, "nowhere"),
    ]
    for address in wrong:
        response = nobody.get(address)
        assert (response.status_code, "Partner survey" in response.content.decode()) == (404, False)


def test_a_link_says_when_the_survey_has_closed_and_what_came_of_it(alliance: Any, nobody: Client) -> None:
    survey = feedback.closed(SurveyMode.ANONYMOUS, feedback.people(8), [{"voice": 4}] * 8)
    entry = {"did": "Dates a term ahead", "done_by": "The board", "done_on": timezone.localdate()}
    write_reply(survey=survey, said="More notice", published=True, by=UserFactory(), **entry)
    write_reply(survey=survey, said="Not ready", published=False, by=UserFactory(), **entry)
    outcome = reverse("survey_outcome", args=[alliance.slug, survey.public_id])
    for address, status in ((link_of(survey, alliance), 410), (outcome, 200)):
        response = nobody.get(address)
        page = response.content.decode()
        assert (response.status_code, "More notice" in page, "Not ready" in page) == (status, True, False)


def test_what_came_of_an_open_survey_is_not_there_yet(alliance: Any, nobody: Client) -> None:
    survey = feedback.opened()
    assert nobody.get(reverse("survey_outcome", args=[alliance.slug, survey.public_id])).status_code == 404


def test_reminders_are_stopped_by_a_button_and_not_by_looking(alliance: Any, nobody: Client) -> None:
    survey = feedback.opened()
    address = stop_path(first_of(survey), alliance.slug)
    nobody.get(address)
    assert not first_of(survey).wants_no_reminders
    assert "You get no more reminders" in nobody.post(address).content.decode()
    assert first_of(survey).wants_no_reminders


def test_a_named_survey_says_who_will_read_the_answers(alliance: Any, nobody: Client) -> None:
    survey = feedback.opened(SurveyMode.NAMED, by=UserFactory(full_name="Priya Nandwani"))
    page = nobody.get(link_of(survey, alliance)).content.decode()
    assert "Priya Nandwani and the leads of the alliance read them." in page
    assert "Name nobody" not in page


def test_after_the_last_day_the_link_says_so(alliance: Any, nobody: Client) -> None:
    with time_machine.travel("2026-02-03 09:00 +0000") as clock:
        survey = feedback.opened(closes_on=timezone.localdate().replace(day=24))
        clock.move_to("2026-02-25 09:00 +0000")
        assert nobody.post(link_of(survey, alliance), GIVEN).status_code == 410


@pytest.fixture
def lines() -> Iterator[Any]:
    """Every line logged since the test began, as it would be written."""
    configure_structlog()
    make = dict(LOGGING["formatters"]["json"])
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(make.pop("()")(**make))
    root, level = logging.getLogger(), logging.getLogger().level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    root.removeHandler(handler)
    root.setLevel(level)
    structlog.contextvars.clear_contextvars()


def test_the_log_of_requests_holds_neither_the_link_nor_an_answer(
    alliance: Any, nobody: Client, lines: Any
) -> None:
    survey = feedback.opened()
    link = link_of(survey, alliance)
    nobody.post(link, GIVEN)
    told = json.dumps(lines(), ensure_ascii=False)
    token = link.rstrip("/").rpartition("/")[2]
    assert (f"/p/{alliance.slug}/answer/…/" in told, token in told, "More notice" in told) == (
        True,
        False,
        False,
    )


def test_nobody_of_another_alliance_is_found(alliance: Any, other_alliance: Any, nobody: Client) -> None:
    survey = feedback.opened()
    with acting_within(other_alliance):
        theirs = feedback.opened()
        path = answer_path(first_of(theirs), alliance.slug)
    assert nobody.get(path).status_code == 404
    close_survey(survey=survey, by=None)
