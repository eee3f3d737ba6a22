"""The hub's lists as files: exactly what the list shows its reader, and nothing that a spreadsheet runs."""

import csv
import io
from datetime import date
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from python_calamine import CalamineWorkbook

from alliance.choices import Audience, Role
from alliance.models import AnnouncementReading, Resource
from foundation.tenancy.scope import acting_within
from tests.factories.alliance import MembershipFactory, UserFactory
from tests.factories.hub import AnnouncementFactory, CalendarEntryFactory, ResourceFactory, TaskFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock() -> Any:
    with time_machine.travel("2026-02-03T09:00Z", tick=False):
        yield


def browser(alliance: Any, role: Role) -> tuple[Client, Any]:
    client, member = Client(), MembershipFactory(alliance=alliance, roles=[role])
    client.force_login(member.user)
    return client, member


def lines(client: Client, name: str, alliance: Any, **asked: str) -> list[list[str]]:
    """The heads, then the rows."""
    answer = client.get(reverse(name, args=[alliance.slug]), asked)
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/csv; charset=utf-8")
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))


@pytest.fixture
def resources(alliance: Any, other_alliance: Any) -> None:
    ResourceFactory(title="Mentor handbook", topic="Mentoring", strand="itt", text="Targets each week")
    ResourceFactory(title="=HYPERLINK(evil)", audience=Audience.STAFF)
    ResourceFactory(title="Old", audience=Audience.STAFF, withdrawn_at=timezone.now())
    with acting_within(other_alliance):
        ResourceFactory(title="A stranger's", audience=Audience.PUBLIC)


def test_resources_are_those_of_the_list_with_what_it_says_of_them(alliance: Any, resources: None) -> None:
    client, _ = browser(alliance, Role.MENTOR)
    changed = timezone.localdate(Resource.objects.get(title="Mentor handbook").updated_at).isoformat()
    assert lines(client, "resources_export", alliance) == [
        ["Title", "Topic", "Kind of work", "File", "Licence", "Changed"],
        [
            *("Mentor handbook", "Mentoring", "Initial teacher training", "PDF, 120 kB"),
            *("For use in the alliance only", changed),
        ],
    ]


def test_staff_get_theirs_too_narrowed_as_the_list_is_and_no_formula(alliance: Any, resources: None) -> None:
    client, _ = browser(alliance, Role.CPD_LEAD)
    heads, *rows = lines(client, "resources_export", alliance)
    assert heads[-2:] == ["For", "Withdrawn"]
    assert sorted(row[0] for row in rows) == ["'=HYPERLINK(evil)", "Mentor handbook"]
    assert [row[0] for row in lines(client, "resources_export", alliance, q="targets")[1:]] == [
        "Mentor handbook"
    ]
    old = lines(client, "resources_export", alliance, status="withdrawn")[1]
    assert (old[0], old[-2:]) == ("Old", ["Staff", "2026-02-03"])


def test_a_spreadsheet_says_the_same(alliance: Any, resources: None) -> None:
    client, _ = browser(alliance, Role.CPD_LEAD)
    answer = client.get(reverse("resources_export_xlsx", args=[alliance.slug]), {"q": "targets"})
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
    rows = workbook.get_sheet_by_index(0).to_python()
    assert [row[:2] for row in rows] == [["Title", "Topic"], ["Mentor handbook", "Mentoring"]]


@pytest.fixture
def read(alliance: Any) -> None:
    """One for everybody, read by one of those it is for and by one who has left; one for staff."""
    told = AnnouncementFactory(title="Term dates", is_pinned=True, shows_until=date(2026, 3, 1))
    AnnouncementFactory(title="For staff", audience=Audience.STAFF)
    for user in (MembershipFactory(alliance=alliance, roles=[Role.MENTOR]).user, UserFactory()):
        AnnouncementReading.objects.create(announcement=told, user=user)


