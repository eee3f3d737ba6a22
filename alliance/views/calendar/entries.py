"""One date: its page, and how it is written down, changed and removed."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from alliance import policy
from alliance.actions.calendar.entries import add_entry, change_entry, remove_entry
from alliance.forms.calendar import EditEntryForm, EntryForm
from alliance.models import CalendarEntry
from alliance.queries.calendar.entries import item_of
from alliance.views.calendar.items import join_label, take_over_menu, when_of
from alliance.views.editing import save_edited
from foundation.access import requires
from foundation.audit.timeline import timeline_of
from foundation.calendars import Item
from foundation.drafts.page import PageDraft
from foundation.forms.refusals import refuse
from foundation.refusal import Refused
from foundation.ui import flash
from foundation.ui.items import Crumb, Fact


@requires(policy.see_calendar)
def entry(request: HttpRequest, slug: str, date_id: UUID) -> HttpResponse:
    """When, where, how to join, and how to take it over."""
    found = _entry(request, date_id)
    item = item_of(found, reverse("calendar", args=[slug]))
    may_change = policy.change_calendar.test(request.member)
    context = {
        "page_title": found.title,
        "breadcrumbs": _crumbs(request, found.title),
        "entry": found,
        "when": when_of(item),
        "facts": _facts(found, item),
        "join_label": join_label(found.link),
        "menu": take_over_menu(item, slug),
        "may_change": may_change,
        "edit_href": reverse("edit_calendar_entry", args=[slug, found.public_id]),
        "remove_href": reverse("remove_calendar_entry", args=[slug, found.public_id]),
        "timeline": timeline_of(found, limit=20) if may_change else [],
    }
    return render(request, "alliance/calendar/entry.html", context)


@requires(policy.change_calendar)
def new(request: HttpRequest, slug: str) -> HttpResponse:
    draft = PageDraft(request)
    if draft.is_asked:
        return draft.answer()
    form = EntryForm(request.POST or None, initial=_suggested(request))
    draft.fill(form)
    if request.method == "POST" and form.is_valid():
        try:
            made = add_entry(details=form.entry(), by=request.user)
        except Refused as refusal:
            refuse(form, refusal)
        else:
            draft.drop()
            flash.success(request, f"{made.title} is in the calendar")
            return redirect("calendar_entry", slug=slug, date_id=made.public_id)
    context = {
        "page_title": "Add a date",
        "breadcrumbs": _crumbs(request, "Add a date"),
        "form": form,
        "draft": draft,
        "submit": "Add date",
        "back": reverse("calendar", args=[slug]),
    }
    return render(request, "alliance/calendar/form.html", context, status=422 if form.errors else 200)


@requires(policy.change_calendar)
def edit(request: HttpRequest, slug: str, date_id: UUID) -> HttpResponse:
    found, draft = _entry(request, date_id), PageDraft(request)
    if draft.is_asked:
        return draft.answer()
    form = EditEntryForm(request.POST or None, initial=EditEntryForm.saved(found))
    draft.fill(form)

    def save(version: int) -> Any:
        return change_entry(entry=found, version=version, details=form.entry(), by=request.user)

    status = 200
    if request.method == "POST":
        status = save_edited(form, draft, found, save, EditEntryForm.saved)
        if status == 200:
            flash.success(request, f"{form.cleaned_data['title']} saved")
            return redirect("calendar_entry", slug=slug, date_id=found.public_id)
    back = reverse("calendar_entry", args=[slug, found.public_id])
    context = {
        "page_title": f"Change {found.title}",
        "breadcrumbs": _crumbs(request, found.title),
        "form": form,
        "draft": draft,
        "submit": "Save",
        "back": back,
    }
    return render(request, "alliance/calendar/form.html", context, status=status)


@requires(policy.change_calendar)
def remove(request: HttpRequest, slug: str, date_id: UUID) -> HttpResponse:
    """Asks first: it goes from everybody's calendar."""
    found = _entry(request, date_id)
    if request.method == "POST":
        remove_entry(entry=found, by=request.user)
        flash.success(request, f"{found.title} is out of the calendar")
        return redirect(f"{reverse('calendar', args=[slug])}?month={found.starts_on:%Y-%m}")
    context = {
        "page_title": f"Remove {found.title}?",
        "breadcrumbs": _crumbs(request, found.title),
        "entry": found,
        "when": when_of(item_of(found, reverse("calendar", args=[slug]))),
        "back": reverse("calendar_entry", args=[slug, found.public_id]),
    }
    return render(request, "alliance/calendar/remove.html", context)


def _entry(request: HttpRequest, public_id: UUID) -> CalendarEntry:
    found = CalendarEntry.objects.visible_to(request.member).filter(public_id=public_id).first()
    if found is None:
        raise Http404("No such date, or not one for you.")
    return found


def _suggested(request: HttpRequest) -> dict[str, Any]:
    """The day of the address, where it names one."""
    try:
        return {"starts_on": date.fromisoformat(request.GET.get("on", ""))}
    except ValueError:
        return {}


def _facts(found: CalendarEntry, item: Item) -> list[Fact]:
    facts = [Fact("When", when_of(item)), Fact("For", found.get_audience_display())]
    if found.place:
        facts.insert(1, Fact("Where", found.place))
    if found.folder:
        facts.append(Fact("Files", "Open the folder", "Who may open it is decided there", found.folder))
    return facts


def _crumbs(request: HttpRequest, here: str) -> list[Crumb]:
    return [Crumb("Calendar", reverse("calendar", args=[request.alliance.slug])), Crumb(here)]
