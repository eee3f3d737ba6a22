"""Adding and changing people and where they work."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from alliance import policy
from alliance.actions.roster.employments import (
    add_employment,
    end_employment,
    move_on,
    update_employment,
)
from alliance.actions.roster.people import add_person, update_person
from alliance.forms.roster.people import (
    AddPersonForm,
    EditPersonForm,
    EditWorkForm,
    EndWorkForm,
    MoveForm,
    NewWorkForm,
)
from alliance.models import Employment, Person
from alliance.queries.roster.record import employments_of, find_employment
from alliance.views.roster.record import person_of
from alliance.views.roster.ways import crumbs, may_change, place
from foundation.access import requires
from foundation.audit.authors import authors_of
from foundation.drafts.page import PageDraft
from foundation.forms.refusals import refuse
from foundation.forms.versioned import save_versioned
from foundation.refusal import ChangedMeanwhile, GoneMeanwhile, Refused
from foundation.ui import flash

CHANGES = policy.change_roster


@requires(CHANGES)
def add(request: HttpRequest, slug: str) -> HttpResponse:
    """Somebody new at a partner, which the address may name."""
    asked = {"partner": request.GET.get("partner", "")}
    form = AddPersonForm(request.POST or None, member=request.member, initial=asked)

    def save() -> str:
        person, work = add_person(
            partner=form.cleaned_data["partner"],
            details=form.details(),
            employment=form.employment(),
            by=request.user,
        )
        flash.success(request, f"{person.name} added at {work.partner.name}")
        return place(request, "roster_person", person)

    return _filled_in(request, form, save, "Add a person", reverse("roster", args=[slug]))


@requires(CHANGES)
def edit(request: HttpRequest, slug: str, person_id: UUID) -> HttpResponse:
    """Names, addresses, TRN."""
    person = _changeable(request, person_id)
    form = EditPersonForm(request.POST or None, initial=EditPersonForm.saved(person))

    def save(version: int) -> Person:
        return update_person(person=person, version=version, details=form.details(), by=request.user)

    def again() -> dict[str, Any]:
        return EditPersonForm.saved(person_of(request, person_id))

    return _versioned(request, form, save, again, person, person.name)


@requires(CHANGES)
def add_work(request: HttpRequest, slug: str, person_id: UUID) -> HttpResponse:
    """Another employment, beside those they have or before them."""
    person = _changeable(request, person_id)
    form = NewWorkForm(request.POST or None, member=request.member)

    def save() -> str:
        add_employment(
            person=person,
            partner=form.cleaned_data["partner"],
            details=form.employment(),
            by=request.user,
        )
        return _saved(request, person)

    return _filled_in(request, form, save, "Add an employment", _works(request, person), person)


@requires(CHANGES)
def edit_work(request: HttpRequest, slug: str, person_id: UUID, employment_id: UUID) -> HttpResponse:
    person, work = _work(request, person_id, employment_id)
    form = EditWorkForm(request.POST or None, initial=EditWorkForm.saved(work))

    def save(version: int) -> Employment:
        return update_employment(employment=work, version=version, details=form.employment(), by=request.user)

    def again() -> dict[str, Any]:
        return EditWorkForm.saved(_work(request, person_id, employment_id)[1])

    return _versioned(request, form, save, again, person, f"Change {work}", record=work)


@requires(CHANGES)
def end_work(request: HttpRequest, slug: str, person_id: UUID, employment_id: UUID) -> HttpResponse:
    """Their last day. It can be taken back by editing the employment."""
    person, work = _work(request, person_id, employment_id)
    form = EndWorkForm(request.POST or None)

    def save() -> str:
        end_employment(employment=work, ended_on=form.cleaned_data["ended_on"], by=request.user)
        return _saved(request, person)

    return _filled_in(request, form, save, f"End {work}", _works(request, person), person)


@requires(CHANGES)
def move(request: HttpRequest, slug: str, person_id: UUID, employment_id: UUID) -> HttpResponse:
    """A new post, there or elsewhere; the one before ends the day before."""
    person, work = _work(request, person_id, employment_id)
    asked = {"partner": work.partner.public_id, "fte": work.fte}
    form = MoveForm(request.POST or None, member=request.member, initial=asked)

    def save() -> str:
        move_on(
            employment=work,
            partner=form.cleaned_data["partner"],
            details=form.employment(),
            by=request.user,
        )
        return _saved(request, person)

    return _filled_in(request, form, save, f"New post after {work}", _works(request, person), person)


def _filled_in(
    request: HttpRequest,
    form: forms.Form,
    save: Callable[[], str],
    title: str,
    back: str,
    person: Person | None = None,
) -> HttpResponse:
    """The form, until it is filled in and the action takes it; then the page that `save` leads to."""
    draft = PageDraft(request)
    if draft.is_asked:
        return draft.answer()
    draft.fill(form)
    if request.method == "POST" and form.is_valid():
        try:
            href = save()
        except Refused as refusal:
            refuse(form, refusal)
        else:
            draft.drop()
            return redirect(href)
    return _page(request, form, draft, title, back, person, 422 if form.errors else 200)


def _versioned(
    request: HttpRequest,
    form: Any,
    save: Callable[[int], Any],
    again: Callable[[], dict[str, Any]],
    person: Person,
    title: str,
    record: Any = None,
) -> HttpResponse:
    """The same for a record that is there already, and that somebody else may change meanwhile."""
    draft, back = PageDraft(request), place(request, "roster_person", person)
    if draft.is_asked:
        return draft.answer()
    draft.fill(form)
    if request.method != "POST" or not form.is_valid():
        return _page(request, form, draft, title, back, person, 422 if form.is_bound else 200)
    try:
        save_versioned(form, save, again)
    except ChangedMeanwhile:
        form.compare(authors_of(record or person))
        return _page(request, form, draft, title, back, person, 409)
    except Refused as refusal:
        refuse(form, refusal)
        status = 409 if isinstance(refusal, GoneMeanwhile) else 422
        return _page(request, form, draft, title, back, person, status)
    draft.drop()
    flash.success(request, "Saved")
    return redirect(back)


def _page(
    request: HttpRequest,
    form: forms.Form,
    draft: PageDraft,
    title: str,
    back: str,
    person: Person | None,
    status: int,
) -> HttpResponse:
    context = {
        "breadcrumbs": crumbs(request, person, title),
        "title": title,
        "summary": person.name if person else "",
        "form": form,
        "draft": draft,
        "back": back,
    }
    return render(request, "alliance/roster/form.html", context, status=status)


def _changeable(request: HttpRequest, person_id: UUID) -> Person:
    person = person_of(request, person_id)
    if person.is_erased or not may_change(request, employments_of(person, request.member)):
        raise PermissionDenied("Whoever has left your school is changed by the school they work at now.")
    return person


def _work(request: HttpRequest, person_id: UUID, employment_id: UUID) -> tuple[Person, Employment]:
    person = person_of(request, person_id)
    work = find_employment(request.member, person, employment_id)
    if work is None or person.is_erased:
        raise Http404("There is no such employment.")
    return person, work


def _works(request: HttpRequest, person: Person) -> str:
    return place(request, "roster_employments", person)


def _saved(request: HttpRequest, person: Person) -> str:
    flash.success(request, f"Saved: where {person.name} works")
    return _works(request, person)
