"""Dates written down by hand: added, changed, removed."""

from dataclasses import dataclass
from datetime import date, time, timedelta

from django.db import transaction

from alliance.actions.versions import locked
from alliance.choices import Audience, EntryKind
from alliance.models import CalendarEntry, User
from foundation.calendars.online import NotALink, link_name
from foundation.refusal import Refused

LONGEST = timedelta(days=366)


@dataclass(frozen=True)
class EntryDetails:
    """What the form holds. Without times it takes whole days."""

    kind: EntryKind
    title: str
    audience: Audience
    starts_on: date
    ends_on: date
    from_time: time | None = None
    until_time: time | None = None
    place: str = ""
    link: str = ""
    folder: str = ""
    details: str = ""


@transaction.atomic
def add_entry(*, details: EntryDetails, by: User) -> CalendarEntry:
    """Write a date into the calendar. Raises Refused."""
    _check(details)
    entry: CalendarEntry = CalendarEntry.objects.create(**vars(details))
    return entry


@transaction.atomic
def change_entry(*, entry: CalendarEntry, version: int, details: EntryDetails, by: User) -> CalendarEntry:
    """Change one that is still as the editor saw it. Raises ChangedMeanwhile, Refused."""
    entry = locked(entry, version)
    _check(details)
    for name, value in vars(details).items():
        setattr(entry, name, value)
    entry.save()
    return entry


@transaction.atomic
def remove_entry(*, entry: CalendarEntry, by: User) -> None:
    """Take it out of everybody's calendar; the trail keeps it."""
    CalendarEntry.objects.filter(pk=entry.pk).delete()


def _check(details: EntryDetails) -> None:
    if (details.from_time is None) is not (details.until_time is None):
        missing = "from_time" if details.from_time is None else "until_time"
        raise Refused("Write both times, or neither for whole days.", field=missing)
    if details.ends_on < details.starts_on:
        raise Refused("The last day is before the first.", field="ends_on")
    if details.ends_on - details.starts_on > LONGEST:
        raise Refused(
            "A date lasts a year at most. Write the day on which it begins instead.", field="ends_on"
        )
    is_one_day = details.starts_on == details.ends_on
    if is_one_day and details.from_time and details.until_time and details.until_time <= details.from_time:
        raise Refused("It ends before it begins: write a later time.", field="until_time")
    for name in ("link", "folder"):
        _check_address(getattr(details, name), name)


def _check_address(address: str, field: str) -> None:
    if not address:
        return
    try:
        link_name(address)
    except NotALink as error:
        raise Refused(str(error), field=field) from error
