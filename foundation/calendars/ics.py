"""Dates as an iCalendar file (RFC 5545) that Outlook, Google and Apple read alike.

The same dates give the same bytes, so that an ETag can tell whether anything changed. `icalendar` is
imported here and nowhere else, and this module where a calendar is written: a process that has written none
does without it.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlsplit

import icalendar
from django.conf import settings

from foundation.calendars import Item
from foundation.calendars.words import LONDON, description_of
from foundation.emails.letter import portal_address

PRODUCT = "-//TSA Portal//Calendar//EN"
ASK_AGAIN = timedelta(hours=1)
NO_MOMENT = datetime(2000, 1, 1, tzinfo=UTC)
"""For what its source knows no change of, such as a bank holiday."""
CLOCK_CHANGES = (
    (icalendar.TimezoneDaylight, "BST", datetime(1996, 3, 31, 1), 0, 1, 3),  # noqa: DTZ001  # local, by RFC
    (icalendar.TimezoneStandard, "GMT", datetime(1996, 10, 27, 2), 1, 0, 10),  # noqa: DTZ001  # likewise
)
"""The rule since 1996: the last Sundays of March and October, at 01:00 UTC."""


def write_calendar(name: str, items: Iterable[Item]) -> bytes:
    """A whole calendar, times in London's zone with its rule beside them."""
    events = [_event(item) for item in items]
    calendar = icalendar.Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", LONDON.key)
    calendar.add("refresh-interval", ASK_AGAIN, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    calendar.add_component(_london())
    for event in events:
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _event(item: Item) -> icalendar.Event:
    event = icalendar.Event()
    event.add("uid", f"{item.kind}.{item.key}@{urlsplit(settings.ADDRESS).hostname}")
    changed_at = (item.changed_at or NO_MOMENT).astimezone(UTC).replace(microsecond=0)
    event.add("dtstamp", changed_at)
    event.add("last-modified", changed_at)
    event.add("summary", item.title)
    event.add("dtstart", _start(item.starts))
    event.add("dtend", _end(item.ends))
    if item.place or item.link:
        event.add("location", item.place or item.link)
    if text := description_of(item):
        event.add("description", text)
    if item.href:
        event.add("url", portal_address(item.href))
    if not item.is_timed:
        event.add("transp", "TRANSPARENT")
    return event


def _start(value: date | datetime) -> date | datetime:
    return value.astimezone(LONDON) if isinstance(value, datetime) else value


def _end(value: date | datetime) -> date | datetime:
    """The end is the first moment, or day, that no longer belongs to it."""
    return value.astimezone(LONDON) if isinstance(value, datetime) else value + timedelta(days=1)


def _london() -> icalendar.Timezone:
    """Written out as a rule, which serves all years; programs that know the zone by name use their own."""
    zone = icalendar.Timezone()
    zone.add("tzid", LONDON.key)
    for component, name, since, before, after, month in CLOCK_CHANGES:
        change = component()
        change.add("tzname", name)
        change.add("dtstart", since)
        change.add("tzoffsetfrom", timedelta(hours=before))
        change.add("tzoffsetto", timedelta(hours=after))
        change.add("rrule", {"freq": "yearly", "bymonth": month, "byday": "-1SU"})
        zone.add_component(change)
    return zone
