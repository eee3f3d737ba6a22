"""What is due, on its day in the calendar: the same that stands on the page My tasks."""

from collections.abc import Iterator
from datetime import date
from hashlib import sha256
from typing import Any

from django.utils import timezone

from alliance import policy
from alliance.queries.my_tasks import tasks_for
from foundation.calendars import Item, Source


def due_items(member: Any, first: date, last: date) -> Iterator[Item]:
    """Whatever has a day, of what the member can do something about."""
    for due in tasks_for(member, timezone.localdate()):
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


DUE = "due"
SOURCES = (Source(DUE, "Due", policy.see_own_tasks, due_items, 90),)
