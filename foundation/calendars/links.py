"""Addresses at which somebody takes one date over into Outlook or Google, without giving the portal any right
to their calendar.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from urllib.parse import quote_plus

from foundation.calendars import Item
from foundation.calendars.words import LONDON, description_of

OUTLOOK = (
    "https://outlook.office.com/calendar/0/action/compose?rru=addevent&subject={title}"
    "&startdt={starts}&enddt={ends}&location={place}&body={text}"
)
GOOGLE = (
    "https://calendar.google.com/calendar/render?action=TEMPLATE&text={title}"
    "&dates={starts}%2F{ends}&location={place}&details={text}&ctz=" + quote_plus(LONDON.key)
)
WHOLE_DAYS = "&allday=true"
LONGEST_TEXT = 1_000
"""Addresses have an end; the rest is on the portal's page."""


@dataclass(frozen=True)
class TakenOver:
    """The forms of a new appointment, filled in: on the web, in Outlook and in Google Calendar."""

    outlook: str
    google: str


def taken_over(item: Item) -> TakenOver:
    """Both at once, each word quoted once: an agenda has a hundred of them."""
    starts, ends = item.starts, _first_after(item.ends)
    said = {
        "title": quote_plus(item.title),
        "place": quote_plus(item.place or item.link),
        "text": quote_plus(description_of(item)[:LONGEST_TEXT]),
    }
    outlook = OUTLOOK.format(**said, starts=_outlook(starts), ends=_outlook(ends))
    return TakenOver(
        outlook=outlook if item.is_timed else f"{outlook}{WHOLE_DAYS}",
        google=GOOGLE.format(**said, starts=_google(starts), ends=_google(ends)),
    )


def _first_after(value: date | datetime) -> date | datetime:
    """Both count a last day as over when the next begins."""
    return value if isinstance(value, datetime) else value + timedelta(days=1)


def _outlook(value: date | datetime) -> str:
    if isinstance(value, datetime):
        return f"{value.astimezone(UTC):%Y-%m-%dT%H%%3A%M%%3A%SZ}"
    return value.isoformat()


def _google(value: date | datetime) -> str:
    if isinstance(value, datetime):
        return f"{value.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    return f"{value:%Y%m%d}"
