"""How resources are added, changed, given a new version, withdrawn and brought back."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from alliance import policy
from alliance.actions.resources import keeping
from alliance.forms.resources import EditResourceForm, NewResourceForm, VersionForm
from alliance.models import Resource
from alliance.views.editing import save_edited
from alliance.views.resources.pages import resource_of
from foundation.access import requires
from foundation.drafts.page import PageDraft
from foundation.forms.refusals import refuse
from foundation.refusal import Refused
from foundation.ui import flash
from foundation.ui.items import Crumb


@requires(policy.change_resources)
def new(request: HttpRequest, slug: str) -> HttpResponse:
    form = NewResourceForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = keeping.add_resource(details=form.details(), content=form.content(), by=request.user)
        except Refused as refusal:
            refuse(form, refusal)
        else:
            flash.success(request, f"{made.title} added")
            return redirect("resource", slug=slug, resource_id=made.public_id)
    return _upload_page(request, form, "Add a resource", reverse("resources", args=[slug]))


@requires(policy.change_resources)
def new_version(request: HttpRequest, slug: str, resource_id: UUID) -> HttpResponse:
    """The ones before stay, and can still be downloaded."""
    found = resource_of(request, resource_id)
    form = VersionForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            keeping.add_version(resource=found, content=form.content(), by=request.user)
        except Refused as refusal:
            refuse(form, refusal)
        else:
            flash.success(request, f"New version of {found.title} added")
            return redirect("resource", slug=slug, resource_id=found.public_id)
    return _upload_page(request, form, f"New version of {found.title}", _home(request, found))


@requires(policy.change_resources)
def edit(request: HttpRequest, slug: str, resource_id: UUID) -> HttpResponse:
    found, draft = resource_of(request, resource_id), PageDraft(request)
    if draft.is_asked:
        return draft.answer()
    form = EditResourceForm(request.POST or None, initial=EditResourceForm.saved(found))
    draft.fill(form)

    def save(version: int) -> Any:
        return keeping.change_resource(
            resource=found, version=version, details=form.details(), by=request.user
        )

    status = 200
    if request.method == "POST":
        status = save_edited(form, draft, found, save, EditResourceForm.saved)
        if status == 200:
            flash.success(request, f"{form.cleaned_data['title']} saved")
            return redirect("resource", slug=slug, resource_id=found.public_id)
    context = {
        "page_title": f"Change {found.title}",
        "breadcrumbs": _crumbs(request, found.title),
        "form": form,
        "draft": draft,
        "back": _home(request, found),
    }
    return render(request, "alliance/resources/edit.html", context, status=status)


@require_POST
@requires(policy.change_resources)
def withdraw(request: HttpRequest, slug: str, resource_id: UUID) -> HttpResponse:
    """Bringing it back is the undo."""
    found = resource_of(request, resource_id)
    keeping.withdraw_resource(resource=found, by=request.user)
    flash.success(request, f"{found.title} is withdrawn: only staff see it now")
    return redirect("resource", slug=slug, resource_id=found.public_id)


@require_POST
@requires(policy.change_resources)
def restore(request: HttpRequest, slug: str, resource_id: UUID) -> HttpResponse:
    found = resource_of(request, resource_id)
    keeping.restore_resource(resource=found, by=request.user)
    flash.success(request, f"{found.title} is back")
    return redirect("resource", slug=slug, resource_id=found.public_id)


def _upload_page(request: HttpRequest, form: Any, title: str, back: str) -> HttpResponse:
    context = {"page_title": title, "breadcrumbs": _crumbs(request, title), "form": form, "back": back}
    return render(request, "alliance/resources/upload.html", context, status=422 if form.errors else 200)


def _home(request: HttpRequest, found: Resource) -> str:
    return reverse("resource", args=[request.alliance.slug, found.public_id])


def _crumbs(request: HttpRequest, here: str) -> list[Crumb]:
    return [Crumb("Resources", reverse("resources", args=[request.alliance.slug])), Crumb(here)]
