"""Operators' pages: which alliances there are, and making another. Nothing of an alliance's work is shown."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from alliance.actions.alliances import create_alliance
from alliance.forms.operators import NewAllianceForm
from alliance.logic.search_text import read_search
from alliance.queries.operators import alliance_rows
from alliance.queries.schools import search_schools
from foundation import words
from foundation.access import operator_only
from foundation.forms.refusals import refuse
from foundation.refusal import Refused
from foundation.ui import flash
from foundation.ui.items import Column, Crumb

SUGGESTIONS = 10
COLUMNS = [
    Column("Alliance"),
    Column("Lead school"),
    Column("Owner"),
    Column("Members", numeric=True),
    Column("Second factor asked of"),
    Column("Made"),
    Column("What you can do", hidden=True),
]


@operator_only
def operator_alliances(request: HttpRequest) -> HttpResponse:
    search = read_search(request.GET.get("q", "")).words
    rows = alliance_rows(search)
    context = {
        "page_title": "Alliances",
        "columns": COLUMNS,
        "rows": rows,
        "search": search,
        "new_url": reverse("new_alliance"),
        "summary": words.counted(len(rows), "alliance"),
    }
    return render(request, "alliance/operators/alliances.html", context)


@operator_only
def new_alliance(request: HttpRequest) -> HttpResponse:
    form = NewAllianceForm(request.POST or None, schools_url=reverse("operator_schools"))
    if request.method == "POST" and form.is_valid():
        try:
            alliance = create_alliance(**form.cleaned_data, by=request.user)
        except Refused as refusal:
            refuse(form, refusal)
        else:
            flash.success(
                request, f"{alliance} is made, and {form.cleaned_data['owner_email']} is invited to own it"
            )
            return redirect("operator_alliances")
    context = {
        "page_title": "New alliance",
        "breadcrumbs": [Crumb("Alliances", reverse("operator_alliances")), Crumb("New alliance")],
        "form": form,
        "alliances_url": reverse("operator_alliances"),
    }
    return render(request, "alliance/operators/new.html", context, status=422 if form.errors else 200)


@operator_only
def operator_schools(request: HttpRequest) -> HttpResponse:
    """Suggestions for the lead school, as `foundation.forms.widgets.Autocomplete` reads them."""
    hits = search_schools(request.GET.get("q", ""), limit=SUGGESTIONS)
    results = [{"value": str(hit.urn), "label": hit.name, "hint": hit.hint} for hit in hits]
    return JsonResponse({"results": results})
