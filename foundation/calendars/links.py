"""Addresses at which somebody takes one date over into Outlook or Google, without giving the portal any right
to their calendar.
"""

from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlencode

from foundation.calendars import Item
from foundation.calendars.words import LONDON, description_of

OUTLOOK = "https://outlook.office.com/calendar/0/action/compose"
GOOGLE = "https://calendar.google.com/calendar/render"
LONGEST_TEXT = 1_000
"""Addresses have an end; the rest is on the portal's page."""


def outlook_address(item: Item) -> str:
    """The form of a new appointment in Outlook on the web, filled in."""
    asked = {
        "rru": "addevent",
        "subject": item.title,
        "startdt": _outlook(item.starts),
        "enddt": _outlook(_first_after(item.ends)),
        "location": item.place or item.link,
        "body": description_of(item)[:LONGEST_TEXT],
    }
    if not item.is_timed:
        asked["allday"] = "true"
    return f"{OUTLOOK}?{urlencode(asked)}"


def google_address(item: Item) -> str:
    """The form of a new event in Google Calendar, filled in."""
    asked = {
        "action": "TEMPLATE",
        "text": item.title,
        "dates": f"{_google(item.starts)}/{_google(_first_after(item.ends))}",
        "location": item.place or item.link,
        "details": description_of(item)[:LONGEST_TEXT],
        "ctz": LONDON.key,
    }
    return f"{GOOGLE}?{urlencode(asked)}"


def _first_after(value: date | datetime) -> date | datetime:
    """Both count a last day as over when the next begins."""
    return value if isinstance(value, datetime) else value + timedelta(days=1)


def _outlook(value: date | datetime) -> str:
    if isinstance(value, datetime):
        return f"{value.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
    return value.isoformat()


def _google(value: date | datetime) -> str:
    if isinstance(value, datetime):
        return f"{value.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    return f"{value:%Y%m%d}"
