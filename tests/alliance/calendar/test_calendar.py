"""One calendar across everything: what each role sees in it, and how dates are written down."""

from datetime import date, time
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from alliance.actions.calendar.entries import EntryDetails, add_entry
from alliance.choices import Audience, EntryKind, Role
from alliance.models import CalendarEntry
from foundation import calendars
from foundation.calendars import Item, items_for
from foundation.calendars.links import taken_over
from foundation.refusal import Refused
from foundation.tenancy.scope import acting_within
from tests.factories.alliance import MembershipFactory, PartnerFactory, UserFactory
from tests.factories.hub import CalendarEntryFactory, TermDateFactory

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2026, 2, 1), date(2026, 2, 28)
TEAMS = "https://teams.microsoft.com/l/meetup-join/19%3ameeting"


def titles(member: Any, *kinds: str) -> list[str]:
    return [item.title for item in items_for(member, FIRST, LAST, kinds=kinds)]


def details(**changes: Any) -> EntryDetails:
    given = {
        "kind": EntryKind.MEETING,
        "title": "Partner briefing",
        "audience": Audience.PARTNERS,
        "starts_on": date(2026, 2, 3),
        "ends_on": date(2026, 2, 3),
        "from_time": time(16),
        "until_time": time(17),
        **changes,
    }
    return EntryDetails(**given)


@pytest.fixture
def dates(alliance: Any, other_alliance: Any) -> None:
    """One for each audience, and another alliance's."""
    for audience in Audience:
        CalendarEntryFactory(title=f"For {audience}", audience=audience)
    with acting_within(other_alliance):
        CalendarEntryFactory(title="A stranger's", audience=Audience.PUBLIC)


SEES = {
    Role.FINANCE_OFFICER: ["For everybody", "For partners", "For public", "For staff"],
    Role.PARTNER_CONTACT: ["For everybody", "For partners", "For public"],
    Role.HEADTEACHER_APPROVER: ["For everybody", "For partners", "For public"],
    Role.MENTOR: ["For everybody", "For public"],
    Role.EXTERNAL_REVIEWER: [],
}


@pytest.mark.parametrize("role", SEES)
def test_each_role_sees_what_is_for_it(role: Role, alliance: Any, dates: None) -> None:
    ends_on = date(2030, 1, 1) if role == Role.EXTERNAL_REVIEWER else None
    partner = PartnerFactory() if "For partners" in SEES[role] and role != Role.FINANCE_OFFICER else None
    member = MembershipFactory(alliance=alliance, roles=[role], partner=partner, ends_on=ends_on)
    assert titles(member, "meeting") == SEES[role]


def test_terms_and_bank_holidays_stand_there_by_themselves(alliance: Any) -> None:
    TermDateFactory()
    TermDateFactory(kind="inset", name="INSET day", starts_on=date(2026, 2, 23), ends_on=date(2026, 2, 23))
    member = MembershipFactory(alliance=alliance)
    assert titles(member, "terms") == ["Spring term, first half ends", "INSET day"]
    easter = items_for(member, date(2026, 4, 1), date(2026, 4, 30), kinds=["bank_holidays"])
    assert [(item.first_day, item.title) for item in easter] == [
        (date(2026, 4, 3), "Good Friday"),
        (date(2026, 4, 6), "Easter Monday"),
    ]


def test_a_programme_brings_its_own_dates_for_those_it_allows(alliance: Any) -> None:
    from alliance import policy

    def visits(member: Any, first: date, last: date) -> list[Item]:
        return [Item("1", "Visit note due", first, first)]

    calendars.register_source(calendars.Source("sle", "SLE visits", policy.is_support_lead, visits, 40))
    try:
        lead = MembershipFactory(alliance=alliance, roles=[Role.SUPPORT_LEAD])
        assert titles(lead, "sle") == ["Visit note due"]
        assert titles(MembershipFactory(alliance=alliance, roles=[Role.CPD_LEAD]), "sle") == []
    finally:
        del calendars._sources["sle"]


def test_what_is_due_stands_on_its_day(alliance: Any) -> None:
    from tests.factories.alliance import ContactFactory

    ContactFactory(name="Leah Winterbourne", is_main=True, verified_at="2025-02-10T10:00Z")
    lead = MembershipFactory(alliance=alliance, roles=[Role.OWNER])
    mentor = MembershipFactory(alliance=alliance, roles=[Role.MENTOR])
    with time_machine.travel("2026-03-02T09:00Z", tick=False):
        (due,) = items_for(lead, FIRST, LAST, kinds=["due"])
        assert "Leah Winterbourne" in due.title
        assert items_for(mentor, FIRST, LAST, kinds=["due"]) == []


def test_whole_days_come_before_hours_and_hours_in_their_order(alliance: Any) -> None:
    for title, from_time, until in (("Late", time(18), time(19)), ("Early", time(8), time(9))):
        CalendarEntryFactory(title=title, from_time=from_time, until_time=until)
    CalendarEntryFactory(title="All day", from_time=None, until_time=None)
    member = MembershipFactory(alliance=alliance)
    assert titles(member, "meeting") == ["All day", "Early", "Late"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"until_time": None}, "until_time"),
        ({"until_time": time(16)}, "until_time"),
        ({"ends_on": date(2026, 2, 2)}, "ends_on"),
        ({"ends_on": date(2027, 6, 1)}, "ends_on"),
        ({"link": "http://teams.microsoft.com/x"}, "link"),
        ({"folder": "javascript:alert(1)"}, "folder"),
    ],
)
def test_a_date_that_cannot_be_is_refused(alliance: Any, changes: dict[str, Any], field: str) -> None:
    with pytest.raises(Refused) as refusal:
        add_entry(details=details(**changes), by=UserFactory())
    assert (refusal.value.field, CalendarEntry.objects.count()) == (field, 0)


