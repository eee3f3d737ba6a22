"""Figures of a version, and the records behind each."""

from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from alliance.logic.academic_year import AcademicYear
from foundation import words
from foundation.access import requires
from foundation.ui.items import Column, Crumb, EquationPart, Fact, Tab
from reporting import policy
from reporting.logic.chapters import fed
from reporting.logic.figures import State
from reporting.logic.prose import last_year
from reporting.logic.snapshot import Frozen, FrozenFigure
from reporting.logic.wording import ROUNDING, check_code
from reporting.metrics.metric import metric_coded
from reporting.models import Edition, Figure
from reporting.queries.editions import frozen_figure, frozen_of, snapshot_of
from reporting.queries.records import counted_records, figure_at, not_counted_records, shows_records
from reporting.views.frame import address, crumbs, edition_of
from reporting.views.report import notice_instead, page_of
from reporting.views.rows import STATE_WORDS, figure_href, name_of

SHOWN = 6
A_PAGE = 100
COLUMNS = [Column("Figure"), Column("Id"), Column("n", numeric=True), Column("Value", numeric=True)]
RECORD_COLUMNS = {
    "school": [Column("School"), Column("Authority"), Column("URN", numeric=True)],
    "partner": [Column("Partner")],
    "contact": [Column("Partner"), Column("Contacts")],
}


@requires(policy.see_reports)
def figures(request: HttpRequest, slug: str, year: AcademicYear, number: int) -> HttpResponse:
    """The figure register, by section; `?section=` keeps one of them."""
    edition = edition_of(request, year, number)
    if not policy.see_figures.test(request.member, edition):
        return notice_instead(request, edition)
    if snapshot_of(edition) is None:
        raise Http404("The figures of this version are not locked yet.")
    frozen = frozen_of(edition)
    wanted = request.GET.get("section", "")
    context = {
        "breadcrumbs": crumbs(slug, edition, Crumb("Figures")),
        "page_title": "Figures",
        "summary": f"{len(frozen.figures)} figures · {ROUNDING}",
        "tabs": _tabs(edition, frozen, wanted, slug),
        "columns": COLUMNS,
        "groups": [
            (
                chapter.name,
                [_row(edition, frozen, figure, slug) for figure in _in_section(frozen, chapter.section)],
            )
            for chapter in fed()
            if chapter.section != "glance" and wanted in ("", "glance", chapter.section)
        ],
    }
    return render(request, "reporting/figures.html", context)


@requires(policy.see_reports)
def figure(request: HttpRequest, slug: str, year: AcademicYear, number: int, position: int) -> HttpResponse:
    """The version's page with a drawer: what the figure means, how it is worked out, and its records."""
    edition = edition_of(request, year, number)
    if not policy.see_figures.test(request.member, edition):
        return notice_instead(request, edition)
    row = _figure_or_404(edition, position)
    frozen, shown = frozen_of(edition), frozen_figure(row)
    metric = metric_coded(shown.metric)
    wording = frozen.context["metrics"][shown.metric]
    context = page_of(request, edition) | {
        "figure": shown,
        "figure_title": f"Where {shown.text} comes from"
        if shown.value is not None
        else name_of(frozen, shown),
        "figure_kicker": f"{shown.register_id} · {name_of(frozen, shown)}",
        "definition": wording["definition"],
        "question": metric.question if metric else "",
        "equation": _equation(shown, metric),
        "facts": _facts(frozen, shown, wording),
        "hidden": not shows_records(row),
        **_records(request, edition, row),
    }
    return render(request, "reporting/figure.html", context)


@requires(policy.see_records)
def records(request: HttpRequest, slug: str, year: AcademicYear, number: int, position: int) -> HttpResponse:
    """Every record behind a figure, or with `?show=not_counted` those it is out of and did not count."""
    edition = edition_of(request, year, number)
    row = _figure_or_404(edition, position)
    if not shows_records(row):
        raise Http404("The records of a hidden figure are not shown.")
    frozen, shown = frozen_of(edition), frozen_figure(row)
    others = request.GET.get("show") == "not_counted"
    found = not_counted_records(row) if others else counted_records(row)
    here = address(edition, "report_figure_records", slug, position=shown.register_id)
    base = f"{here}?show=not_counted" if others else here
    figure_page = figure_href(edition, shown, slug)
    context = {
        "breadcrumbs": crumbs(slug, edition, Crumb(shown.register_id, figure_page), Crumb("Records")),
        "page_title": name_of(frozen, shown),
        "summary": f"{shown.text} · the records behind {shown.register_id}",
        "tabs": _record_tabs(row, here, others=others),
        "columns": RECORD_COLUMNS[row.records],
        "kind": row.records,
        "page": Paginator(found, A_PAGE).get_page(request.GET.get("page")),
        "base_href": base,
    }
    return render(request, "reporting/records.html", context)


