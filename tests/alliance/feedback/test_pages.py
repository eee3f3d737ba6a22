"""Pages of those who run surveys, and what others see of them."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from alliance.actions.feedback.replies import write_reply
from alliance.actions.feedback.surveys import close_survey
from alliance.choices import Role, SurveyMode, SurveyState
from alliance.demo.feedback import add_surveys
from alliance.demo.parts import DemoAlliance
from alliance.models import Survey, SurveyInvitation, SurveyReply, SurveyTemplate
from alliance.queries.feedback.audiences import Asked
from alliance.queries.feedback.due import answers_due, surveys_due
from alliance.queries.feedback.results import results_of
from alliance.queries.feedback.templates import latest_version
from tests.factories import feedback
from tests.factories.alliance import (
    AllianceFactory,
    ContactFactory,
    MembershipFactory,
    PartnerFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead(alliance: Any, sign_in: Any) -> Client:
    client, _ = sign_in(alliance, Role.STRATEGIC_LEAD)
    found: Client = client
    return found


def at(route: str, alliance: Any, *more: Any) -> str:
    return reverse(route, args=[alliance.slug, *more])


def test_a_survey_from_choosing_its_template_to_what_came_of_it(alliance: Any, lead: Client) -> None:
    for _ in range(12):
        ContactFactory(partner=PartnerFactory(), is_main=True)
    given = {
        "title": "Annual partner survey 2026",
        "mode": SurveyMode.ANONYMOUS,
        "audience": "main_contacts",
        "closes_on": (timezone.localdate() + timedelta(days=20)).isoformat(),
        "reminds": "on",
    }
    assert "Annual partner survey" in lead.get(at("choose_survey_template", alliance)).content.decode()
    lead.post(at("new_survey", alliance, "annual-partner"), given)
    survey = Survey.objects.get()
    page = lead.get(at("survey", alliance, survey.public_id)).content.decode()
    assert ("12 people would each get a letter" in page, survey.state) == (True, SurveyState.DRAFT)
    lead.post(at("open_survey", alliance, survey.public_id))
    assert SurveyInvitation.objects.filter(survey=survey).count() == 12
    sheet = {"vision": 4, "voice": 4, "recommend": 8, "contact": 5}
    feedback.answered(survey, [sheet] * 10)
    lead.post(at("close_survey", alliance, survey.public_id))
    results = lead.get(at("survey_results", alliance, survey.public_id)).content.decode()
    assert "8.0 on average of 10" in results
    reply = {"said": "Notice", "did": "Dates", "done_by": "Board", "done_on": "today", "published": "on"}
    lead.post(at("add_survey_reply", alliance, survey.public_id), reply)
    assert SurveyReply.objects.get().published


def test_a_template_is_written_with_buttons(alliance: Any, lead: Client) -> None:
    lead.post(at("new_survey_template", alliance), {"title": "Pulse", "about": ""})
    template = SurveyTemplate.objects.get()
    lead.post(at("add_survey_section", alliance, template.public_id), {"title": "Term", "help": ""})
    section = latest_version(template).questionnaire.sections[0].key
    for text, kind, options in (
        ("How was it?", "score", ""),
        ("Which?", "single", "Red\nBlue\n"),
        ("Why?", "text", ""),
    ):
        lead.post(
            at("add_survey_question", alliance, template.public_id, section),
            {"text": text, "kind": kind, "options": options, "help": "", "required": "on"},
        )
    asked = latest_version(template).questionnaire.questions
    assert [(q.text, q.kind, q.options, q.required) for q in asked] == [
        ("How was it?", "score", (), True),
        ("Which?", "single", ("Red", "Blue"), True),
        ("Why?", "text", (), True),
    ]
    lead.post(at("move_survey_question", alliance, template.public_id, asked[2].key))
    lead.post(at("move_survey_question", alliance, template.public_id, asked[0].key), {"down": "on"})
    lead.post(at("remove_survey_question", alliance, template.public_id, asked[1].key))
    assert [q.text for q in latest_version(template).questionnaire.questions] == ["Why?", "How was it?"]


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ("Red", "Write at least two choices, one a line."),
        ("Red\nRed", "Two lines are the same. Take one away."),
        ("\n".join(f"Choice {n}" for n in range(21)), "Write at most 20 lines"),
    ],
)
def test_choices_have_to_be_choices(alliance: Any, lead: Client, options: str, sentence: str) -> None:
    template = feedback.template()
    response = lead.post(
        at("add_survey_question", alliance, template.public_id, "s1"),
        {"text": "Which?", "kind": "single", "options": options},
    )
    assert (response.status_code, sentence in response.content.decode()) == (422, True)


def test_a_refusal_is_told_and_nothing_is_sent(alliance: Any, lead: Client) -> None:
    survey = feedback.draft()
    page = lead.post(at("open_survey", alliance, survey.public_id), follow=True).content.decode()
    assert ("There is nobody to ask" in page, SurveyInvitation.objects.count()) == (True, 0)


def test_a_partners_contact_finds_what_waits_and_what_came_of_it(alliance: Any, sign_in: Any) -> None:
    own, other = PartnerFactory(name="Fernwold Primary"), PartnerFactory()
    client, member = sign_in(alliance, Role.PARTNER_CONTACT, partner=own)
    me = Asked("Leah", member.user.email, own.pk)
    told = feedback.closed(SurveyMode.NAMED, [me], [{"voice": 4}], title="Told of")
    untold = feedback.closed(SurveyMode.NAMED, [me], [{"voice": 4}], title="Not told of")
    theirs = feedback.closed(
        SurveyMode.NAMED, [Asked("Omar", "omar@other.example", other.pk)], [{"voice": 4}], title="Of others"
    )
    for survey in (told, theirs):
        write_reply(
            survey=survey,
            said="Said",
            did="Did",
            done_by="",
            done_on=timezone.localdate(),
            published=True,
            by=UserFactory(),
        )
    feedback.opened(SurveyMode.NAMED, [me], title="Waiting for you")
    page = client.get(at("my_school", alliance)).content.decode()
    assert [words in page for words in ("Waiting for you", "Told of", untold.title, "Of others")] == [
        True,
        True,
        False,
        False,
    ]


def test_today_names_what_closes_with_few_answers_and_what_nobody_heard_of(alliance: Any) -> None:
    member = MembershipFactory(alliance=alliance, roles=[Role.CPD_LEAD])
    today = timezone.localdate()
    few = feedback.opened(title="Few", closes_on=today + timedelta(days=3))
    feedback.answered(few, [{"voice": 4}] * 2)
    many = feedback.opened(title="Many", closes_on=today + timedelta(days=4))
    feedback.answered(many, [{"voice": 4}] * 7)
    feedback.opened(title="Far", closes_on=today + timedelta(days=30))
    closed = feedback.closed(SurveyMode.ANONYMOUS, feedback.people(8), [{"voice": 4}] * 8, title="Over")
    assert [(due.title, due.state) for due in surveys_due(member, today)] == [
        ("Few closes with few answers", "warn"),
        ("Many closes soon", "info"),
        ("Over: say what you do about it", "none"),
    ]
    write_reply(survey=closed, said="S", did="D", done_by="", done_on=today, published=True, by=UserFactory())
    assert len(list(surveys_due(member, today))) == 2
    assert list(surveys_due(MembershipFactory(alliance=alliance, roles=[Role.FINANCE_OFFICER]), today)) == []


def test_today_asks_staff_who_are_asked_themselves(alliance: Any) -> None:
    member = MembershipFactory(alliance=alliance, roles=[Role.FINANCE_OFFICER])
    survey = feedback.opened(SurveyMode.NAMED, [Asked("Me", member.user.email)])
    today = timezone.localdate()
    assert [due.title for due in answers_due(member, today)] == ["You are asked: Partner survey"]
    feedback.answered(survey, [{"voice": 4}])
    assert list(answers_due(member, today)) == []


def test_the_list_asks_the_database_the_same_for_one_and_for_three(alliance: Any, lead: Client) -> None:
    counts = []
    for more in (1, 2):
        for _ in range(more):
            feedback.opened()
        lead.get(at("surveys", alliance))
        with CaptureQueriesContext(
            connection,
        ) as captured:
            lead.get(at("surveys", alliance))
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_the_search_finds_surveys_for_those_who_see_them(alliance: Any, sign_in: Any) -> None:
    feedback.opened(title="Thornback pulse")
    found = {}
    for role in (Role.BOARD_MEMBER, Role.MENTOR):
        client, _ = sign_in(alliance, role)
        page = client.get(f"{at('search', alliance)}?q=thornback").content.decode()
        found[role] = "Thornback pulse" in page
    assert found == {Role.BOARD_MEMBER: True, Role.MENTOR: False}


def test_the_demo_has_results_that_can_be_looked_at_and_is_made_once(db: None) -> None:
    from foundation.tenancy.scope import acting_within

    alliance = AllianceFactory(slug="eastmoor")
    lead = MembershipFactory(alliance=alliance, roles=[Role.STRATEGIC_LEAD])
    with acting_within(alliance):
        for _ in range(24):
            ContactFactory(partner=PartnerFactory(), is_main=True)
        for _ in range(2):
            add_surveys(DemoAlliance(alliance, lead, lead))
        states = sorted(Survey.objects.values_list("state", flat=True))
        closed = Survey.objects.closed().get()
        shown = [
            found.is_hidden
            for section in results_of(closed, {})
            for q in section.questions
            for found in q.found
        ]
    assert (states, shown[0]) == ([SurveyState.CLOSED, SurveyState.OPEN], False)


def test_two_schools_contacts_see_nothing_of_the_survey_pages(alliance: Any, sign_in: Any) -> None:
    survey = feedback.closed(SurveyMode.NAMED, feedback.people(5), [{"voice": 4}] * 5)
    client, _ = sign_in(alliance, Role.PARTNER_CONTACT, partner=PartnerFactory())
    for route in ("survey", "survey_results", "survey_answers", "survey_replies", "export_survey_results"):
        assert client.get(at(route, alliance, survey.public_id)).status_code == 403
    assert not Survey.objects.visible_to(MembershipFactory(alliance=alliance, roles=[Role.MENTOR])).exists()


def test_closing_asks_first(alliance: Any, lead: Client) -> None:
    survey = feedback.opened()
    assert (
        "a survey is not opened again"
        in lead.get(at("close_survey", alliance, survey.public_id)).content.decode()
    )
    survey.refresh_from_db()
    assert survey.state == SurveyState.OPEN
    close_survey(survey=survey, by=None)
