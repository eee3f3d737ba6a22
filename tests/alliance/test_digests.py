"""Digests: once a day or once a week, by choice, one letter with everything, and never twice."""

from typing import Any

import pytest
import time_machine
from django.core import mail
from django.utils import timezone

from alliance.choices import Role
from alliance.jobs import write_digest
from alliance.models import Membership
from alliance.queries.notifications import ACCESS, ANNOUNCEMENTS, JOINED
from foundation.jobs.claims import claim
from foundation.jobs.models import Job, JobState
from foundation.jobs.run import Run
from foundation.notifications.actions import LETTER, choose_letters, mark_read, notify
from foundation.notifications.choices import Pace
from foundation.notifications.digests import DIGEST, DigestOrder, ask_for_digests, due_day
from foundation.notifications.kinds import OTHER
from foundation.notifications.models import Notification
from tests.factories.alliance import MembershipFactory

pytestmark = pytest.mark.django_db
MONDAY_EVENING, TUESDAY, WEDNESDAY = "2026-02-02T18:00Z", "2026-02-03T07:01Z", "2026-02-04T07:01Z"
NEXT_MONDAY = "2026-02-09T07:01Z"


@pytest.fixture
def lead(alliance: Any) -> Membership:
    return MembershipFactory(alliance=alliance, roles=[Role.STRATEGIC_LEAD], user__email="p@eastmoor.example")


def wants(member: Membership, **paces: Pace) -> None:
    named = {name if name != "other" else OTHER: pace for name, pace in paces.items()}
    choose_letters(user=member.user, paces=named, among=[JOINED, ACCESS, ANNOUNCEMENTS, OTHER])


def tell(at: str, member: Membership, sentence: str, kind: str = OTHER) -> None:
    with time_machine.travel(at, tick=False):
        (told,) = notify([member.user_id], sentence, "/", kind=kind)
        Notification.objects.filter(pk=told.pk).update(created_at=timezone.now())


def the_hour_strikes(at: str) -> list[str]:
    """What the clock does then; the subjects of the letters that go."""
    mail.outbox.clear()
    with time_machine.travel(at, tick=False):
        ask_for_digests(timezone.now())
        for job in Job.objects.filter(kind=DIGEST, state=JobState.QUEUED):
            held = claim(job.pk, worker="a test")
            assert held is not None
            write_digest(Run(held))
            Job.objects.filter(pk=job.pk).update(
                state=JobState.SUCCEEDED, finished_at=timezone.now(), lease_until=None
            )
    return [letter.subject for letter in mail.outbox]


def test_a_daily_digest_is_one_letter_with_everything_by_kind(alliance: Any, lead: Membership) -> None:
    wants(lead, joined=Pace.DAILY, other=Pace.DAILY)
    tell(MONDAY_EVENING, lead, "Rosa Quill has joined", JOINED)
    tell(MONDAY_EVENING, lead, "The report is ready")
    tell(MONDAY_EVENING, lead, "Your access has changed", ACCESS)
    assert Job.objects.filter(kind=LETTER).count() == 0
    assert the_hour_strikes("2026-02-03T06:01Z") == []
    assert the_hour_strikes(TUESDAY) == [f"Daily digest from {alliance}: 2 notifications"]
    (letter,) = mail.outbox
    assert ("Rosa Quill has joined" in letter.body, "Your access has changed" in letter.body) == (True, False)
    assert letter.body.index("Somebody I invited has joined") < letter.body.index("Rosa Quill has joined")
    assert letter.extra_headers["List-Unsubscribe"].endswith(f"/a/{alliance.slug}/notifications/choices/>")


def test_nothing_is_told_twice_and_an_empty_digest_is_not_sent(lead: Membership) -> None:
    wants(lead, other=Pace.DAILY)
    tell(MONDAY_EVENING, lead, "First")
    hours = [TUESDAY, "2026-02-03T08:01Z", "2026-02-03T23:01Z", WEDNESDAY, "2026-02-05T07:01Z"]
    assert [len(the_hour_strikes(hour)) for hour in hours] == [1, 0, 0, 0, 0]
    tell("2026-02-05T12:00Z", lead, "Second")
    assert [len(the_hour_strikes(hour)) for hour in ("2026-02-05T13:01Z", "2026-02-06T07:01Z")] == [0, 1]


def test_a_weekly_digest_goes_on_monday_also_if_the_clock_stood_still_then(lead: Membership) -> None:
    wants(lead, other=Pace.WEEKLY)
    tell(TUESDAY, lead, "Of the first week")
    assert [the_hour_strikes(hour) for hour in (TUESDAY, WEDNESDAY, "2026-02-08T23:01Z")] == [[], [], []]
    tell("2026-02-09T12:00Z", lead, "Of the second week")
    assert len(the_hour_strikes("2026-02-10T15:01Z")) == 1
    (letter,) = mail.outbox
    assert ("Of the first week" in letter.body, "Of the second week" in letter.body) == (True, False)
    assert len(the_hour_strikes("2026-02-16T07:01Z")) == 1


def test_seven_o_clock_is_londons_also_in_summer() -> None:
    def day(at: str, pace: Pace = Pace.DAILY) -> str:
        with time_machine.travel(at, tick=False):
            return due_day(pace, timezone.now()).isoformat()

    assert (day("2026-07-07T05:59Z"), day("2026-07-07T06:00Z")) == ("2026-07-06", "2026-07-07")
    assert (day("2026-02-03T06:59Z"), day("2026-02-03T07:00Z")) == ("2026-02-02", "2026-02-03")
    assert day(NEXT_MONDAY, Pace.WEEKLY) == "2026-02-09"
    assert day("2026-02-09T06:59Z", Pace.WEEKLY) == "2026-02-02"


def test_what_is_read_in_the_portal_first_is_not_in_it(lead: Membership) -> None:
    wants(lead, other=Pace.DAILY)
    tell(MONDAY_EVENING, lead, "Read already")
    mark_read(user=lead.user)
    assert the_hour_strikes(TUESDAY) == []


def test_whoever_has_left_or_may_not_see_it_any_more_gets_none(lead: Membership) -> None:
    wants(lead, joined=Pace.DAILY)
    tell(MONDAY_EVENING, lead, "Rosa Quill has joined", JOINED)
    Membership.objects.filter(pk=lead.pk).update(roles=[Role.SLE])
    assert the_hour_strikes(TUESDAY) == []
    tell(TUESDAY, lead, "And another", JOINED)
    Membership.objects.filter(pk=lead.pk).update(roles=[Role.OWNER], ended_at=timezone.now())
    assert the_hour_strikes(WEDNESDAY) == []


def test_a_changed_mind_holds_for_what_was_not_sent_yet(lead: Membership) -> None:
    wants(lead, other=Pace.DAILY)
    tell(MONDAY_EVENING, lead, "News")
    wants(lead, other=Pace.WEEKLY)
    assert the_hour_strikes(TUESDAY) == []
    wants(lead)
    assert the_hour_strikes(NEXT_MONDAY) == []


def test_a_job_that_runs_again_sends_no_second_digest(lead: Membership) -> None:
    wants(lead, other=Pace.DAILY)
    tell(MONDAY_EVENING, lead, "News")
    assert len(the_hour_strikes(TUESDAY)) == 1
    Job.objects.filter(kind=DIGEST).update(state=JobState.QUEUED, finished_at=None)
    assert the_hour_strikes(TUESDAY) == []


def test_an_order_is_read_as_it_is_written() -> None:
    order = DigestOrder(7, Pace.WEEKLY, due_day(Pace.WEEKLY, timezone.now()))
    assert DigestOrder.read(str(order)) == order
