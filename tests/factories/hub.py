"""Rows of the hub: dates, terms."""

from datetime import date, time

import factory

from alliance.choices import Audience, EntryKind, TermKind
from alliance.models import CalendarEntry, TermDate


class CalendarEntryFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = CalendarEntry

    kind = EntryKind.MEETING
    title = factory.Sequence(lambda n: f"Partner briefing {n}")
    audience = Audience.EVERYBODY
    starts_on = date(2026, 2, 3)
    ends_on = factory.LazyAttribute(lambda entry: entry.starts_on)
    from_time = time(16)
    until_time = time(17, 30)


class TermDateFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = TermDate

    kind = TermKind.TERM
    name = "Spring term, first half"
    starts_on = date(2026, 1, 5)
    ends_on = date(2026, 2, 13)
