"""Personal data: what is held about somebody, their copy of it, erasing it, and how long it is kept."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from alliance import policy
from alliance.actions.personal.erasing import erase_person
from alliance.actions.personal.exports import ask_for_copy, fetch_copy
from alliance.actions.personal.retention import set_rules
from alliance.actions.personal.subjects import subject_of
from alliance.choices import RetentionKind
from alliance.forms.roster.personal import EraseForm, RetentionForm
from alliance.models import Person
from alliance.queries.personal import tables_about
from alliance.queries.roster.copies import copies_of, find_copy
from alliance.queries.roster.retention import due_until, rules
from alliance.views.roster.record import person_of
from alliance.views.roster.ways import crumbs, place
from foundation import words
from foundation.access import requires
from foundation.refusal import Refused
from foundation.ui import flash
from foundation.ui.items import Crumb

AHEAD = timedelta(days=90)
"""How far the page of rules looks ahead."""
ZIP = "application/zip"


@requires(policy.manage_personal_data)
def personal_data(request: HttpRequest, slug: str, person_id: UUID) -> HttpResponse:
    """Everything that is held about a person, by where it is held, and the copies made for them."""
    person = person_of(request, person_id)
    tables = (
        []
        if person.is_erased
        else [table for table in tables_about(subject_of(person)) if not table.is_empty]
    )
    context = {
        "page_title": f"Personal data of {person.name}",
        "breadcrumbs": crumbs(request, person, "Personal data"),
        "person": person,
        "tables": tables,
        "rows": sum(len(table.rows) for table in tables),
        "copies": [_copy(request, person, copy) for copy in copies_of(person, timezone.now())],
        "ask_href": place(request, "ask_for_copy", person),
        "erase_href": place(request, "erase_person", person),
        "back": place(request, "roster_person", person),
    }
    return render(request, "alliance/roster/personal_data.html", context)


@requires(policy.manage_personal_data)
@require_POST
def make_copy(request: HttpRequest, slug: str, person_id: UUID) -> HttpResponse:
    """Has a copy made; whoever asked is told when it is ready."""
    person = person_of(request, person_id)
    try:
        ask_for_copy(person=person, by=request.user)
    except Refused as refusal:
        flash.warning(request, refusal.sentence)
    else:
        flash.success(request, "The copy is being made: you are told when it is ready")
    return redirect(place(request, "personal_data", person))


@requires(policy.manage_personal_data)
@require_POST
def fetch(request: HttpRequest, slug: str, person_id: UUID, copy_id: UUID) -> HttpResponse:
    """The archive itself. A POST: that it was fetched is written down."""
    person = person_of(request, person_id)
    copy = find_copy(person, copy_id)
    if copy is None:
        raise Http404("There is no such copy any more.")
    try:
        archive = fetch_copy(access=copy, by=request.user)
    except Refused as refusal:
        flash.warning(request, refusal.sentence)
        return redirect(place(request, "personal_data", person))
    response = HttpResponse(archive, content_type=ZIP)
    response["Content-Disposition"] = f'attachment; filename="personal-data-{timezone.localdate()}.zip"'
    response["Cache-Control"] = "no-store"
    return response


@requires(policy.manage_personal_data)
def erase(request: HttpRequest, slug: str, person_id: UUID) -> HttpResponse:
    """Asks first, naming what goes, what is blanked and what is kept, and why."""
    person = person_of(request, person_id)
    if person.is_erased:
        raise Http404("This person was erased already.")
    form = EraseForm(request.POST or None, expected=person.name)
    if request.method == "POST" and form.is_valid():
        try:
            erase_person(person=person, by=request.user)
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            flash.success(request, "Erased: a former member is left, and counts stay as they are")
            return redirect("roster", slug=slug)
    context = {
        "page_title": f"Erase {person.name}?",
        "breadcrumbs": crumbs(request, person, "Erase"),
        "person": person,
        "form": form,
        "tables": [table for table in tables_about(subject_of(person)) if not table.is_empty],
        "back": place(request, "personal_data", person),
    }
    return render(request, "alliance/roster/erase.html", context, status=422 if form.errors else 200)


@requires(policy.manage_personal_data)
def retention(request: HttpRequest, slug: str) -> HttpResponse:
    """How long people are kept who have left, and whom that would remove in the next months; "Try out" shows
    it for other months without saving them.
    """
    saved = {kind: rule.months for kind, rule in rules().items()}
    form = RetentionForm(request.POST or None, initial={kind.value: months for kind, months in saved.items()})
    tries = "try" in request.POST
    if request.method == "POST" and form.is_valid() and not tries:
        set_rules(months=form.months, by=request.user)
        flash.success(request, "Saved: the clock keeps to these rules from tonight on")
        return redirect("retention", slug=slug)
    months = form.months if form.is_bound and form.is_valid() else saved
    today = timezone.localdate()
    context = {
        "page_title": "How long people are kept",
        "breadcrumbs": [
            Crumb("Settings", reverse("settings", args=[slug])),
            Crumb("How long people are kept"),
        ],
        "form": form,
        "is_tried": tries,
        "groups": [_group(kind, number, today) for kind, number in months.items() if number],
        "ahead": words.day(today + AHEAD),
    }
    return render(request, "alliance/roster/retention.html", context, status=422 if form.errors else 200)


def _group(kind: RetentionKind, months: int, today: Any) -> dict[str, Any]:
    """Whom one rule removes: those who are due already, tonight; the others on their day."""
    people = due_until(kind, months, today + AHEAD)
    now = [each for each in people if each.due_on <= today]
    return {
        "label": kind.label,
        "months": words.counted(months, "month"),
        "tonight": words.counted(len(now), "person", "people"),
        "people": [
            {
                "name": each.name,
                "where": each.where,
                "left": words.day(each.left_on),
                "due": "tonight" if each.due_on <= today else words.day(each.due_on),
            }
            for each in people
        ],
    }


def _copy(request: HttpRequest, person: Person, copy: Any) -> dict[str, Any]:
    return {
        "asked": words.moment(copy.asked_at),
        "by": str(copy.asked_by or "The portal"),
        "is_ready": copy.made_at is not None,
        "until": words.day(copy.expires_at),
        "fetched": words.counted(copy.fetched, "time"),
        "href": place(request, "fetch_copy", person, copy.public_id),
    }
