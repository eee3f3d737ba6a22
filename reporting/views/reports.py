"""Insight: the annual reports, year by year."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from alliance.logic.academic_year import AcademicYear
from foundation.access import requires
from foundation.refusal import Refused
from foundation.ui.items import Column
from reporting import policy
from reporting.actions.editions import start_edition
from reporting.queries.editions import years_of_reports
from reporting.views.frame import address
from reporting.views.rows import due_panel, year_panels

COLUMNS = [Column("Version"), Column("When"), Column("Document"), Column("State")]


@requires(policy.see_reports)
def insight(request: HttpRequest, slug: str, refusal: Refused | None = None) -> HttpResponse:
    panels = year_panels(years_of_reports(request.member, timezone.localdate()), slug)
    context = {
        "page_title": "Insight",
        "years": [panel for panel in panels if panel.rows],
        "others": [panel for panel in panels if not panel.rows],
        "due": due_panel(panels),
        "columns": COLUMNS,
        "may_make": policy.make_report.test(request.member),
        "may_see_drafts": policy.see_drafts.test(request.member),
        "refusal": refusal,
    }
    return render(request, "reporting/insight.html", context, status=409 if refusal else 200)


@require_POST
@requires(policy.make_report)
def start(request: HttpRequest, slug: str, year: AcademicYear) -> HttpResponse:
    """Asking twice leads to the version that is already in the making."""
    try:
        edition = start_edition(year=year, by=request.user, today=timezone.localdate())
    except Refused as refusal:
        return insight(request, slug, refusal=refusal)
    return redirect(address(edition, "report", slug))
