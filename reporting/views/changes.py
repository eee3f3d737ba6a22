"""Moving a version on: stop and build again, set aside, approve, publish."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from alliance.logic.academic_year import AcademicYear
from foundation.access import check, requires
from foundation.refusal import Refused
from foundation.ui import flash
from reporting import policy
from reporting.actions import editions
from reporting.models import Edition
from reporting.views.frame import address, crumbs, edition_of, title_of
from reporting.views.report import report

Action = Callable[..., Any]


@require_POST
@requires(policy.stop_report)
def stop(request: HttpRequest, slug: str, year: AcademicYear, number: int) -> HttpResponse:
    return _do(
        request, edition_of(request, year, number), editions.stop_building, "The build is being stopped"
    )


@require_POST
@requires(policy.make_report)
def build(request: HttpRequest, slug: str, year: AcademicYear, number: int) -> HttpResponse:
    return _do(request, edition_of(request, year, number), editions.build_again, "The build goes on")


@require_http_methods(["GET", "POST"])
@requires(policy.stop_report)
def set_aside(request: HttpRequest, slug: str, year: AcademicYear, number: int) -> HttpResponse:
    edition = edition_of(request, year, number)
    if request.method == "POST":
        return _do(request, edition, editions.set_aside, f"Version {number} is set aside")
    return _ask(request, edition, "reporting/set_aside.html")


@require_POST
@requires(policy.approve_report)
def approve(request: HttpRequest, slug: str, year: AcademicYear, number: int) -> HttpResponse:
    edition = edition_of(request, year, number)
    return _do(request, edition, editions.approve_edition, f"{title_of(edition)} is approved")


@require_http_methods(["GET", "POST"])
@requires(policy.publish_report)
def publish(request: HttpRequest, slug: str, year: AcademicYear, number: int) -> HttpResponse:
    edition = edition_of(request, year, number)
    check(request, policy.publish_report, edition)
    if request.method == "POST":
        return _do(request, edition, editions.publish_edition, f"{title_of(edition)} is published")
    return _ask(request, edition, "reporting/publish.html")


def _do(request: HttpRequest, edition: Edition, action: Action, said: str) -> HttpResponse:
    """Do it and go back to the version's page, or show there why not."""
    try:
        action(edition=edition, by=request.user)
    except Refused as refusal:
        year = AcademicYear(edition.academic_year)
        return report(request, request.alliance.slug, year, edition.number, refusal=refusal)
    flash.success(request, said)
    return redirect(address(edition, "report", request.alliance.slug))


def _ask(request: HttpRequest, edition: Edition, template: str) -> HttpResponse:
    """The question before something that cannot be undone."""
    slug = request.alliance.slug
    context = {
        "breadcrumbs": crumbs(slug, edition),
        "edition": edition,
        "page_title": title_of(edition),
        "report_href": address(edition, "report", slug),
        "pdf_href": address(edition, "report_pdf", slug),
    }
    return render(request, template, context)
