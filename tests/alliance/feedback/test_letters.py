"""The letters and reminders of a survey, and what the hour does about them."""

from collections.abc import Callable
from datetime import date, timedelta
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from alliance.actions.feedback import surveys
from alliance.actions.feedback.letters import try_again
from alliance.actions.feedback.surveys import LETTERS, close_survey, open_survey
from alliance.actions.partners import end_partnership, rejoin
from alliance.choices import Role, SurveyState
from alliance.logic.feedback.reminders import is_due
from alliance.models import Contact, Survey, SurveyInvitation
from alliance.queries.feedback.surveys import progress
from alliance.tasks import HOURLY, do_what_the_hour_asks, forget_what_is_past_keeping
from foundation.emails.letter import Letter
from foundation.jobs.models import Job
from foundation.jobs.worker import work
from foundation.refusal import Refused
from tests.factories import feedback
from tests.factories.alliance import ContactFactory, PartnerFactory, UserFactory

pytestmark = pytest.mark.django_db
SHEET = {"voice": 4}


@pytest.fixture(autouse=True)
def no_pulse(monkeypatch: pytest.MonkeyPatch) -> None:
    """No heartbeat, which cannot see a job that is not committed."""
    monkeypatch.setattr("foundation.jobs.heartbeat.PULSE", 60)


def write_letters(survey: Survey) -> list[str]:
    """Do the job that waits; whom it wrote to."""
    mail.outbox.clear()
    work(Job.objects.filter(kind=LETTERS, subject=str(survey.pk)).latest("pk").pk)
    return [message.to[0] for message in mail.outbox]


def test_each_person_gets_one_letter_with_a_link_of_their_own(alliance: Any) -> None:
    survey = feedback.opened()
    sent = write_letters(survey)
    links = {
        line
        for message in mail.outbox
        for line in message.body.splitlines()
        if "/answer/" in line and "/stop/" not in line
    }
    assert (sorted(sent), len(links)) == (sorted(person.email for person in feedback.people(8)), 8)
    assert write_letters_again(survey) == []


def write_letters_again(survey: Survey) -> list[str]:
    from foundation.jobs.queue import enqueue

    enqueue(LETTERS, alliance=survey.alliance_id, subject=survey.pk)
    return write_letters(survey)


def refused(code: int, said: bytes, *addresses: str) -> Callable[[Letter], None]:
    """How the mail server takes letters: none to these addresses, or none at all."""
    send = Letter.send

    def taken(letter: Letter) -> None:
        if not addresses or letter.to in addresses:
            raise SMTPRecipientsRefused({letter.to: (code, said)})
        send(letter)

    return taken


FIRST = "person0@fernwold.example"


