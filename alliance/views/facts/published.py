"""Bringing a file of the DfE to the alliance's partners: it goes on as an import, with its check and undo."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from alliance import policy
from alliance.actions.facts.import_published import Brought, bring_published
from alliance.forms.facts.published import PublishedFileForm
from alliance.logic.facts.published import lines_of
from foundation import words
from foundation.access import requires
from foundation.forms.refusals import refuse
from foundation.refusal import Refused
from foundation.ui import flash
from foundation.ui.items import Crumb


@requires(policy.import_facts)
def published_facts(request: HttpRequest, slug: str) -> HttpResponse:
    form = PublishedFileForm(request.POST or None, request.FILES or None, today=timezone.localdate())
    if request.method == "POST" and form.is_valid():
        uploaded = form.cleaned_data["file"]
        try:
            brought = bring_published(
                lines=lines_of(uploaded.read()),
                name=uploaded.name or "",
                year=form.cleaned_data["year"],
                by=request.user,
            )
        except Refused as refusal:
            refuse(form, refusal)
        else:
            flash.success(request, _said(brought))
            return redirect("import", slug=slug, import_id=brought.source.public_id)
    facts_href = reverse("school_facts", args=[slug])
    context: dict[str, Any] = {
        "page_title": "Files of the DfE",
        "breadcrumbs": [
            Crumb("Partners", reverse("partners", args=[slug])),
            Crumb("School facts", facts_href),
            Crumb("Files of the DfE"),
        ],
        "form": form,
        "facts_href": facts_href,
    }
    return render(request, "alliance/facts/published.html", context, status=422 if form.errors else 200)


def _said(brought: Brought) -> str:
    """`Key stage 2 results, 2018/19: 3 schools in the file, 1 of them your partner`"""
    told, partners = brought.told, brought.partners
    whose = "your partner" if partners == 1 else "your partners"
    schools = words.counted(told.schools, "school")
    return f"{told.layout}, {told.year}: {schools} in the file, {partners:,} of them {whose}"
