"""How a date is told: its hours, where one joins, how it is taken over into one's own calendar."""

from collections.abc import Iterable
from datetime import date, timedelta
from urllib.parse import quote_plus

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from foundation import words
from foundation.calendars import Item
from foundation.calendars.links import taken_over
from foundation.calendars.online import OTHER, NotALink, link_name
from foundation.ui.items import AgendaDay, AgendaItem, Day, DayEvent, MenuItem

A_DAY = timedelta(days=1)


def agenda_days(
    items: Iterable[Item], first: date, last: date, *, slug: str, labels: dict[str, str]
) -> list[AgendaDay]:
    """The days from `first` to `last` that have something; what goes on for days stands on its first."""
    today, days = timezone.localdate(), dict[date, list[AgendaItem]]()
    file_base = reverse("calendar_item_file", args=[slug])
    for item in items:
        day = max(item.first_day, first)
        days.setdefault(day, []).append(_agenda_item(item, file_base, labels.get(item.kind, "")))
    return [
        AgendaDay(date_format(day, "D j M"), day.isoformat(), days[day], today=day == today, past=day < today)
        for day in sorted(days)
        if day <= last
    ]


def month_weeks(items: Iterable[Item], first: date, last: date) -> list[list[Day | None]]:
    """The weeks, from Monday, of the days from `first` to `last`; what goes on stands on each day."""
    events: dict[date, list[DayEvent]] = {}
    for item in items:
        day = max(item.first_day, first)
        while day <= min(item.last_day, last):
            time = item.time if day == item.first_day else ""
            events.setdefault(day, []).append(DayEvent(item.title, time, item.href))
            day += A_DAY
    monday = first - timedelta(days=first.weekday())
    weeks = []
    while monday <= last:
        week = [monday + timedelta(days=number) for number in range(7)]
        weeks.append([_day(day, events) if first <= day <= last else None for day in week])
        monday += timedelta(days=7)
    return weeks


def fortnight_days(items: Iterable[Item], first: date) -> list[Day]:
    """The working days of two weeks from a Monday. What lies on a weekend stands on the Friday before."""
    events: dict[date, list[DayEvent]] = {}
    for item in items:
        day = max(item.first_day, first)
        on = day - timedelta(days=max(day.weekday() - 4, 0))
        time = item.time if on == day else date_format(day, "D j M")
        events.setdefault(on, []).append(DayEvent(item.title, time, item.href))
    days = [first + timedelta(days=number) for number in range(14)]
    return [_day(day, events, "D j M") for day in days if day.weekday() < 5]


def hours_of(item: Item) -> str:
    """`16:00–17:30`; "" for whole days."""
    if not item.is_timed:
        return ""
    return f"{item.time}–{timezone.localtime(item.ends):%H:%M}"  # type: ignore[arg-type]  # a moment, as it is timed


def when_of(item: Item) -> str:
    """`Tue 3 Feb 2026, 16:00–17:30`, or `Tue 3 Feb 2026 to Wed 4 Feb 2026`."""
    hours = hours_of(item)
    if item.first_day == item.last_day:
        return f"{words.day(item.first_day)}, {hours}" if hours else words.day(item.first_day)
    if item.is_timed:
        return f"{words.moment(item.starts)} to {words.moment(item.ends)}"  # type: ignore[arg-type]  # likewise
    return f"{words.day(item.first_day)} to {words.day(item.last_day)}"


def join_label(address: str) -> str:
    """`Join on Teams`; of an address nobody knows, `Join online`; "" where there is none."""
    if not address:
        return ""
    try:
        name = link_name(address)
    except NotALink:
        return ""
    return "Join online" if name == OTHER else f"Join on {name}"


def take_over_menu(item: Item, slug: str) -> list[MenuItem]:
    """Into Outlook or Google by their own forms, or as a file for any calendar."""
    return _take_over(item, reverse("calendar_item_file", args=[slug]))


def _take_over(item: Item, file_base: str) -> list[MenuItem]:
    form = taken_over(item)
    asked = f"kind={quote_plus(item.kind)}&key={quote_plus(item.key)}&on={item.first_day.isoformat()}"
    return [
        MenuItem("Add to Outlook", form.outlook),
        MenuItem("Add to Google Calendar", form.google),
        MenuItem("Calendar file (.ics)", f"{file_base}?{asked}", ruled=True),
    ]


def _agenda_item(item: Item, file_base: str, kind: str) -> AgendaItem:
    goes_on = item.last_day > item.first_day
    until = f"to {date_format(item.last_day, 'D j M')}" if goes_on else ""
    label = join_label(item.link)
    return AgendaItem(
        title=item.title,
        time=item.time if goes_on else hours_of(item),
        kind=kind,
        note=" · ".join(part for part in (until, item.place) if part),
        href=item.href,
        join_label=label,
        join_href=item.link if label else "",
        menu=tuple(_take_over(item, file_base)),
    )


def _day(day: date, events: dict[date, list[DayEvent]], form: str = "j M") -> Day:
    today = timezone.localdate()
    label = date_format(day, form)
    return Day(label, day.isoformat(), events.get(day, []), today=day == today, past=day < today)