def test_the_database_itself_keeps_out_what_ends_before_it_begins(alliance: Any) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        CalendarEntryFactory(until_time=time(15))
    with pytest.raises(IntegrityError), transaction.atomic():
        CalendarEntryFactory(link="javascript:alert(1)")


def test_staff_write_a_date_down_change_it_and_remove_it(alliance: Any, sign_in: Any) -> None:
    client, _ = sign_in(alliance, Role.CPD_LEAD)
    given = {
        "title": "Partner briefing, spring",
        "kind": "meeting",
        "audience": "partners",
        "starts_on": "3/2/26",
        "from_time": "4pm",
        "until_time": "17.30",
        "place": "Hallgarth Academy",
        "link": TEAMS,
    }
    made = client.post(reverse("new_calendar_entry", args=[alliance.slug]), given)
    entry = CalendarEntry.objects.get()
    assert made.status_code == 302
    assert (entry.ends_on, entry.from_time, entry.until_time) == (date(2026, 2, 3), time(16), time(17, 30))
    page = client.get(reverse("calendar_entry", args=[alliance.slug, entry.public_id])).content.decode()
    assert "Join on Teams" in page
    assert "Tue 3 Feb 2026, 16:00–17:30" in page
    edit = reverse("edit_calendar_entry", args=[alliance.slug, entry.public_id])
    changed = client.post(edit, {**given, "title": "Briefing", "version": entry.version})
    assert (changed.status_code, CalendarEntry.objects.get().title) == (302, "Briefing")
    again = client.post(edit, {**given, "title": "Of yesterday", "version": entry.version, "seen": "{}"})
    assert (again.status_code, CalendarEntry.objects.get().title) == (409, "Briefing")
    assert client.post(edit.replace("edit", "remove")).status_code == 302
    assert CalendarEntry.objects.count() == 0


def test_a_contact_reads_and_does_not_write(alliance: Any, sign_in: Any) -> None:
    client, _ = sign_in(alliance, Role.PARTNER_CONTACT, partner=PartnerFactory())
    entry = CalendarEntryFactory(audience=Audience.PARTNERS)
    page = client.get(reverse("calendar_entry", args=[alliance.slug, entry.public_id])).content.decode()
    assert ("Remove this date" in page, entry.title in page) == (False, True)
    assert client.get(reverse("new_calendar_entry", args=[alliance.slug])).status_code == 403


def test_the_address_holds_month_view_and_kinds(alliance: Any, sign_in: Any) -> None:
    client, _ = sign_in(alliance, Role.MENTOR)
    CalendarEntryFactory(title="A meeting")
    CalendarEntryFactory(title="A deadline", kind=EntryKind.DEADLINE, place="Kelderby")
    base = reverse("calendar", args=[alliance.slug])
    for view in ("month", "agenda"):
        page = client.get(f"{base}?month=2026-02&view={view}&kind=deadline").content.decode()
        assert ("A deadline" in page, "A meeting" in page) == (True, False), view
    assert "A deadline" not in client.get(f"{base}?month=2026-03").content.decode()
    for odd in ("month=2026-13", "month=9", "month=²0²6-02", "kind=evil", "view=x"):
        assert client.get(f"{base}?{odd}").status_code == 200, odd


def test_a_month_asks_as_often_for_three_dates_as_for_one(alliance: Any, sign_in: Any) -> None:
    client, _ = sign_in(alliance, Role.MENTOR)
    address = f"{reverse('calendar', args=[alliance.slug])}?month=2026-02&kind=meeting&kind=visit"
    CalendarEntryFactory()
    client.get(address)
    with CaptureQueriesContext(connection) as one:
        client.get(address)
    CalendarEntryFactory()
    CalendarEntryFactory(kind=EntryKind.VISIT)
    with CaptureQueriesContext(connection) as three:
        client.get(address)
    assert len(one) == len(three) == 7


def test_a_date_is_taken_over_into_outlook_google_and_as_a_file(alliance: Any, sign_in: Any) -> None:
    client, member = sign_in(alliance, Role.MENTOR)
    CalendarEntryFactory(title="Partner briefing & tea", link=TEAMS, starts_on=date(2026, 7, 3))
    hidden = CalendarEntryFactory(audience=Audience.STAFF)
    (item,) = items_for(member, date(2026, 7, 3), date(2026, 7, 3), kinds=["meeting"])
    outlook = parse_qs(urlsplit(taken_over(item).outlook).query)
    assert outlook["subject"] == ["Partner briefing & tea"]
    assert (outlook["startdt"], outlook["enddt"]) == (["2026-07-03T15:00:00Z"], ["2026-07-03T16:30:00Z"])
    google = parse_qs(urlsplit(taken_over(item).google).query)
    assert google["dates"] == ["20260703T150000Z/20260703T163000Z"]
    base = reverse("calendar_item_file", args=[alliance.slug])
    file = client.get(f"{base}?kind=meeting&key={item.key}&on=2026-07-03")
    assert (file.status_code, file["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    assert b"SUMMARY:Partner briefing & tea" in file.content
    assert client.get(f"{base}?kind=meeting&key={hidden.public_id}&on=2026-02-03").status_code == 404
    assert client.get(f"{base}?kind=meeting&key={item.key}&on=x").status_code == 404
