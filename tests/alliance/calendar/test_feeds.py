"""Personal calendar feeds, read by a parser that is not the library that writes them."""

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
import vobject
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from alliance.actions.calendar.feeds import make_feed
from alliance.choices import Audience, Role
from alliance.models import CalendarFeed, Membership
from foundation.calendars import Item
from foundation.calendars.ics import write_calendar
from foundation.tenancy.scope import acting_within
from tests.factories.alliance import MembershipFactory, PartnerFactory
from tests.factories.hub import CalendarEntryFactory, TermDateFactory

pytestmark = pytest.mark.django_db
LONDON = ZoneInfo("Europe/London")


@pytest.fixture(autouse=True)
def clock() -> Any:
    with time_machine.travel("2026-02-02T09:00Z", tick=False):
        yield


def address(alliance: Any, token: str) -> str:
    return reverse("read_calendar_feed", args=[alliance.slug, token])


def parsed(content: bytes) -> dict[str, Any]:
    calendar = vobject.readOne(content.decode())
    return {event.summary.value: event for event in calendar.vevent_list}


def read(alliance: Any, token: str, **headers: str) -> Any:
    """As a calendar program does: no session, no cookie."""
    return Client(headers=headers).get(address(alliance, token))


def test_another_parser_reads_days_hours_and_words_as_they_are(alliance: Any) -> None:
    member = MembershipFactory(alliance=alliance)
    CalendarEntryFactory(
        title="Briefing; tea, cake",
        place="Hall 2\\3",
        link="https://zoom.us/j/1",
        details="First line\nsecond, with a comma; and “quotes” — and a line that is longer than 75 octets.",
    )
    CalendarEntryFactory(
        title="Conference",
        starts_on=date(2026, 3, 5),
        ends_on=date(2026, 3, 6),
        from_time=None,
        until_time=None,
    )
    TermDateFactory()
    events = parsed(read(alliance, make_feed(alliance=alliance, user=member.user)).content)
    briefing = events["Briefing; tea, cake"]
    assert briefing.location.value == "Hall 2\\3"
    assert briefing.description.value == (
        "First line\nsecond, with a comma; and “quotes” — and a line that is longer than 75 octets."
        "\n\nJoin: https://zoom.us/j/1"
    )
    assert briefing.dtstart.value == datetime(2026, 2, 3, 16, tzinfo=LONDON)
    conference = events["Conference"]
    assert (conference.dtstart.value, conference.dtend.value) == (date(2026, 3, 5), date(2026, 3, 7))
    assert events["Spring term, first half ends"].dtstart.value == date(2026, 2, 13)
    assert events["Good Friday"].dtstart.value == date(2026, 4, 3)


@pytest.mark.parametrize(
    ("day", "utc_hour"),
    [
        (date(2026, 3, 28), 9),
        (date(2026, 3, 29), 8),
        (date(2026, 10, 24), 8),
        (date(2026, 10, 25), 9),
    ],
)
def test_nine_in_the_morning_stays_nine_when_the_clocks_change(day: date, utc_hour: int) -> None:
    """The other parser works the offset out from our VTIMEZONE, by its rules and not by the zone's name."""
    starts = timezone.make_aware(datetime.combine(day, time(9)))
    item = Item("1", "Meeting", starts, starts + timedelta(hours=1))
    content = write_calendar("Eastmoor", [item]).decode().replace("Europe/London", "A zone nobody knows")
    event = vobject.readOne(content).vevent
    assert f"{event.dtstart.value:%H:%M}" == "09:00"
    assert event.dtstart.value.utctimetuple().tm_hour == utc_hour


