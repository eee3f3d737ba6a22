"""Rows of the hub: dates, terms, resources, announcements, tasks."""

from datetime import UTC, date, datetime, time
from typing import Any

import factory

from alliance.actions.resources.settling import settle
from alliance.choices import Audience, EntryKind, Licence, TermKind, VersionState
from alliance.models import Announcement, CalendarEntry, Resource, ResourceVersion, Task, TermDate
from tests.factories.alliance import UserFactory


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


class ResourceFactory(factory.django.DjangoModelFactory):
    """With a first version: a link, unless `text` says what its document says."""

    class Meta:
        model = Resource
        skip_postgeneration_save = True

    title = factory.Sequence(lambda n: f"Mentor handbook {n}")
    audience = Audience.EVERYBODY
    licence = factory.LazyAttribute(
        lambda resource: Licence.CC_BY if resource.audience == Audience.PUBLIC else Licence.OWN_USE
    )
    latest = 1

    @factory.post_generation
    def text(resource: Resource, create: bool, extracted: str | None, **kwargs: Any) -> None:  # noqa: N805  # as factory-boy names it
        given: dict[str, Any] = {"state": VersionState.LINK, "link": "https://handbook.example/1"}
        if extracted is not None:
            file = {"file": "0190e1d6-0000-7000-8000-000000000001", "suffix": ".pdf", "name": "handbook.pdf"}
            given = {"state": VersionState.NOT_SCANNED, "text": extracted, "size": 120_000, **file}
        ResourceVersion.objects.create(resource=resource, number=1, **given, **kwargs)
        settle(resource)


class AnnouncementFactory(factory.django.DjangoModelFactory):
    """Out since the beginning of February 2026, unless it says otherwise."""

    class Meta:
        model = Announcement

    title = factory.Sequence(lambda n: f"Term dates {n}")
    body = "They are in the calendar."
    audience = Audience.EVERYBODY
    shows_from = date(2026, 2, 2)
    published_at = datetime(2026, 2, 2, 7, tzinfo=UTC)


class TaskFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Task

    title = factory.Sequence(lambda n: f"Send the handbook {n}")
    owner = factory.SubFactory(UserFactory)
