"""The life of a survey: drafted, opened, closed; and its templates."""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from alliance.actions.feedback import surveys, templates
from alliance.actions.feedback.answering import LinkSpent, SurveyEnded, answer_survey
from alliance.actions.feedback.replies import write_reply
from alliance.actions.feedback.surveys import SurveyPlan
from alliance.choices import QuestionKind, SurveyMode, SurveyState
from alliance.logic.feedback.questionnaire import Question, Questionnaire
from alliance.models import BallotBox, Survey, TemplateVersion
from alliance.queries.feedback.audiences import Asked, Audience, audience_named, people_of
from alliance.queries.feedback.results import results_of
from alliance.queries.feedback.surveys import progress
from alliance.queries.feedback.templates import latest_version
from foundation.refusal import Refused
from tests.factories import feedback
from tests.factories.alliance import ContactFactory, PartnerFactory, PartnerRoleFactory, UserFactory

pytestmark = pytest.mark.django_db
SHEET = {"voice": 4}


def test_a_version_that_was_sent_stays_and_a_change_makes_the_next(alliance: Any) -> None:
    template, by = feedback.template(), UserFactory()
    assert latest_version(template).number == 1
    survey = feedback.opened(of=template)
    added = Question("new", QuestionKind.TEXT, "Anything else?")
    templates.change_questions(template=template, change=lambda now: now.with_question("s1", added), by=by)
    numbers = list(
        TemplateVersion.objects.filter(template=template).values_list("number", "used").order_by("number")
    )
    assert numbers == [(1, True), (2, False)]
    survey.refresh_from_db()
    assert (survey.version.questionnaire, latest_version(template).questionnaire.question("new")) == (
        feedback.QUESTIONS,
        added,
    )


def test_the_database_keeps_a_version_that_was_sent(alliance: Any) -> None:
    survey = feedback.opened()
    for change in ({"content": Questionnaire().as_json()}, {"used": False}):
        with pytest.raises(IntegrityError, match="not changed"), transaction.atomic():
            TemplateVersion.objects.filter(pk=survey.version_id).update(**change)


def test_the_annual_partner_survey_comes_with_the_portal_and_is_taken_once(alliance: Any) -> None:
    by = UserFactory()
    first, again = (templates.take_shipped(key="annual-partner", by=by) for _ in range(2))
    assert (first, first.title) == (again, "Annual partner survey")
    assert len(latest_version(first).questionnaire.questions) == 9


def test_everybody_of_the_audience_is_asked_once_by_their_address(alliance: Any) -> None:
    partners = [PartnerFactory() for _ in range(6)]
    for partner in partners:
        PartnerRoleFactory(partner=partner, academic_year=2025)
        ContactFactory(partner=partner, is_main=True)
    ContactFactory(partner=partners[0], is_main=False, email="Another@fernwold.example")
    ContactFactory(partner=PartnerFactory(left_on=date(2025, 1, 1)), is_main=True)
    ContactFactory(partner=PartnerFactory(), is_main=True, email="", phone="01632 960811")
    with time_machine.travel("2026-02-03 09:00 +0000"):
        asked = people_of(audience_named("main_contacts"))  # type: ignore[arg-type]  # it is registered
    assert [(person.partner_id, person.facts) for person in asked] == [
        (partner.pk, {"kind": "Alliance member", "phase": "Primary"}) for partner in partners
    ]
    assert len(people_of(audience_named("contacts"))) == 7  # type: ignore[arg-type]  # likewise


def test_two_people_behind_one_address_get_one_letter() -> None:
    def both() -> list[Asked]:
        return [Asked("Leah", "office@fernwold.example"), Asked("Omar", "Office@fernwold.example")]

    assert [person.name for person in people_of(Audience("x", "X", both))] == ["Leah"]


@pytest.mark.parametrize("mode", [SurveyMode.ANONYMOUS, SurveyMode.CONFIDENTIAL])
def test_four_people_are_not_asked_what_would_never_be_shown(alliance: Any, mode: str) -> None:
    with pytest.raises(Refused, match="This would ask 4 people, and what fewer than five answer"):
        feedback.opened(mode, feedback.people(4))
    assert feedback.opened(SurveyMode.NAMED, feedback.people(4)).state == SurveyState.OPEN


@pytest.mark.parametrize(
    ("days", "refused"),
    [(0, "The last day has to lie ahead"), (121, "open for 120 days at most")],
)
def test_the_last_day_lies_ahead_and_not_too_far(alliance: Any, days: int, refused: str) -> None:
    with pytest.raises(Refused, match=refused):
        feedback.opened(closes_on=timezone.localdate() + timedelta(days=days))


def test_a_survey_that_asks_nothing_is_not_opened(alliance: Any) -> None:
    empty = feedback.template(questionnaire=Questionnaire())
    with pytest.raises(Refused, match="It asks nothing yet"):
        feedback.opened(of=empty)


