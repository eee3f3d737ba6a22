"""The hub's lists as files: every row that the list shows its reader, and what the list says of it."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from alliance import policy
from alliance.choices import Strand
from alliance.models import Announcement
from alliance.queries.announcements import Readership, readership_of
from alliance.queries.my_tasks import done_lately, given_to_others, tasks_for
from alliance.queries.resources.finding import resources_for, with_current
from alliance.views.calendar.items import hours_of
from alliance.views.calendar.pages import Address
from alliance.views.resources.pages import asked_of, kind_of
from foundation.access import requires
from foundation.calendars import items_for, sources_for
from foundation.exports import export_response

RESOURCES = ("Title", "Topic", "Kind of work", "File", "Licence", "Changed")
RESOURCES_FOR_STAFF = ("For", "Withdrawn")
ANNOUNCEMENTS = ("Title", "From", "Until", "Pinned", "New")
ANNOUNCEMENTS_FOR_STAFF = ("For", "Read by", "Of people")
DATES = ("First day", "Last day", "Hours", "Title", "Kind", "Place", "Link")
TASKS = ("List", "Task", "Why", "Whose", "Due", "Done")

Cells = Iterator[list[Any]]


@requires(policy.see_resources)
def resources(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """Every page of the list, narrowed as its address says."""
    is_staff = policy.change_resources.test(request.member)
    _, address = asked_of(request)
    heads = [*RESOURCES, *(RESOURCES_FOR_STAFF if is_staff else ())]
    rows = _resources(with_current(resources_for(request.member, address.filters), []), is_staff)
    return export_response(kind, _name("resources", slug), heads, rows)


@requires(policy.see_announcements)
def announcements(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """Those the reader sees; whoever may announce sees besides by how many each was read."""
    found = Announcement.objects.visible_to(request.member).saying_whether_read(request.user).in_order()
    readership = readership_of(request.alliance.pk) if policy.announce.test(request.member) else None
    heads = [*ANNOUNCEMENTS, *(ANNOUNCEMENTS_FOR_STAFF if readership else ())]
    return export_response(kind, _name("announcements", slug), heads, _announcements(found, readership))


@requires(policy.see_calendar)
def calendar(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """The month of the address, narrowed to its kinds."""
    sources = sources_for(request.member)
    address = Address.read(request.GET, sources, timezone.localdate())
    labels = {source.name: source.label for source in sources}
    items = items_for(request.member, address.first, address.last, kinds=address.kinds)
    rows = (
        [one.first_day, one.last_day, hours_of(one), one.title, labels[one.kind], one.place, one.link]
        for one in items
    )
    return export_response(kind, f"calendar-{slug}-{address.first:%Y-%m}", DATES, rows)


@requires(policy.see_own_tasks)
def my_tasks(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """What waits for the reader, what they gave to others, and what was done lately."""
    return export_response(kind, _name("tasks", slug), TASKS, _tasks(request.member))


def _resources(found: Any, is_staff: bool) -> Cells:
    for one in found.iterator():
        strand = str(Strand(one.strand).label) if one.strand else ""
        licence = one.get_licence_display()
        cells = [one.title, one.topic, strand, kind_of(one.suffix, one.size), licence, _day(one.updated_at)]
        yield [*cells, one.get_audience_display(), _day(one.withdrawn_at)] if is_staff else cells


def _announcements(found: Any, readership: Readership | None) -> Cells:
    for one in found.iterator():
        cells = [one.title, one.shows_from, one.shows_until, _yes(one.is_pinned), _yes(not one.is_read)]
        if readership is not None:
            cells += [one.get_audience_display(), readership.read_by(one), readership.people(one)]
        yield cells


def _tasks(member: Any) -> Cells:
    for due in tasks_for(member, timezone.localdate()):
        yield ["Waiting for you", due.title, due.why, due.whose, due.due_on, None]
    for task in given_to_others(member):
        yield ["Given to others", task.title, "", str(task.owner), task.due_on, None]
    for task in done_lately(member, timezone.now()):
        yield ["Done lately", task.title, "", "", task.due_on, _day(task.done_at)]


def _name(what: str, slug: str) -> str:
    return f"{what}-{slug}-{timezone.localdate().isoformat()}"


def _day(moment: Any) -> Any:
    return timezone.localdate(moment) if moment else None


def _yes(said: bool) -> str:
    return "Yes" if said else ""
