"""Bringing a file of the DfE to the alliance's partners."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from alliance import policy
from alliance.actions.facts.published import MOST_AT_ONCE, PublishedReport, import_published
from alliance.forms.facts.published import PublishedFileForm
from alliance.logic.facts.published import lines_of
from foundation import words
from foundation.access import requires
from foundation.forms.refusals import refuse
from foundation.refusal import Refused
from foundation.ui.items import Crumb, Fact


@requires(policy.import_facts)
def published_facts(request: HttpRequest, slug: str) -> HttpResponse:
    """The form, and under it what the file came to."""
    form = PublishedFileForm(request.POST or None, request.FILES or None, today=timezone.localdate())
    report: PublishedReport | None = None
    if request.method == "POST" and form.is_valid():
        uploaded = form.cleaned_data["file"]
        try:
            report = import_published(
                lines=lines_of(uploaded.read()),
                name=uploaded.name or "",
                year=form.cleaned_data["year"],
                by=request.user,
                most=MOST_AT_ONCE,
            )
        except Refused as refusal:
            refuse(form, refusal)
    facts_href = reverse("school_facts", args=[slug])
    context: dict[str, Any] = {
        "page_title": "Files of the DfE",
        "breadcrumbs": [
            Crumb("Partners", reverse("partners", args=[slug])),
            Crumb("School facts", facts_href),
            Crumb("Files of the DfE"),
        ],
        "form": PublishedFileForm(today=timezone.localdate()) if report else form,
        "report": report,
        "report_title": f"{report.layout}, {report.year}" if report else "",
        "report_facts": _facts(report) if report else [],
        "facts_href": facts_href,
    }
    return render(request, "alliance/facts/published.html", context, status=422 if form.errors else 200)


def _facts(report: PublishedReport) -> list[Fact]:
    return [
        Fact("Schools in the file", f"{report.schools:,}"),
        Fact("Your partners among them", f"{report.partners:,}", "Nothing is kept of any other school"),
        Fact("Figures added", f"{report.added:,}"),
        Fact("Changed", f"{report.changed:,}"),
        Fact("As they were", f"{report.unchanged:,}"),
        Fact("Could not be read", words.counted(len(report.problems), "cell")),
    ]