def test_each_person_reads_what_they_may_see_at_that_moment(alliance: Any, other_alliance: Any) -> None:
    for audience in Audience:
        CalendarEntryFactory(title=f"For {audience}", audience=audience)
    with acting_within(other_alliance):
        CalendarEntryFactory(title="A stranger's", audience=Audience.PUBLIC)
    member = MembershipFactory(alliance=alliance, roles=[Role.MENTOR])
    token = make_feed(alliance=alliance, user=member.user)

    def told() -> set[str]:
        return {
            title for title in parsed(read(alliance, token).content) if title.startswith(("For", "A str"))
        }

    assert told() == {"For everybody", "For public"}
    Membership.objects.filter(pk=member.pk).update(roles=[Role.CPD_LEAD])
    assert told() == {"For everybody", "For public", "For staff", "For partners"}
    Membership.objects.filter(pk=member.pk).update(roles=[Role.PARTNER_CONTACT], partner=PartnerFactory())
    assert told() == {"For everybody", "For public", "For partners"}


def test_the_feed_of_somebody_who_has_left_is_dead(alliance: Any) -> None:
    member = MembershipFactory(alliance=alliance, roles=[Role.MENTOR])
    token = make_feed(alliance=alliance, user=member.user)
    assert read(alliance, token).status_code == 200
    for change in ({"ended_at": timezone.now()}, {"ended_at": None, "ends_on": date(2026, 2, 1)}):
        Membership.objects.filter(pk=member.pk).update(**change)
        assert read(alliance, token).status_code == 404, change
    Membership.objects.filter(pk=member.pk).update(ends_on=None)
    assert read(alliance, token).status_code == 200
    type(member.user).objects.filter(pk=member.user_id).update(is_active=False)
    assert read(alliance, token).status_code == 404


def test_an_address_is_shown_once_replaced_and_revoked(alliance: Any, sign_in: Any) -> None:
    client, _ = sign_in(alliance, Role.MENTOR)
    page = reverse("calendar_feed", args=[alliance.slug])
    made = client.post(reverse("make_calendar_feed", args=[alliance.slug]))
    first = made.context["feed_address"].rpartition("/")[2].removesuffix(".ics")
    assert (first in made.content.decode(), made["Cache-Control"]) == (True, "no-store")
    assert first not in client.get(page).content.decode()
    assert first not in str(list(CalendarFeed.objects.values()))
    assert read(alliance, first).status_code == 200
    again = client.post(reverse("make_calendar_feed", args=[alliance.slug]))
    second = again.context["feed_address"].rpartition("/")[2].removesuffix(".ics")
    assert [read(alliance, token).status_code for token in (first, second)] == [404, 200]
    client.post(reverse("revoke_calendar_feed", args=[alliance.slug]))
    assert read(alliance, second).status_code == 404


def test_an_address_that_the_portal_did_not_make_is_not_even_looked_for(
    alliance: Any, other_alliance: Any
) -> None:
    member = MembershipFactory(alliance=alliance)
    token = make_feed(alliance=alliance, user=member.user)
    assert read(other_alliance, token).status_code == 404
    forged = token[:-2] + ("aa" if token[-2:] != "aa" else "bb")
    for wrong in (forged, token.partition(".")[0], "x.y", "é"):
        assert read(alliance, wrong).status_code == 404, wrong


def test_an_unchanged_calendar_is_told_by_its_etag(alliance: Any) -> None:
    member = MembershipFactory(alliance=alliance)
    CalendarEntryFactory()
    token = make_feed(alliance=alliance, user=member.user)
    first = read(alliance, token)
    assert read(alliance, token, if_none_match=first["ETag"]).status_code == 304
    CalendarEntryFactory()
    changed = read(alliance, token, if_none_match=first["ETag"])
    assert (changed.status_code, changed["ETag"] != first["ETag"]) == (200, True)


def test_the_feed_only_reads(alliance: Any) -> None:
    token = make_feed(alliance=alliance, user=MembershipFactory(alliance=alliance).user)
    assert Client().post(address(alliance, token)).status_code == 405


def test_when_it_was_last_read_is_noted_once_an_hour(alliance: Any) -> None:
    token = make_feed(alliance=alliance, user=MembershipFactory(alliance=alliance).user)
    read(alliance, token)
    noted = CalendarFeed.objects.get().last_read_at
    assert noted == timezone.now()
    with time_machine.travel("2026-02-02T09:59Z", tick=False):
        read(alliance, token)
        assert CalendarFeed.objects.get().last_read_at == noted
