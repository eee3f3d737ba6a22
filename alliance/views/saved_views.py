"""Saved views of the partner list: keep one, change it, open the list with it, remove it."""

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from alliance import policy
from alliance.forms.saved_views import SavedViewForm
from alliance.views.partner_address import PARTNERS, ListAddress
from foundation.access import member_of, requires
from foundation.forms.refusals import refuse
from foundation.lists import saved
from foundation.lists.models import SavedView
from foundation.refusal import Refused
from foundation.ui import flash
from foundation.ui.items import Column, Crumb, MenuItem

COLUMNS = [Column("View"), Column("Whose"), Column("Seen by"), Column("Actions", hidden=True)]


@requires(policy.see_partners)
def saved_views(request: HttpRequest, slug: str) -> HttpResponse:
    """One's own views and the shared ones, each with what may be done to it."""
    views = saved.views_of(PARTNERS, request.user)
    context = {
        "page_title": "Views of the partner list",
        "breadcrumbs": _crumbs(slug, "Views"),
        "columns": COLUMNS,
        "rows": [_row(request, view) for view in views],
        "partners_href": reverse("partners", args=[slug]),
    }
    return render(request, "lists/saved_views.html", context)


@requires(policy.see_partners)
def save_view(request: HttpRequest, slug: str) -> HttpResponse:
    """Keep the list as its address says: the filters, the order and the columns."""
    address = ListAddress.read(request.GET)
    form = SavedViewForm(request.POST or None, new=True)
    if request.method == "POST" and form.is_valid():
        try:
            view = saved.save_view(
                list_name=PARTNERS, query=address.query(), **form.cleaned_data, by=request.user
            )
        except Refused as refusal:
            refuse(form, refusal)
        else:
            flash.success(request, f"{view.name} is in the list's menu of views")
            return redirect(_list(slug, view.query))
    return _form_page(request, form, "Save this view", _list(slug, address.query()))


@requires(policy.see_partners)
def saved_view(request: HttpRequest, slug: str, view_id: UUID) -> HttpResponse:
    view = _own_view_or_403(request, view_id)
    form = SavedViewForm(request.POST or None, new=False, initial={"name": view.name, "shared": view.shared})
    back = reverse("saved_views", args=[slug])
    if request.method == "POST" and form.is_valid():
        try:
            saved.change_view(view=view, **form.cleaned_data, by=request.user)
        except Refused as refusal:
            refuse(form, refusal)
        else:
            flash.success(request, f"{view.name} saved")
            return redirect(back)
    return _form_page(request, form, f"Change the view {view.name}", back)


@require_POST
@requires(policy.see_partners)
def remove_view(request: HttpRequest, slug: str, view_id: UUID) -> HttpResponse:
    view = _own_view_or_403(request, view_id)
    saved.remove_view(view=view, by=request.user)
    flash.success(request, f"{view.name} is removed; no partner is changed by that")
    return redirect("saved_views", slug=slug)


@require_POST
@requires(policy.see_partners)
def open_with_view(request: HttpRequest, slug: str, view_id: UUID) -> HttpResponse:
    """One's list opens with this view from now on; pressed again, as it used to."""
    view = _view_or_404(request, view_id)
    listed = {each.public_id: each for each in saved.views_of(PARTNERS, request.user)}
    is_default = listed[view.public_id].is_default
    saved.open_with(list_name=PARTNERS, view=None if is_default else view, by=request.user)
    said = "Your list opens with all current partners" if is_default else f"Your list opens with {view.name}"
    flash.success(request, said)
    return redirect("saved_views", slug=slug)


def view_menu(request: HttpRequest, views: list[saved.ListedView], query: str) -> dict[str, Any]:
    """The menu at the right of the filters; its name is that of the view one looks at."""
    slug = request.alliance.slug
    current = next((view for view in views if view.query == query), None)
    items = [MenuItem(view.name, _list(slug, view.query), current=view is current) for view in views]
    save = reverse("save_view", args=[slug])
    items.append(MenuItem("Save this view…", f"{save}?{query}" if query else save, ruled=bool(items)))
    if views:
        items.append(MenuItem("Change views…", reverse("saved_views", args=[slug])))
    return {"view_label": f"View: {current.name}" if current else "Views", "view_items": items}


def _row(request: HttpRequest, view: saved.ListedView) -> dict[str, Any]:
    slug, arguments = request.alliance.slug, [request.alliance.slug, view.public_id]
    default = "Do not open my list with it" if view.is_default else "Open my list with it"
    items = [MenuItem(default, reverse("open_with_view", args=arguments), post=True)]
    if _may_change(request, view.owner_id, shared=view.shared):
        items += [
            MenuItem("Change…", reverse("saved_view", args=arguments)),
            MenuItem("Remove", reverse("remove_view", args=arguments), post=True, destructive=True),
        ]
    return {
        "name": view.name,
        "href": _list(slug, view.query),
        "owner": "You" if view.owner_id == request.user.pk else view.owner,
        "seen_by": "All staff" if view.shared else "You alone",
        "is_default": view.is_default,
        "menu": items,
    }


def _may_change(request: HttpRequest, owner_id: int, *, shared: bool) -> bool:
    """Its owner; a shared one, leads too."""
    return owner_id == request.user.pk or (shared and policy.is_lead.test(member_of(request)))


def _view_or_404(request: HttpRequest, view_id: UUID) -> SavedView:
    view = saved.visible_views(PARTNERS, request.user).filter(public_id=view_id).first()
    if view is None:
        raise Http404("No such view here.")
    return view


def _own_view_or_403(request: HttpRequest, view_id: UUID) -> SavedView:
    view = _view_or_404(request, view_id)
    if not _may_change(request, view.owner_id, shared=view.shared):
        raise PermissionDenied("Its owner and leads change a shared view.")
    return view


def _form_page(request: HttpRequest, form: SavedViewForm, title: str, back: str) -> HttpResponse:
    context = {
        "page_title": title,
        "breadcrumbs": _crumbs(request.alliance.slug, title),
        "form": form,
        "back": back,
    }
    return render(request, "lists/saved_view.html", context, status=422 if form.errors else 200)


def _list(slug: str, query: str) -> str:
    """The list with this view. One without any filter says so, or the list would open as one's own does."""
    return f"{reverse('partners', args=[slug])}?{query or 'status=current'}"


def _crumbs(slug: str, here: str) -> list[Crumb]:
    return [Crumb("Partners", reverse("partners", args=[slug])), Crumb(here)]
