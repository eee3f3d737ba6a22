"""Dates that people wrote down, as the calendar shows them."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.urls import reverse

from alliance import policy
from alliance.choices import EntryKind
from alliance.models import CalendarEntry
from foundation.calendars import Item, Source

LABELS = {
    EntryKind.MEETING: "Meetings",
    EntryKind.VISIT: "Visits",
    EntryKind.DEADLINE: "Deadlines",
    EntryKind.OTHER: "Other dates",
}


def entry_items(member: Any, first: date, last: date) -> Iterator[Item]:
    """Those that the member is in the audience of, of all kinds in one query."""
    entries = CalendarEntry.objects.visible_to(member).between(first, last)
    calendar = reverse("calendar", args=[member.alliance.slug])
    for entry in entries.order_by("starts_on", "from_time", "pk"):
        yield item_of(entry, calendar)


def item_of(entry: CalendarEntry, calendar: str) -> Item:
    """`calendar` is the address that those of its dates begin with."""
    return Item(
        key=str(entry.public_id),
        title=entry.title,
        starts=entry.starts,
        ends=entry.ends,
        place=entry.place,
        link=entry.link,
        folder=entry.folder,
        text=entry.details,
        href=f"{calendar}dates/{entry.public_id}/",
        changed_at=entry.updated_at,
        kind=entry.kind,
    )


SOURCES = tuple(
    Source(kind.value, label, policy.see_calendar, entry_items, order)
    for order, (kind, label) in enumerate(LABELS.items(), start=30)
)
