"""The facts of one school: its teachers and pupils over the years, and what each source says."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from alliance import policy
from alliance.charts.facts import measure_chart, retention_chart
from alliance.choices import FactSource
from alliance.logic.academic_year import AcademicYear
from alliance.logic.facts.measures import GROUPS, MEASURES, headline
from alliance.logic.facts.retention import Retention
from alliance.models import Partner, PupilMeasure, WorkforceSnapshot
from alliance.queries.facts.record import SchoolFacts, Series, sources_of
from alliance.views.facts.words import (
    Cell,
    cell_of,
    figure_words,
    percent,
    retention_words,
    source_word,
)
from alliance.views.partner_record import address_of, frame_of, record_of
from foundation.access import requires
from foundation.charts import LineChart, in_two_widths
from foundation.ui.items import Column, Crumb, MenuItem

TEACHER_COLUMNS = [
    Column("November"),
    Column("Teachers a year before", numeric=True),
    Column("Stayed", numeric=True),
    Column("In the alliance", numeric=True),
    Column("Elsewhere", numeric=True),
    Column("Left", numeric=True),
    Column("Not known", numeric=True),
    Column("Vacancies", numeric=True),
    Column("Who says it"),
]
FIGURE_COLUMNS = [
    Column("Year"),
    Column("Figure", numeric=True),
    Column("Pupils counted", numeric=True),
    Column("Who says it"),
    Column("Where it is from"),
]
ACTIONS = Column("Actions", hidden=True)
BESIDE_ANOTHER = 440
"""Width of a chart that has half of the page, in px."""
COMPARED = ("all", "disadvantaged")
"""Groups that a headline chart draws."""


@requires(policy.see_partner)
def facts(request: HttpRequest, slug: str, public_id: UUID) -> HttpResponse:
    """The tab of the partner record."""
    record = record_of(request, public_id)
    partner = school_or_404(record.partner)
    found = SchoolFacts(partner)
    latest = next(iter(found.standing_snapshots[::-1]), None)
    said = Retention.of(latest.counts) if latest else None
    years = [AcademicYear(start) for start in found.years]
    context = {
        **frame_of(request, record, "School facts"),
        "may_record": may_record(request, partner),
        "source": source_of(request),
        "retention": said,
        "retention_words": f"November {latest.census_year}. {retention_words(said)}"
        if latest and said
        else "",
        "retention_chart": _drawn(retention_chart(found.standing_snapshots, partner.name)),
        "teacher_columns": [*TEACHER_COLUMNS, ACTIONS],
        "teacher_rows": [_teacher_row(request, partner, one) for one in found.snapshots],
        "pupil_charts": _headlines(partner, found.series),
        "year_columns": [Column("Measure"), *(Column(str(year), numeric=True) for year in years)],
        "stages": _stages(request, partner, found.series, years),
        "disagreements": _disagreements(found),
        "add_teachers": address_of(request, "add_workforce", partner),
        "add_pupils": address_of(request, "add_measure", partner),
    }
    return render(request, "alliance/facts/record.html", context)


@requires(policy.see_partner)
def pupil_series(request: HttpRequest, slug: str, public_id: UUID, measure: str, group: str) -> HttpResponse:
    """One measure of one group of pupils: every year, every source."""
    record = record_of(request, public_id)
    partner, found = school_or_404(record.partner), SchoolFacts(record.partner)
    said = found.said_of(measure, group)
    if measure not in MEASURES or group not in GROUPS or not said:
        raise Http404("There is no such figure of this school.")
    known = MEASURES[measure]
    standing = {one.academic_year: one for one in said if one.stands}
    context = {
        **frame_of(request, record, "School facts"),
        "breadcrumbs": [
            *_above(request, partner),
            Crumb("School facts", address_of(request, "partner_facts", partner)),
            Crumb(known.label),
        ],
        "measure": known,
        "group": GROUPS[group],
        "sources": sources_of(said),
        "chart": _drawn(measure_chart(known, {group: standing}, partner.name)),
        "columns": [*FIGURE_COLUMNS, ACTIONS],
        "rows": [_figure_row(request, partner, one) for one in said],
        "back": address_of(request, "partner_facts", partner),
    }
    return render(request, "alliance/facts/series.html", context)


def school_or_404(partner: Partner) -> Partner:
    if partner.school is None:
        raise Http404("Only schools have teachers and pupils.")
    return partner


def source_of(request: HttpRequest) -> FactSource:
    """As whom the member speaks: for the alliance, or for their own school."""
    return FactSource.ALLIANCE if policy.change_partners.test(request.member) else FactSource.SCHOOL


def may_record(request: HttpRequest, partner: Partner) -> bool:
    return policy.change_facts.test(request.member, partner)


def _above(request: HttpRequest, partner: Partner) -> list[Crumb]:
    staff = policy.see_partners.test(request.member)
    name, label = ("partners", "Partners") if staff else ("my_school", "My school")
    href = reverse(name, args=[request.alliance.slug])
    return [Crumb(label, href), Crumb(partner.name, address_of(request, "partner", partner))]


def _teacher_row(request: HttpRequest, partner: Partner, one: WorkforceSnapshot) -> dict[str, Any]:
    retention = Retention.of(one.counts)
    return {
        "one": one,
        "shares": retention_words(retention) if retention and one.stands else "",
        "stayed": percent(retention.school) if retention else "",
        "source": source_word(one.source),
        "note": one.note,
        "menu": _menu(request, partner, one, "workforce"),
    }


def _figure_row(request: HttpRequest, partner: Partner, one: PupilMeasure) -> dict[str, Any]:
    year = AcademicYear(one.academic_year)
    return {
        "year": str(year),
        "one": one,
        "cell": cell_of(one, MEASURES[one.measure], year),
        "source": source_word(one.source),
        "menu": _menu(request, partner, one, "measure"),
    }


def _menu(
    request: HttpRequest, partner: Partner, one: PupilMeasure | WorkforceSnapshot, kind: str
) -> list[MenuItem]:
    """What the member may do with it: only what they said themselves can be changed."""
    if one.source != source_of(request) or not may_record(request, partner):
        return []
    return [
        MenuItem("Change", address_of(request, f"edit_{kind}", partner, one.public_id)),
        MenuItem(
            "Remove",
            address_of(request, f"remove_{kind}", partner, one.public_id),
            post=True,
            destructive=True,
        ),
    ]


def _headlines(partner: Partner, series: list[Series]) -> list[dict[str, Any]]:
    """The measures that say most of this school, each with a chart; those without two years are left out."""
    by_measure: dict[str, dict[str, Any]] = {}
    for one in series:
        if one.group in COMPARED and any(fact.value is not None for fact in one.by_year.values()):
            by_measure.setdefault(one.measure.code, {})[one.group] = one.by_year
    phase = partner.school.phase_group if partner.school else ""
    charts = []
    for code in headline(phase):
        chart = measure_chart(MEASURES[code], by_measure.get(code, {}), partner.name)
        if drawn := _drawn(chart, BESIDE_ANOTHER):
            charts.append({**drawn, "title": MEASURES[code].label})
    return charts


def _stages(
    request: HttpRequest, partner: Partner, series: list[Series], years: list[AcademicYear]
) -> list[tuple[str, list[dict[str, Any]]]]:
    """The table of figures: by stage, a row a measure and group, a cell a year."""
    stages: dict[str, list[dict[str, Any]]] = {}
    for one in series:
        cells: list[tuple[str, Cell]] = [
            (str(year), cell_of(one.by_year.get(year.start), one.measure, year)) for year in years
        ]
        href = address_of(request, "pupil_series", partner, one.measure.code, one.group)
        row = {"label": one.measure.label, "group": one.group_label, "cells": cells, "href": href}
        stages.setdefault(one.measure.stage.value, []).append(row)
    return list(stages.items())


def _disagreements(found: SchoolFacts) -> list[dict[str, Any]]:
    return [
        {
            "title": f"{one.measure.label}, {GROUPS[one.group].lower()}, {AcademicYear(one.academic_year)}",
            "said": [(source_word(each.source), figure_words(each), each.stands) for each in one.said],
        }
        for one in found.disagreements
    ]


def _drawn(chart: LineChart | None, wide: int = 560) -> dict[str, Any]:
    return {"svg": in_two_widths(chart, wide), "table": chart.table()} if chart else {}
