"""The report's days in the calendar and in calendar feeds: which, and who sees them."""

from datetime import date
from typing import Any

import pytest
import time_machine
import vobject
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from alliance.actions.calendar.feeds import make_feed
from alliance.choices import Role
from alliance.models import Membership
from foundation.calendars import items_for
from foundation.tenancy.scope import acting_within
from reporting.actions.editions import approve_edition, set_aside
from reporting.actions.removals import withdraw_edition
from reporting.choices import RemovalReason
from tests.factories.alliance import EngagementFactory, MembershipFactory
from tests.factories.reporting import drafted, published, start

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)
REPORT = "Impact report 2024/25, version 1"
CLOSES = "Impact report 2025/26: last day that its figures count"


@pytest.fixture(autouse=True)
def clock() -> Any:
    with time_machine.travel("2026-02-26T16:40Z", tick=False):
        yield


def member(alliance: Any, role: Role) -> Membership:
    fields = {"ends_on": "2030-01-01"} if role == Role.EXTERNAL_REVIEWER else {}
    return MembershipFactory(alliance=alliance, roles=[role], **fields)


def days(who: Membership) -> list[tuple[date, str]]:
    items = items_for(who, FIRST, LAST, kinds=["impact_reports"])
    return [(item.first_day, item.title) for item in items]


def titles(who: Membership) -> set[str]:
    return {title for _, title in days(who)}


def test_staff_see_every_step_of_a_version_and_when_the_years_figures_close(
    furnished: Any, lead: Any
) -> None:
    published(furnished, lead)
    steps = "figures locked, draft ready to review, approved and published"
    assert days(member(furnished, Role.CPD_LEAD)) == [
        (date(2026, 2, 26), f"{REPORT}: {steps}"),
        (date(2026, 8, 31), CLOSES),
    ]


def test_steps_on_different_days_stand_on_their_own(furnished: Any, lead: Any) -> None:
    edition = drafted(furnished, lead)
    with time_machine.travel("2026-03-04T09:00Z", tick=False):
        approve_edition(edition=edition, by=lead)
        assert days(member(furnished, Role.CPD_LEAD)) == [
            (date(2026, 2, 26), f"{REPORT}: figures locked and draft ready to review"),
            (date(2026, 3, 4), f"{REPORT}: approved"),
            (date(2026, 8, 31), CLOSES),
        ]


def test_the_board_sees_what_is_published_and_others_nothing(
    furnished: Any, lead: Any, other_alliance: Any
) -> None:
    drafted(furnished, lead)
    assert titles(member(furnished, Role.BOARD_MEMBER)) == set()
    with acting_within(other_alliance):
        EngagementFactory(took_part_on=date(2023, 10, 2))
        published(other_alliance, lead, year=2023)
    with acting_within(furnished):
        assert titles(member(furnished, Role.BOARD_MEMBER)) == set()
        assert titles(member(furnished, Role.MENTOR)) == set()
        assert titles(member(furnished, Role.CPD_LEAD)) == {
            f"{REPORT}: figures locked and draft ready to review",
            CLOSES,
        }


def test_the_board_is_told_that_a_published_version_was_withdrawn(furnished: Any, lead: Any) -> None:
    edition = published(furnished, lead)
    withdraw_edition(edition=edition, reason=RemovalReason.WRONG, explanation="", by=lead)
    board = member(furnished, Role.BOARD_MEMBER)
    assert titles(board) == {f"{REPORT}: published and withdrawn"}


def test_a_version_that_was_set_aside_has_no_days(furnished: Any, lead: Any) -> None:
    set_aside(edition=drafted(furnished, lead), by=lead)
    assert titles(member(furnished, Role.CPD_LEAD)) == {CLOSES}


def test_an_alliance_without_records_has_no_figures_that_could_close(alliance: Any) -> None:
    assert titles(member(alliance, Role.CPD_LEAD)) == set()


def test_a_calendar_program_reads_them_and_each_leads_to_its_report(furnished: Any, lead: Any) -> None:
    published(furnished, lead)
    board = member(furnished, Role.BOARD_MEMBER)
    token = make_feed(alliance=furnished, user=board.user)
    content = Client().get(reverse("read_calendar_feed", args=[furnished.slug, token])).content
    events = {event.summary.value: event for event in vobject.readOne(content.decode()).vevent_list}
    told = [title for title in events if title.startswith("Impact report")]
    assert told == [f"{REPORT}: published"]
    report = reverse("report", kwargs={"slug": furnished.slug, "year": "2024-25", "number": 1})
    assert report in content.decode().replace("\r\n ", "")


def test_three_versions_are_asked_for_as_one_is(furnished: Any, lead: Any) -> None:
    staff = member(furnished, Role.CPD_LEAD)
    start(furnished, lead)
    with CaptureQueriesContext(connection) as one:
        items_for(staff, FIRST, date(2026, 8, 1), kinds=["impact_reports"])
    for year in (2022, 2023):
        start(furnished, lead, year=year)
    with CaptureQueriesContext(connection) as three:
        items_for(staff, FIRST, date(2026, 8, 1), kinds=["impact_reports"])
    assert len(one) == len(three) == 1