def _figure_or_404(edition: Edition, position: int) -> Figure:
    try:
        return figure_at(edition, position)
    except Figure.DoesNotExist:
        raise Http404("No such figure.") from None


def _in_section(frozen: Frozen, section: str) -> list[FrozenFigure]:
    return [figure for figure in frozen.figures if figure.section == section]


def _tabs(edition: Edition, frozen: Frozen, wanted: str, slug: str) -> list[Tab]:
    here = address(edition, "report_figures", slug)
    tabs = [Tab("All", here, len(frozen.figures), wanted in ("", "glance"))]
    for chapter in fed():
        inside = _in_section(frozen, chapter.section)
        if inside:
            tabs.append(
                Tab(chapter.name, f"{here}?section={chapter.section}", len(inside), wanted == chapter.section)
            )
    return tabs


def _row(edition: Edition, frozen: Frozen, figure: FrozenFigure, slug: str) -> dict[str, Any]:
    return {
        "name": name_of(frozen, figure),
        "href": figure_href(edition, figure, slug),
        "has_value": figure.value is not None,
        "state": figure.state.value,
        "text": figure.text if figure.value is not None else STATE_WORDS[figure.state],
        "n": _n(figure),
        "register_id": figure.register_id,
    }


def _n(figure: FrozenFigure) -> str:
    if figure.state is State.SUPPRESSED or figure.numerator is None:
        return ""
    if figure.denominator is None:
        return f"{figure.numerator:,}"
    return f"{figure.numerator:,} of {figure.denominator:,}"


def _equation(figure: FrozenFigure, metric: Any) -> list[EquationPart]:
    """Numerator ÷ denominator = value; empty for figures that are not shares, or are hidden."""
    if figure.numerator is None or figure.denominator is None:
        return []
    return [
        EquationPart(f"{figure.numerator:,}", metric.numerator_name if metric else "counted"),
        EquationPart(f"{figure.denominator:,}", metric.denominator_name if metric else "of all", sign="÷"),
        EquationPart(figure.text, "to the nearest 1%", sign="="),
    ]


def _facts(frozen: Frozen, figure: FrozenFigure, wording: dict[str, Any]) -> list[Fact]:
    year = AcademicYear(int(frozen.context["year"]))
    before = (
        last_year(frozen, figure.metric, **dict(figure.filters)) if "year" not in figure.filters else None
    )
    facts = [
        Fact("Metric", f"{wording['title']}, version {figure.version}"),
        Fact("Narrowed to", figure.label) if figure.label else None,
        Fact("Counted for", f"{words.day(year.first_day)} – {words.day(year.last_day)}")
        if "year" not in figure.filters
        else None,
        Fact("As at", words.day(date.fromisoformat(figure.as_at))),
        Fact("Comes from", wording["source"]),
        *(Fact("Left out", f"{number:,} {reason}") for reason, number in figure.left_out),
        Fact("Last year", before.text) if before is not None else None,
        Fact("Check code of the records", check_code(figure.shown_digest)) if figure.shown_digest else None,
    ]
    return [fact for fact in facts if fact is not None]


def _records(request: HttpRequest, edition: Edition, row: Figure) -> dict[str, Any]:
    """The first records, how many there are, and where the whole lists are; nothing for those who may not
    see.
    """
    if not policy.see_records.test(request.member) or not shows_records(row):
        return {"records": []}
    here = address(edition, "report_figure_records", request.alliance.slug, position=row.register_id)
    found = counted_records(row)
    return {
        "records": found[:SHOWN],
        "records_count": len(found),
        "records_noun": {"school": "schools", "partner": "partners", "contact": "partners"}[row.records],
        "not_counted": len(row.out_of) - len(row.counted) if row.out_of else 0,
        "records_href": here,
        "not_counted_href": f"{here}?show=not_counted",
    }


def _record_tabs(row: Figure, here: str, *, others: bool) -> list[Tab]:
    tabs = [Tab("Counted", here, len(row.counted), not others)]
    if row.out_of:
        left = len(row.out_of) - len(row.counted)
        tabs.append(Tab("Not counted", f"{here}?show=not_counted", left, others))
    return tabs