def test_a_link_is_used_once(alliance: Any) -> None:
    survey = feedback.opened()
    (person,) = feedback.answered(survey, [SHEET])
    with pytest.raises(LinkSpent):
        answer_survey(invitation=person, answers=SHEET)
    assert progress(survey).answered == 1


def test_after_the_last_day_no_answer_is_taken_though_nothing_has_closed_it_yet(alliance: Any) -> None:
    with time_machine.travel("2026-02-03 09:00 +0000") as clock:
        survey = feedback.opened(closes_on=date(2026, 2, 24))
        clock.move_to("2026-02-25 09:00 +0000")
        with pytest.raises(SurveyEnded):
            feedback.answered(survey, [SHEET])


def test_nothing_is_shown_before_it_closes(alliance: Any) -> None:
    survey = feedback.opened(SurveyMode.CONFIDENTIAL)
    feedback.answered(survey, [SHEET] * 8)
    assert results_of(survey, {}) == []
    surveys.close_survey(survey=survey, by=None)
    assert results_of(Survey.objects.get(pk=survey.pk), {})[0].questions[0].found[0].n == 8


def test_what_was_closed_is_never_opened_or_changed_again(alliance: Any) -> None:
    survey = feedback.closed(SurveyMode.ANONYMOUS, feedback.people(8), [SHEET] * 8)
    plan = SurveyPlan("Other", SurveyMode.NAMED, "members", timezone.localdate() + timedelta(days=5))
    by = UserFactory()
    for attempt in (
        lambda: surveys.open_survey(survey=survey, by=by),
        lambda: surveys.close_survey(survey=survey, by=by),
        lambda: surveys.change_survey(survey=survey, plan=plan, by=by),
        lambda: surveys.remove_draft(survey=survey, by=by),
        lambda: surveys.remind(survey=survey, by=by),
    ):
        with pytest.raises(Refused):
            attempt()


def test_of_an_open_survey_only_a_later_last_day_can_be_set(alliance: Any) -> None:
    survey, by = feedback.opened(), UserFactory()
    later = survey.closes_on + timedelta(days=7)
    plan = SurveyPlan("Other title", SurveyMode.NAMED, "members", later, reminds=False)
    changed = surveys.change_survey(survey=survey, plan=plan, by=by)
    assert (changed.title, changed.mode, changed.closes_on, changed.reminds) == (
        "Partner survey",
        SurveyMode.ANONYMOUS,
        later,
        False,
    )
    sooner = SurveyPlan("Other", SurveyMode.NAMED, "members", survey.closes_on - timedelta(days=1))
    with pytest.raises(Refused, match="People were told a later day"):
        surveys.change_survey(survey=survey, plan=sooner, by=by)


def test_small_confidential_runs_are_counted_together_and_an_anonymous_one_is_not(alliance: Any) -> None:
    template = feedback.template()
    runs = [
        feedback.closed(SurveyMode.CONFIDENTIAL, feedback.people(8), [SHEET] * count, of=template)
        for count in (3, 3, 6, 2)
    ]
    alone = feedback.closed(SurveyMode.ANONYMOUS, feedback.people(8), [SHEET] * 3, of=template)
    shown = [results_of(run, {})[0].questions[0].found[0] for run in [*runs, alone]]
    assert [(one.n, one.runs) for one in shown] == [(6, 2), (6, 2), (6, 1), (None, 1), (None, 1)]


def test_a_box_stays_sealed_for_another_key(alliance: Any, settings: Any) -> None:
    from cryptography.fernet import InvalidToken

    survey = feedback.opened()
    feedback.answered(survey, [SHEET])
    before = settings.SECRET_KEY
    settings.SECRET_KEY = "another key, and the first forgotten"
    with pytest.raises(InvalidToken):
        feedback.answered(survey, [SHEET])
    settings.SECRET_KEY_FALLBACKS = [before]
    feedback.answered(survey, [SHEET] * 5)
    assert BallotBox.objects.filter(survey=survey).count() == 1


def test_what_was_done_is_said_only_after_people_could_say_something(alliance: Any) -> None:
    entry = {"said": "More notice", "did": "Dates a term ahead", "done_by": "The board", "published": True}
    by, today = UserFactory(), timezone.localdate()
    with pytest.raises(Refused, match="Wait until the survey has closed"):
        write_reply(survey=feedback.opened(), **entry, done_on=today, by=by)
    survey = feedback.closed(SurveyMode.ANONYMOUS, feedback.people(8), [SHEET] * 8)
    reply = write_reply(survey=survey, **entry, done_on=today, by=by)
    changed = write_reply(survey=survey, reply=reply, **{**entry, "said": "Less"}, done_on=today, by=by)
    assert (changed.pk, changed.said) == (reply.pk, "Less")
