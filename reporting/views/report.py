"""The page of a version: where it stands, how far its making is, and what is in it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from alliance.logic.academic_year import AcademicYear
from alliance.queries.identity import needs_two_pairs_of_eyes
from foundation.access import requires
from foundation.refusal import Refused
from foundation.ui.items import Column
from reporting import policy
from reporting.choices import EditionState
from reporting.models import Edition
from reporting.queries.editions import document_of, frozen_of, job_view_of, snapshot_of, wants_document
from reporting.queries.removals import redactions_of, waiting_removal, withdrawal_of
from reporting.views.frame import (
    STATE_OF_EDITION,
    address,
    announcement,
    build_steps,
    crumbs,
    edition_of,
    life,
    summary,
    time_left,
    title_of,
)
from reporting.views.rows import section_rows, tiles

SECTION_COLUMNS = [
    Column("Number", hidden=True),
    Column("Section"),
    Column("Figures", numeric=True),
    Column("State"),
    Column("Comes from"),
]


@requires(policy.see_reports)
def report(
    request: HttpRequest, slug: str, year: AcademicYear, number: int, refusal: Refused | None = None
) -> HttpResponse:
    context = page_of(request, edition_of(request, year, number))
    context["refusal"] = refusal
    return render(request, "reporting/report.html", context, status=409 if refusal else 200)


@requires(policy.see_drafts)
def progress(request: HttpRequest, slug: str, year: AcademicYear, number: int) -> HttpResponse:
    """The panel of the build alone, asked for every few seconds; once it is over the page is asked for
    again.
    """
    edition = edition_of(request, year, number)
    context = build_of(request, edition)
    response = render(request, "reporting/build.html", context)
    if not context["building"] and request.htmx:
        response["HX-Refresh"] = "true"
    return response


def notice_instead(request: HttpRequest, edition: Edition) -> HttpResponse:
    """The page of a version whose document and figures may not be read: gone for good, or held back."""
    gone = edition.state == EditionState.WITHDRAWN
    return render(request, "reporting/report.html", page_of(request, edition), status=410 if gone else 409)


def page_of(request: HttpRequest, edition: Edition) -> dict[str, Any]:
    """Everything the page of a version shows."""
    slug = request.alliance.slug
    snapshot = snapshot_of(edition)
    may_read = policy.see_figures.test(request.member, edition)
    frozen = frozen_of(edition) if snapshot else None
    sections = section_rows(edition, frozen, slug)
    return {
        "breadcrumbs": crumbs(slug, edition),
        "page_title": title_of(edition),
        "edition": edition,
        "state": STATE_OF_EDITION[EditionState(edition.state)],
        "summary": summary(edition, snapshot),
        "steps": life(edition, two_pairs_of_eyes=needs_two_pairs_of_eyes()),
        "document": document_of(edition) if not edition.is_held else None,
        "tiles": tiles(edition, frozen, slug) if frozen and may_read else [],
        "sections": sections if may_read else [],
        "removal": waiting_removal(edition) if edition.is_held else None,
        "withdrawal": withdrawal_of(edition) if edition.state == EditionState.WITHDRAWN else None,
        "redactions": redactions_of(edition) if edition.is_standing else [],
        "section_columns": SECTION_COLUMNS,
        "complete": sum(row.state == "good" for row in sections),
        "report_href": address(edition, "report", slug),
        "figures_href": address(edition, "report_figures", slug),
        "pdf_href": address(edition, "report_pdf", slug),
        **_allowed(request, edition),
        **build_of(request, edition),
    }


def build_of(request: HttpRequest, edition: Edition) -> dict[str, Any]:
    """How far the making is, or how it ended."""
    slug = request.alliance.slug
    view = job_view_of(edition) if policy.see_drafts.test(request.member) else None
    unfinished = edition.state == EditionState.COLLECTING or wants_document(edition)
    return {
        "building": view is not None and view.is_live,
        "build_steps": build_steps(view) if view else [],
        "time_left": time_left(view) if view else "",
        "announce": announcement(view) if view else "",
        "is_stopping": view is not None and view.is_stopping,
        "stalled": view if view is not None and not view.is_live and unfinished else None,
        "progress_href": address(edition, "report_progress", slug),
        "stop_href": address(edition, "stop_report", slug),
        "build_href": address(edition, "build_report", slug),
        "may_stop": policy.stop_report.test(request.member),
    }


def _allowed(request: HttpRequest, edition: Edition) -> dict[str, Any]:
    """What the member may do with the version as it stands."""
    slug, member = request.alliance.slug, request.member
    return {
        "may_approve": edition.state == EditionState.DRAFTED and policy.approve_report.test(member),
        "may_publish": edition.state == EditionState.APPROVED and policy.publish_report.test(member),
        "may_set_aside": edition.is_open and policy.stop_report.test(member),
        "may_take_back": edition.is_standing and not edition.is_held and policy.take_back_report.test(member),
        "may_decide": edition.is_held and policy.take_back_report.test(member),
        "withdraw_href": address(edition, "withdraw_report", slug),
        "redact_href": address(edition, "redact_report", slug),
        "agree_href": address(edition, "agree_to_removal", slug),
        "drop_href": address(edition, "drop_removal", slug),
        "approve_href": address(edition, "approve_report", slug),
        "publish_href": address(edition, "publish_report", slug),
        "set_aside_href": address(edition, "set_aside_report", slug),
    }
