"""Today: what is due or stuck, the key measures, and what happened lately."""

from datetime import date, datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from alliance import policy
from alliance.logic.academic_year import AcademicYear
from alliance.queries import landing
from alliance.queries.activity import Happening, lately
from alliance.queries.announcements import announcements_for
from alliance.queries.calendar.due import DUE
from alliance.queries.getting_started import shown_to
from alliance.queries.partners_due import verified_share
from alliance.queries.today import Due, attention, tiles
from alliance.views.calendar.items import fortnight_days
from foundation import words
from foundation.access import requires
from foundation.calendars import items_for, sources_for
from foundation.ui.items import ActivityItem, AttentionGroup, AttentionItem, Day, MenuItem

FORTNIGHT = timedelta(days=14)
MOST_SHOWN = 12
ACTIVITIES = 8


@requires(policy.enter_alliance)
def today(request: HttpRequest, slug: str) -> HttpResponse:
    """For staff; everybody else is sent to the page of their role."""
    if not policy.see_today.test(request.member):
        return redirect(landing.landing_of(request.member), slug=slug)
    day = timezone.localdate()
    year = AcademicYear.for_date(day)
    waiting = attention(request.member, day)
    verified, partners = verified_share(day)
    context = {
        "page_title": "Today",
        "summary": _summary(day, len(waiting)),
        "groups": groups_of(waiting[:MOST_SHOWN], day),
        "more": max(len(waiting) - MOST_SHOWN, 0),
        "fine": f"{verified:,} of {words.counted(partners, 'partner')} have a contact verified this year.",
        "started": shown_to(request.member),
        "tiles": tiles(request.member, year),
        "measures": f"Key measures, {year}",
        "as_at_note": f"to {words.day(day)}",
        "activity": [_activity(happening, day) for happening in lately(slug, limit=ACTIVITIES)],
        "may_add": policy.change_partners.test(request.member),
        "add_menu": _add_menu(request),
        "partners_href": reverse("partners", args=[slug]),
        "announcements": announcements_for(request.member),
        "fortnight": _fortnight(request.member, day),
        "calendar_href": reverse("calendar", args=[slug]),
    }
    return render(request, "alliance/today.html", context)


def _fortnight(member: Any, day: date) -> list[Day]:
    """This week and the next; what is due stands in the list beside it already."""
    monday = day - timedelta(days=day.weekday())
    kinds = [source.name for source in sources_for(member) if source.name != DUE]
    items = items_for(member, monday, monday + FORTNIGHT - timedelta(days=1), kinds=kinds)
    return fortnight_days(items, monday)


def _add_menu(request: HttpRequest) -> list[MenuItem]:
    slug = request.alliance.slug
    items = [MenuItem("A partner", reverse("add_partner", args=[slug]))]
    if policy.manage_people.test(request.member):
        items.append(MenuItem("A person", reverse("invite", args=[slug])))
    return items


def groups_of(waiting: list[Due], day: date) -> list[AttentionGroup]:
    """Overdue, this fortnight, later, and what has no day; empty groups are left out."""
    named: dict[str, list[Due]] = {"Overdue": [], "This fortnight": [], "Later": [], "Any time": []}
    for due in waiting:
        named[_group_of(due, day)].append(due)
    return [
        AttentionGroup(name, [_item(due, day) for due in found]) for name, found in named.items() if found
    ]


def _group_of(due: Due, day: date) -> str:
    if due.due_on is None:
        return "Any time"
    if due.due_on < day:
        return "Overdue"
    return "This fortnight" if due.due_on <= day + FORTNIGHT else "Later"


def _item(due: Due, day: date) -> AttentionItem:
    late = due.due_on is not None and due.due_on < day
    return AttentionItem(
        state=due.state,
        title=due.title,
        why=due.why,
        whose=due.whose,
        when=_when(due.due_on, day),
        late=late,
        href=due.href,
        action_label=due.action_label,
        action_href=due.action_href,
        post=due.post,
    )


def _when(due_on: date | None, day: date) -> str:
    if due_on is None:
        return ""
    if due_on < day:
        return f"{words.counted((day - due_on).days, 'day')} late"
    return "Today" if due_on == day else date_format(due_on, "D j M")


def _summary(day: date, waiting: int) -> str:
    if not waiting:
        return f"{words.day(day)} · nothing needs you or your team"
    verb = "needs" if waiting == 1 else "need"
    return f"{words.day(day)} · {words.counted(waiting, 'thing')} {verb} you or your team"


def _activity(happening: Happening, day: date) -> ActivityItem:
    return ActivityItem(_time(happening.at, day), happening.subject, "", happening.words, happening.href)


def _time(at: datetime, day: date) -> str:
    """09:14 today, Mon within the week, 3 Feb before."""
    local: Any = timezone.localtime(at)
    if local.date() == day:
        return date_format(local, "H:i")
    return date_format(local, "D" if day - local.date() < timedelta(days=7) else "j M")
