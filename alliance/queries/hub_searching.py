"""What the portal's search finds of dates, announcements and tasks, each for whoever may see it."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse

from alliance import policy
from alliance.logic.search_text import read_search
from alliance.models import Announcement, CalendarEntry, Task
from alliance.queries.partner_filters import MOST_WORDS
from foundation import words
from foundation.search import Asked, Result, Source


def find_dates(asked: Asked) -> Iterator[Result]:
    """Dates that people wrote down, by title, place or details; the latest first."""
    dates = CalendarEntry.objects.visible_to(asked.member)
    rows = _saying(dates, asked, "title", "place", "details").order_by("-starts_on", "pk")
    for public_id, title, day, place in rows.values_list("public_id", "title", "starts_on", "place")[
        : asked.limit
    ]:
        yield Result(title, _page(asked, "calendar_entry", public_id), _joined([words.day(day), place]))


def find_announcements(asked: Asked) -> Iterator[Result]:
    """By title or what they say; the latest first."""
    announced = Announcement.objects.visible_to(asked.member)
    rows = _saying(announced, asked, "title", "body").order_by("-shows_from", "pk")
    for public_id, title, day in rows.values_list("public_id", "title", "shows_from")[: asked.limit]:
        yield Result(title, _page(asked, "announcement", public_id), words.day(day))


def find_tasks(asked: Asked) -> Iterator[Result]:
    """One's own tasks and those one gave, by title or details; open ones first."""
    tasks = Task.objects.visible_to(asked.member)
    rows = _saying(tasks, asked, "title", "details").order_by("done_at", "due_on", "pk")
    for public_id, title, due_on, done_at in rows.values_list("public_id", "title", "due_on", "done_at")[
        : asked.limit
    ]:
        hint = f"done on {words.day(done_at)}" if done_at else words.day(due_on)
        yield Result(title, _page(asked, "task", public_id), hint)


def _saying(rows: QuerySet[Any], asked: Asked, *fields: str) -> QuerySet[Any]:
    """Rows with every word in one of the fields. They are few, and spelt as people spell them."""
    if asked.loosely:
        return rows.none()
    says = Q()
    for word in read_search(asked.text).words.split()[:MOST_WORDS]:
        says &= Q(*((f"{field}__icontains", word) for field in fields), _connector=Q.OR)
    return rows.filter(says)


def _page(asked: Asked, route: str, public_id: Any) -> str:
    return reverse(route, args=[asked.member.alliance.slug, public_id])


def _joined(parts: list[str]) -> str:
    return " · ".join(part for part in parts if part)


SOURCES = (
    Source("dates", "Dates", "calendar", policy.see_calendar, find_dates, 60),
    Source("announcements", "Announcements", "send", policy.see_announcements, find_announcements, 61),
    Source("tasks", "Tasks", "check", policy.see_own_tasks, find_tasks, 62),
)
