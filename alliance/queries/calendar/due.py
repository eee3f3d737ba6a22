"""What is due, on its day in the calendar: the same that waits on the page Today."""

from collections.abc import Iterator
from datetime import date
from hashlib import sha256
from typing import Any

from django.utils import timezone

from alliance import policy
from alliance.queries.today import attention
from foundation.calendars import Item, Source


def due_items(member: Any, first: date, last: date) -> Iterator[Item]:
    """Whatever has a day, of what the member can do something about."""
    for due in attention(member, timezone.localdate()):
        if due.due_on is None or not first <= due.due_on <= last:
            continue
        said = f"{due.title} {due.action_href or due.href}"
        yield Item(
            key=sha256(said.encode()).hexdigest()[:20],
            title=due.title,
            starts=due.due_on,
            ends=due.due_on,
            text=due.why,
            href=due.href or due.action_href,
        )


SOURCES = (Source("due", "Due", policy.see_today, due_items, 90),)
