"""The calendar: a month as a table or as an agenda, narrowed by kind; and one date as a file."""

import calendar as months
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from alliance import policy
from alliance.views.calendar.items import agenda_days, month_weeks
from alliance.views.export_menu import export_items
from foundation import words
from foundation.access import requires
from foundation.calendars import Source, item_named, items_for, sources_for
from foundation.calendars.words import CONTENT_TYPE
from foundation.ui.items import Chip, FilterGroup, FilterOption, Tab

YEARS = range(2000, 2100)
MONTH, AGENDA = "month", "agenda"


@dataclass(frozen=True)
class Address:
    """What an address asks of the calendar: a month, a way to draw it, and kinds of date (none: all)."""

    first: date
    view: str
    kinds: tuple[str, ...]

    @classmethod
    def read(cls, query: QueryDict, known: list[Source], today: date) -> "Address":
        names = [source.name for source in known]
        kinds = tuple(dict.fromkeys(name for name in query.getlist("kind")[:50] if name in names))
        view = AGENDA if query.get("view") == AGENDA else MONTH
        return cls(_month(query.get("month", "")) or today.replace(day=1), view, kinds)

    @property
    def last(self) -> date:
        return self.first.replace(day=months.monthrange(self.first.year, self.first.month)[1])

    @property
    def title(self) -> str:
        return date_format(self.first, "F Y")

    def moved(self, by: int) -> "Address":
        """So many months on."""
        count = self.first.year * 12 + self.first.month - 1 + by
        return replace(self, first=date(count // 12, count % 12 + 1, 1))

    def parameters(self) -> list[tuple[str, str]]:
        return [("month", f"{self.first:%Y-%m}"), *self.keep(), *(("kind", name) for name in self.kinds)]

    def keep(self) -> list[tuple[str, str]]:
        return [("view", AGENDA)] if self.view == AGENDA else []

    def href(self, base: str) -> str:
        return f"{base}?{urlencode(self.parameters())}"


@requires(policy.see_calendar)
def calendar(request: HttpRequest, slug: str) -> HttpResponse:
    """Everything with a day that this member may see."""
    sources, today = sources_for(request.member), timezone.localdate()
    address, base = Address.read(request.GET, sources, today), request.path
    items = items_for(request.member, address.first, address.last, kinds=address.kinds)
    labels = {source.name: source.label for source in sources}
    is_agenda, span = address.view == AGENDA, (address.first, address.last)
    context = {
        "page_title": f"Calendar, {address.title}",
        "summary": f"{address.title} · {words.counted(len(items), 'date')}",
        "address": address,
        "is_empty": not items,
        "days": agenda_days(items, *span, slug=slug, labels=labels) if is_agenda else [],
        "weeks": [] if is_agenda else month_weeks(items, *span),
        "before_href": address.moved(-1).href(base),
        "after_href": address.moved(1).href(base),
        "today_href": replace(address, first=today.replace(day=1)).href(base),
        "views": list(_views(address, base)),
        "chips": [_chip(address, name, labels[name], base) for name in address.kinds],
        "groups": [_kinds(address, sources)],
        "keep": [("month", f"{address.first:%Y-%m}"), *address.keep()],
        "clear_href": replace(address, kinds=()).href(base),
        "list_action": base,
        "may_change": policy.change_calendar.test(request.member),
        "exports": export_items("calendar_export", slug, address.parameters()),
        "new_href": reverse("new_calendar_entry", args=[slug]),
        "terms_href": reverse("term_dates", args=[slug]),
        "feed_href": reverse("calendar_feed", args=[slug]),
    }
    return render(request, "alliance/calendar/calendar.html", context)


@requires(policy.see_calendar)
def item_file(request: HttpRequest, slug: str) -> HttpResponse:
    """One date as a file: found again as this member, so that an address alone opens nothing."""
    try:
        on = date.fromisoformat(request.GET.get("on", ""))
    except ValueError:
        raise Http404("That is no day.") from None
    item = item_named(request.member, request.GET.get("kind", ""), request.GET.get("key", ""), on)
    if item is None:
        raise Http404("No such date, or not one for you.")
    from foundation.calendars.ics import write_calendar  # all that writes calendars: once there is one

    response = HttpResponse(write_calendar(request.alliance.name, [item]), content_type=CONTENT_TYPE)
    response["Content-Disposition"] = 'attachment; filename="date.ics"'
    return response


def _views(address: Address, base: str) -> Iterator[Tab]:
    for view, label in ((MONTH, "Month"), (AGENDA, "Agenda")):
        yield Tab(label, replace(address, view=view).href(base), current=address.view == view)


def _chip(address: Address, name: str, label: str, base: str) -> Chip:
    rest = tuple(other for other in address.kinds if other != name)
    return Chip("Kind", label, replace(address, kinds=rest).href(base))


def _kinds(address: Address, sources: list[Source]) -> FilterGroup:
    options: list[Any] = [
        FilterOption(source.name, source.label, source.name in address.kinds) for source in sources
    ]
    return FilterGroup("Kind", "kind", options)


def _month(text: str) -> date | None:
    year, _, number = text.partition("-")
    is_number = all(part.isascii() and part.isdigit() and len(part) <= 4 for part in (year, number))
    if not is_number or int(year) not in YEARS or not 1 <= int(number) <= 12:
        return None
    return date(int(year), int(number), 1)