@pytest.mark.parametrize(
    ("code", "said", "left"),
    [
        (550, b"5.1.1 no such person", (0, 1)),
        (550, b"no such person", (0, 1)),
        (450, b"4.2.2 the mailbox is full", (1, 0)),
        (554, b"5.7.1 you may send nothing here", (1, 0)),
    ],
)
def test_an_address_that_is_refused_keeps_nobody_else_waiting_and_for_good_it_is_not_tried_again(
    code: int, said: bytes, left: tuple[int, int], alliance: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    survey = feedback.opened(asked=feedback.people(8))
    with monkeypatch.context() as server:
        server.setattr(Letter, "send", refused(code, said, FIRST))
        assert len(write_letters(survey)) == 7
    now = progress(survey)
    assert (now.unsent, now.refused) == left
    assert write_letters_again(survey) == ([FIRST] if now.unsent else [])
    close_survey(survey=survey, by=None)
    assert progress(survey).refused == now.refused, "it is still said of it"


def test_a_server_that_refuses_most_without_saying_why_is_no_sign_of_wrong_addresses(
    alliance: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = feedback.people(8)
    survey = feedback.opened(asked=asked)
    first = [person.email for person in asked]
    for addresses, left in (((), 8), (first[:5], 5), (first[:3], 3), (first[:2], 0)):
        with monkeypatch.context() as server:
            server.setattr(Letter, "send", refused(550, b"rejected", *addresses))
            write_letters_again(survey)
        assert progress(survey).unsent == left
    assert progress(survey).refused == 2, "two are no pattern"


def test_a_server_that_begins_to_refuse_everything_says_nothing_of_those_addresses(
    alliance: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = feedback.people(60)
    survey = feedback.opened(asked=asked)
    none = [asked[3].email, *(person.email for person in asked[35:])]
    monkeypatch.setattr(Letter, "send", refused(550, b"daily limit exceeded", *none))
    write_letters(survey)
    now = progress(survey)
    assert (now.unsent, now.refused) == (25, 1)


def test_a_refused_address_is_tried_again_by_hand(
    alliance: Any, sign_in: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, _ = sign_in(alliance, Role.ADMINISTRATOR)
    survey = feedback.opened()
    page, again = (
        reverse(name, args=[alliance.slug, survey.public_id])
        for name in ("survey", "try_survey_letters_again")
    )
    with monkeypatch.context() as server:
        server.setattr(Letter, "send", refused(550, b"5.1.1 no such person", FIRST))
        write_letters(survey)
    assert again in client.get(page).content.decode()
    answer = client.post(again, follow=True).content.decode()
    assert ("The letters are on their way again" in answer, again in answer) == (True, False)
    assert write_letters(survey) == [FIRST]
    assert mail.outbox[0].subject == "Partner survey"
    answer = client.post(again, follow=True).content.decode()
    assert "Nobody’s address is refused any more" in answer


def test_a_reminder_that_was_refused_is_tried_again_as_one(
    alliance: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    with time_machine.travel("2026-02-03 09:00 +0000") as clock:
        survey = feedback.opened(closes_on=date(2026, 3, 3))
        write_letters(survey)
        clock.shift(timedelta(days=7))
        surveys.remind(survey=survey, by=None)
        with monkeypatch.context() as server:
            server.setattr(Letter, "send", refused(550, b"5.1.1 no such person", FIRST))
            write_letters(survey)
        assert try_again(survey=survey, by=UserFactory()) == 1
        assert write_letters(survey) == [FIRST]
        assert mail.outbox[0].subject == "Reminder: Partner survey"
        with monkeypatch.context() as server:
            server.setattr(Letter, "send", refused(550, b"5.1.1 no such person", FIRST))
            clock.shift(timedelta(days=7))
            surveys.remind(survey=survey, by=None)
            write_letters(survey)
        close_survey(survey=survey, by=None)
        with pytest.raises(Refused, match="takes no answers any more"):
            try_again(survey=survey, by=UserFactory())


def test_an_address_that_was_changed_since_gets_the_letter(
    alliance: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    contacts = [ContactFactory(name=f"Leah Dale {n}", email=f"{n}@old.example") for n in range(6)]
    with time_machine.travel("2026-02-03 09:00 +0000") as clock:
        survey = open_survey(survey=feedback.draft(audience="contacts", closes_on=date(2026, 3, 3)), by=None)
        with monkeypatch.context() as server:
            server.setattr(Letter, "send", refused(550, b"5.1.1", "0@old.example", "1@old.example"))
            write_letters(survey)
        Contact.objects.filter(pk=contacts[0].pk).update(email="0@new.example")
        Contact.objects.filter(pk=contacts[2].pk).update(email="2@new.example")
        ContactFactory(name="Leah Dale 1", partner=PartnerFactory(), email="1@elsewhere.example")
        clock.shift(timedelta(hours=1))
        tend(alliance)
        assert write_letters(survey) == ["0@new.example"]
        assert mail.outbox[0].subject == "Partner survey"
        now = progress(survey)
        assert (now.asked, now.unsent, now.refused) == (6, 0, 1), "one is refused as before"


def test_whose_address_is_refused_stands_on_the_page_until_they_answer_all_the_same(
    alliance: Any, sign_in: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, _ = sign_in(alliance, Role.CPD_LEAD)
    survey = feedback.opened()
    with monkeypatch.context() as server:
        server.setattr(Letter, "send", refused(550, b"5.1.1 no such person", FIRST))
        write_letters(survey)
    said = "No letter reaches Leah person 0: the mail server refuses their address for good."
    page = reverse("survey", args=[alliance.slug, survey.public_id])
    assert said in client.get(page).content.decode()
    feedback.answered(survey, [SHEET])
    assert (said in client.get(page).content.decode(), progress(survey).refused) == (False, 0)


def test_a_mail_server_that_takes_nothing_is_left_alone_for_an_hour(
    alliance: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[str] = []

    def is_away(letter: Letter) -> None:
        tried.append(letter.to)
        raise SMTPServerDisconnected("Connection unexpectedly closed")

    survey = feedback.opened(asked=feedback.people(30))
    with monkeypatch.context() as server:
        server.setattr(Letter, "send", is_away)
        write_letters(survey)
    assert (len(tried), letters_asked_for(survey), progress(survey).unsent) == (20, 0, 30)


def test_behind_more_refused_addresses_than_one_run_tries_the_others_get_their_letter(
    alliance: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("alliance.jobs.LETTERS_A_RUN", 5)
    asked = feedback.people(8)
    survey = feedback.opened(asked=asked)
    none = [person.email for person in asked[:6]]
    monkeypatch.setattr(Letter, "send", refused(550, b"5.1.1 no such person", *none))
    assert write_letters(survey) == []
    assert letters_asked_for(survey) == 1, "it goes on"
    assert write_letters(survey) == [person.email for person in asked[6:]]
    assert letters_asked_for(survey) == 0


def test_only_those_who_have_not_answered_and_want_it_are_reminded(alliance: Any) -> None:
    with time_machine.travel("2026-02-03 09:00 +0000") as clock:
        survey = feedback.opened(closes_on=date(2026, 3, 3))
        write_letters(survey)
        feedback.answered(survey, [SHEET] * 3)
        waiting = SurveyInvitation.objects.waiting().filter(survey=survey).order_by("pk")
        surveys.stop_reminders(invitation=waiting[0])
        with pytest.raises(Refused, match="had a letter in the last three days"):
            surveys.remind(survey=survey, by=None)
        clock.shift(timedelta(days=3))
        assert surveys.remind(survey=survey, by=None) == 4
        reminded = write_letters(survey)
        assert reminded == [person.email for person in feedback.people(8)[4:]]
        assert mail.outbox[0].subject == "Reminder: Partner survey"


def test_people_of_a_partner_that_left_hear_no_more_of_it_until_it_is_back(alliance: Any) -> None:
    gone, by = PartnerFactory(), UserFactory()
    theirs, others = (
        feedback.of_partner(gone, 3),
        [*feedback.of_partner(PartnerFactory(), 3), *feedback.people(2)],
    )
    with time_machine.travel("2026-02-03 09:00 +0000") as clock:
        survey = feedback.opened(asked=[*theirs, *others], closes_on=date(2026, 3, 3))
        end_partnership(partner=gone, left_on=timezone.localdate(), by=by)
        assert (progress(survey).unsent, write_letters(survey)) == (5, [person.email for person in others])
        rejoin(partner=gone, by=by)
        assert write_letters_again(survey) == [person.email for person in theirs]
        end_partnership(partner=gone, left_on=timezone.localdate(), by=by)
        clock.shift(timedelta(days=7))
        tend(alliance)
        assert write_letters(survey) == [person.email for person in others]
        clock.shift(timedelta(days=1))
        tend(alliance)
        assert letters_asked_for(survey) == 0
        with pytest.raises(Refused, match="or is of a partner that left"):
            surveys.remind(survey=survey, by=None)


@pytest.mark.parametrize(
    ("last_on", "today", "due"),
    [
        ("2026-02-03", "2026-02-09", False),
        ("2026-02-03", "2026-02-10", True),
        ("2026-02-10", "2026-02-11", False),
        ("2026-02-10", "2026-02-21", False),
        ("2026-02-10", "2026-02-22", True),
        ("2026-02-22", "2026-02-24", False),
        ("2026-02-22", "2026-02-25", False),
        (None, "2026-02-22", False),
    ],
)
def test_reminders_go_a_week_after_opening_and_two_days_before_the_end(
    last_on: str | None, today: str, due: bool
) -> None:
    day = date.fromisoformat
    days = {"opened_on": day("2026-02-03"), "closes_on": day("2026-02-24"), "today": day(today)}
    assert is_due(**days, last_on=day(last_on) if last_on else None) is due


def test_the_clock_closes_what_has_ended_and_sends_what_is_due(alliance: Any) -> None:
    with time_machine.travel("2026-02-03 09:00 +0000") as clock:
        survey = feedback.opened(closes_on=date(2026, 2, 24))
        write_letters(survey)
        feedback.answered(survey, [SHEET] * 5)
        clock.shift(timedelta(days=7))
        tend(alliance)
        assert len(write_letters(survey)) == 3
        clock.shift(timedelta(days=14))
        tend(alliance)
        survey.refresh_from_db()
        assert survey.state == SurveyState.OPEN, "its last day is still one to answer on"
        clock.shift(timedelta(days=1))
        tend(alliance)
        survey.refresh_from_db()
        assert survey.state == SurveyState.CLOSED


def tend(alliance: Any) -> None:
    do_what_the_hour_asks()
    work(Job.objects.filter(kind=HOURLY, alliance_id=alliance.pk).latest("pk").pk)


def letters_asked_for(survey: Survey) -> int:
    return Job.objects.filter(kind=LETTERS, subject=str(survey.pk), state="queued").count()


def test_the_letters_of_a_survey_are_asked_for_as_it_opens(alliance: Any) -> None:
    assert letters_asked_for(feedback.opened()) == 1


def test_a_reminder_leaves_in_the_morning_of_its_day_and_once(alliance: Any) -> None:
    with time_machine.travel("2026-02-03 09:00 +0000") as clock:
        survey = feedback.opened(closes_on=date(2026, 2, 24))
        write_letters(survey)
        reminded = {}
        for moment in (
            "02-09 19:01",
            "02-10 03:10",
            "02-10 07:01",
            "02-10 08:01",
            "02-10 19:01",
        ):
            clock.move_to(f"2026-{moment} +0000")
            tend(alliance)
            reminded[moment] = len(write_letters(survey)) if letters_asked_for(survey) else 0
    assert {moment: count for moment, count in reminded.items() if count} == {"02-10 07:01": 8}


def test_a_letter_that_could_not_be_sent_is_tried_again_within_the_hour(
    alliance: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    with time_machine.travel("2026-02-03 09:00 +0000") as clock:
        survey = feedback.opened(closes_on=date(2026, 2, 24))
        with monkeypatch.context() as away:
            away.setattr(Letter, "send", refused(451, b"4.3.2 try again later"))
            assert write_letters(survey) == []
        clock.move_to("2026-02-03 10:01 +0000")
        tend(alliance)
        assert len(write_letters(survey)) == 8
        tend(alliance)
        assert letters_asked_for(survey) == 0, "everybody has their letter"


def test_the_night_leaves_surveys_alone(alliance: Any) -> None:
    with time_machine.travel("2026-02-03 09:00 +0000") as clock:
        survey = feedback.opened(closes_on=date(2026, 2, 24))
        write_letters(survey)
        clock.move_to("2026-02-10 03:10 +0000")
        forget_what_is_past_keeping()
        work(Job.objects.filter(kind="nightly_rounds", alliance_id=alliance.pk).latest("pk").pk)
        assert letters_asked_for(survey) == 0


def test_a_survey_closes_in_the_first_hour_after_its_last_day(alliance: Any) -> None:
    with time_machine.travel("2026-02-03 09:00 +0000") as clock:
        survey = feedback.opened(closes_on=date(2026, 2, 24))
        clock.move_to("2026-02-25 00:01 +0000")
        tend(alliance)
        survey.refresh_from_db()
        assert survey.state == SurveyState.CLOSED
