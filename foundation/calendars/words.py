"""What other calendars are told of a date, whichever way it goes to them."""

from zoneinfo import ZoneInfo

from foundation.calendars import Item

LONDON = ZoneInfo("Europe/London")
CONTENT_TYPE = "text/calendar; charset=utf-8"
"""Of a calendar's file."""


def description_of(item: Item) -> str:
    """What stands in the body of an appointment: the words, where to join, where the files are."""
    parts = [
        item.text,
        f"Join: {item.link}" if item.link else "",
        f"Files: {item.folder}" if item.folder else "",
    ]
    return "\n\n".join(part for part in parts if part)
