"""Surveys that open by themselves, at occasions that apps register."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from alliance.actions.feedback.standing import let_open, let_open_no_more, open_what_is_due
from alliance.actions.feedback.surveys import LETTERS
from alliance.choices import Role, SurveyMode, SurveyState
from alliance.models import StandingSurvey, Survey, SurveyInvitation
from alliance.queries.feedback import triggers
from alliance.queries.feedback.triggers import Occasion, Trigger, register_trigger, trigger_named
from alliance.tasks import HOURLY, do_what_the_hour_asks
from foundation.jobs.models import Job
from foundation.jobs.worker import work
from tests.factories import feedback
from tests.factories.alliance import ContactFactory, PartnerFactory, UserFactory

pytestmark = pytest.mark.django_db
DAY = date(2026, 2, 3)


@pytest.fixture
def ended(monkeypatch: pytest.MonkeyPatch) -> Trigger:
    """What a programme would register: two sessions ended, of which one had four people."""
    occasions = [
        Occasion("1", "Reading fluency 3", lambda: feedback.people(6)),
        Occasion("2", "Maths leads 1", lambda: feedback.people(4)),
    ]
    monkeypatch.setattr(triggers, "_triggers", dict(triggers._triggers))
    trigger = Trigger("session-ended", "The day after a session", lambda today: occasions)
    register_trigger(trigger)
    return trigger


def test_each_occasion_opens_one_survey_once(alliance: Any, ended: Trigger) -> None:
    with time_machine.travel(datetime(2026, 2, 3, 3, tzinfo=UTC)):
        assert open_what_is_due(DAY) == 0, "the alliance has not said so"
        standing = let_open(
            trigger=ended, template=feedback.template(), mode=SurveyMode.ANONYMOUS, days=14, by=UserFactory()
        )
        assert (open_what_is_due(DAY), open_what_is_due(DAY)) == (1, 0)
        survey = Survey.objects.get()
        assert (survey.title, survey.state, survey.closes_on, survey.occasion) == (
            "Reading fluency 3",
            SurveyState.OPEN,
            date(2026, 2, 17),
            "session-ended:1",
        )
        assert SurveyInvitation.objects.filter(survey=survey).count() == 6
        let_open_no_more(standing=standing, by=UserFactory())
        assert not StandingSurvey.objects.exists()


def test_what_is_due_opens_in_the_morning_with_its_letters(alliance: Any, ended: Trigger) -> None:
    by = UserFactory()
    with time_machine.travel(datetime(2026, 2, 3, 3, tzinfo=UTC)) as clock:
        let_open(trigger=ended, template=feedback.template(), mode=SurveyMode.ANONYMOUS, days=14, by=by)
        opened = {}
        for hour in (3, 6, 7, 8):
            clock.move_to(datetime(2026, 2, 3, hour, 1, tzinfo=UTC))
            do_what_the_hour_asks()
            work(Job.objects.filter(kind=HOURLY, alliance_id=alliance.pk).latest("pk").pk)
            opened[hour] = (Survey.objects.count(), Job.objects.filter(kind=LETTERS).count())
    assert opened == {3: (0, 0), 6: (0, 0), 7: (1, 1), 8: (1, 1)}


def test_a_trigger_of_another_app_may_not_take_a_name_that_is_taken(ended: Trigger) -> None:
    with pytest.raises(ValueError, match="registered already"):
        register_trigger(Trigger("session-ended", "Another", lambda today: []))


def test_the_annual_survey_is_due_in_june_and_no_other_month(alliance: Any) -> None:
    for _ in range(6):
        ContactFactory(partner=PartnerFactory(), is_main=True)
    annual = trigger_named("annual")
    assert annual is not None
    due = {month: [one.subject for one in annual.due(date(2026, month, 15))] for month in range(1, 13)}
    assert due == {month: ["2025-26"] if month == 6 else [] for month in range(1, 13)}
    (occasion,) = annual.due(date(2026, 6, 1))
    assert (occasion.title, len(list(occasion.people()))) == ("Annual partner survey 2025/26", 6)


def test_in_june_nobody_is_looked_for_once_they_have_been_asked(alliance: Any) -> None:
    for _ in range(6):
        ContactFactory(partner=PartnerFactory(), is_main=True)
    annual = trigger_named("annual")
    assert annual is not None
    with time_machine.travel(datetime(2026, 6, 1, 9, tzinfo=UTC)):
        let_open(
            trigger=annual, template=feedback.template(), mode=SurveyMode.ANONYMOUS, days=14, by=UserFactory()
        )
        looked_for = []
        for _ in range(2):
            with CaptureQueriesContext(connection) as asked:
                opened = open_what_is_due(date(2026, 6, 1))
            looked_for.append((opened, any("alliance_contact" in query["sql"] for query in asked)))
    assert looked_for == [(1, True), (0, False)]


def test_it_is_set_up_changed_and_stopped_on_a_page(alliance: Any, sign_in: Any) -> None:
    client, _ = sign_in(alliance, Role.CPD_LEAD)
    page: Client = client
    template = feedback.template()
    edit = reverse("edit_standing_survey", args=[alliance.slug, "annual"])
    page.post(edit, {"template": template.pk, "mode": "anonymous", "days": "30"})
    page.post(edit, {"template": template.pk, "mode": "confidential", "days": "21"})
    standing = StandingSurvey.objects.get()
    assert (standing.trigger, standing.mode, standing.days) == ("annual", "confidential", 21)
    listed = page.get(reverse("standing_surveys", args=[alliance.slug])).content.decode()
    assert "Partner survey, confidential, 21 days to answer" in listed
    page.post(reverse("stop_standing_survey", args=[alliance.slug, "annual"]))
    assert not StandingSurvey.objects.exists()
