"""Support access: operators enter and leave; the alliance reads who was in, why, and ends a visit."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from alliance import policy
from alliance.actions.support_entries import begin_support, end_support
from alliance.forms.operators import EnterForm
from alliance.models import Alliance, SupportEntry
from alliance.queries.support_entries import entry_rows, latest_entries, live_entry_of
from foundation.access import operator_only, requires
from foundation.audit.timeline import timeline_of
from foundation.forms.refusals import refuse
from foundation.refusal import Refused
from foundation.tenancy.scope import acting_within
from foundation.ui import flash
from foundation.ui.items import Column, Crumb

PER_PAGE = 20
COLUMNS = [
    Column("Operator"),
    Column("Why"),
    Column("From"),
    Column("Standing"),
    Column("What you can do", hidden=True),
]


@operator_only
def enter_alliance(request: HttpRequest) -> HttpResponse:
    """Asks why; `alliance` in the address names where to."""
    alliance = _alliance_named(request.GET.get("alliance", ""))
    if alliance is None:
        return redirect("operator_alliances")
    form = EnterForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            begin_support(alliance=alliance, reason=form.cleaned_data["reason"], by=request.user)
        except Refused as refusal:
            refuse(form, refusal)
        else:
            return redirect("today", slug=alliance.slug)
    context = {
        "page_title": f"Enter {alliance}",
        "breadcrumbs": [Crumb("Alliances", reverse("operator_alliances")), Crumb(f"Enter {alliance}")],
        "form": form,
        "alliances_url": reverse("operator_alliances"),
    }
    return render(request, "alliance/operators/enter.html", context, status=422 if form.errors else 200)


@require_POST
@operator_only
def leave_alliance(request: HttpRequest) -> HttpResponse:
    """Out of the alliance that the form names."""
    alliance = _alliance_named(request.POST.get("alliance", ""))
    if alliance is not None:
        with acting_within(alliance):
            entry = live_entry_of(request.user)
        if entry is not None:
            end_support(entry=entry, by=request.user)
            flash.success(request, f"You have left {alliance}")
    return redirect("operator_alliances")


@requires(policy.see_support_access)
def support_access(request: HttpRequest, slug: str) -> HttpResponse:
    """Every visit to this alliance, the latest first."""
    page = Paginator(latest_entries(), PER_PAGE).get_page(request.GET.get("page"))
    entries = list(page.object_list)
    context = {
        "page_title": "Support access",
        "breadcrumbs": [Crumb("Settings", reverse("settings", args=[slug])), Crumb("Support access")],
        "columns": COLUMNS,
        "rows": entry_rows(entries),
        "page": page,
        "base_href": request.path,
        "entries": timeline_of(entries),
    }
    return render(request, "alliance/settings/support_access.html", context)


@require_POST
@requires(policy.see_support_access)
def end_support_access(request: HttpRequest, slug: str, entry_id: UUID) -> HttpResponse:
    """A lead sends the operator out."""
    entry = SupportEntry.objects.filter(public_id=entry_id).first()
    if entry is None:
        raise Http404("No such support entry here.")
    try:
        end_support(entry=entry, by=request.user)
    except Refused as refusal:
        flash.success(request, refusal.sentence)
    else:
        flash.success(request, "The support entry has ended")
    return redirect("support_access", slug=slug)


def _alliance_named(slug: str) -> Alliance | None:
    return Alliance.objects.filter(slug=slug).first() if slug and "\0" not in slug else None