def test_whoever_announces_sees_by_how_many_each_was_read(alliance: Any, read: None) -> None:
    client, _ = browser(alliance, Role.ADMINISTRATOR)
    heads, *rows = lines(client, "announcements_export", alliance)
    assert heads[-3:] == ["For", "Read by", "Of people"]
    assert rows == [
        ["Term dates", "2026-02-02", "2026-03-01", "Yes", "Yes", "Everybody in the alliance", "1", "2"],
        ["For staff", "2026-02-02", "", "", "Yes", "Staff", "0", "1"],
    ]


@pytest.mark.parametrize(("role", "titles"), [(Role.MENTOR, ["Term dates"]), (Role.FINANCE_OFFICER, None)])
def test_others_see_theirs_and_not_who_reads(
    role: Role, titles: list[str] | None, alliance: Any, read: None
) -> None:
    client, _ = browser(alliance, role)
    heads, *rows = lines(client, "announcements_export", alliance)
    assert heads == ["Title", "From", "Until", "Pinned", "New"]
    assert [row[0] for row in rows] == (titles or ["Term dates", "For staff"])


def test_announcements_are_counted_in_as_many_queries_for_three_as_for_one(alliance: Any, read: None) -> None:
    client, _ = browser(alliance, Role.ADMINISTRATOR)
    lines(client, "announcements_export", alliance)
    with CaptureQueriesContext(connection) as few:
        lines(client, "announcements_export", alliance)
    AnnouncementFactory()
    with CaptureQueriesContext(connection) as more:
        lines(client, "announcements_export", alliance)
    assert len(few) == len(more) == 11


def test_dates_are_those_of_the_month_and_the_kinds_that_the_calendar_shows(
    alliance: Any, other_alliance: Any
) -> None:
    link = "https://teams.microsoft.com/l/meetup-join/1"
    CalendarEntryFactory(title="Briefing", place="Hallgarth", link=link)
    CalendarEntryFactory(title="For staff", audience=Audience.STAFF)
    CalendarEntryFactory(title="In March", starts_on=date(2026, 3, 3))
    with acting_within(other_alliance):
        CalendarEntryFactory(title="A stranger's", audience=Audience.PUBLIC)
    client, _ = browser(alliance, Role.MENTOR)
    assert lines(client, "calendar_export", alliance, month="2026-02", kind="meeting") == [
        ["First day", "Last day", "Hours", "Title", "Kind", "Place", "Link"],
        ["2026-02-03", "2026-02-03", "16:00–17:30", "Briefing", "Meetings", "Hallgarth", link],
    ]
    titles = [row[3] for row in lines(client, "calendar_export", alliance, month="2026-03", kind="meeting")]
    assert titles == ["Title", "In March"]


def test_tasks_are_ones_own_those_given_away_and_those_done(alliance: Any) -> None:
    client, member = browser(alliance, Role.CPD_LEAD)
    colleague = UserFactory(full_name="Leah Winterbourne")
    TaskFactory(title="Ring", owner=member.user, due_on=date(2026, 2, 5))
    TaskFactory(title="Order", owner=colleague, made_by=member.user)
    TaskFactory(title="Sent", owner=member.user, done_at=timezone.now())
    TaskFactory(title="Somebody else's", owner=colleague)
    assert lines(client, "tasks_export", alliance) == [
        ["List", "Task", "Why", "Whose", "Due", "Done"],
        ["Waiting for you", "Ring", "", "", "2026-02-05", ""],
        ["Given to others", "Order", "", "Leah Winterbourne", "", ""],
        ["Done lately", "Sent", "", "", "", "2026-02-03"],
    ]


@pytest.mark.parametrize("name", ["resources", "announcements", "calendar", "tasks"])
def test_a_list_that_shows_something_offers_its_files(name: str, alliance: Any) -> None:
    client, member = browser(alliance, Role.CPD_LEAD)
    page = {"tasks": "my_tasks"}.get(name, name)

    def offered() -> list[bool]:
        shown = client.get(reverse(page, args=[alliance.slug])).content.decode()
        return [reverse(f"{name}_export{kind}", args=[alliance.slug]) in shown for kind in ("", "_xlsx")]

    assert offered() == [False, False]
    ResourceFactory()
    AnnouncementFactory()
    CalendarEntryFactory()
    TaskFactory(owner=member.user)
    assert offered() == [True, True]
