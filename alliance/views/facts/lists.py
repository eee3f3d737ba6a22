"""School facts across the alliance: pupils by measure and year, teachers by November; and their exports."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from alliance import policy
from alliance.choices import FigureState
from alliance.logic.academic_year import AcademicYear
from alliance.logic.facts.measures import GROUPS, MEASURES
from alliance.logic.facts.retention import Retention
from alliance.models import Partner, PupilMeasure, WorkforceSnapshot
from alliance.queries.facts.lists import (
    MEASURE_SORTS,
    PAGE_SIZE,
    WORKFORCE_SORTS,
    FactList,
    MeasureList,
    WorkforceList,
    latest_census,
    latest_year,
)
from alliance.queries.partners import authorities
from alliance.views.facts.addresses import (
    DATA,
    LACKING,
    STATES,
    USUAL_MEASURE,
    FactAddress,
    data_chips,
    data_group,
    school_chips,
    school_groups,
)
from alliance.views.facts.rows import drawn_pupils, drawn_teachers
from alliance.views.facts.words import NOT_PUBLISHED, cell_of, percent, retention_words, source_word
from foundation import words
from foundation.access import requires
from foundation.exports import export_response
from foundation.lists.addresses import filter_group, with_query
from foundation.ui.items import Chip, Column, Crumb, FilterGroup, MenuItem, Tab

LATEST = ("", "The latest")
OFFERED_YEARS = 12
MEASURE_HEADS = (("School", "name"), ("Authority", ""), ("Figure", "figure"), ("The year before", ""))
MEASURE_MORE = (("Pupils counted", "cohort"), ("Who says it", ""))
TEACHER_HEADS = (
    ("School", "name"),
    ("Teachers a year before", "teachers"),
    ("This school", "retention"),
    ("The alliance", ""),
    ("State sector", ""),
    ("Known", ""),
    ("Vacancies", "vacancies"),
    ("Who says it", ""),
)
NOTHING_SAID = (None, "", "")
"""Pupils counted, who says it and where it is from: of a school without data."""
NO_COUNTS = (*[None] * 7, "", "")
NUMERIC = {
    *("Figure", "The year before", "Pupils counted", "Teachers a year before", "This school"),
    *("The alliance", "State sector", "Known", "Vacancies"),
}


@requires(policy.see_facts)
def pupils(request: HttpRequest, slug: str) -> HttpResponse:
    """One measure of one group in one year, a row a school."""
    listing, address = _measures(request)
    measure, year = MEASURES[listing.measure], AcademicYear(listing.academic_year)
    page = Paginator(range(listing.count), PAGE_SIZE).get_page(request.GET.get("page"))
    rows, known = listing.page(page.number), authorities()
    partners = rows if listing.lacking else [one.partner for one in rows]
    before = listing.year_before([partner.pk for partner in partners])
    facts = {} if listing.lacking else {one.partner_id: one for one in rows}
    base = reverse("partners", args=[slug])
    shown = [_pupil_row(base, listing, one, facts.get(one.pk), before.get(one.pk)) for one in partners]
    context = {
        **_frame(request, listing, address, "Pupils"),
        "summary": _pupil_summary(listing, year),
        "caption": f"{measure.label}, {GROUPS[listing.group].lower()}, {year}",
        "gap": measure.gap(year),
        "columns": _heads(address, request.path, (*MEASURE_HEADS, *MEASURE_MORE)),
        "rows": shown,
        "drawn": drawn_pupils(shown),
        "page": page,
        "chips": [*_measure_chips(request, address, year), *_chips(request, address, known)],
        "groups": [*_measure_groups(address), data_group(address), *school_groups(address, known)],
        "exports": _exports(slug, "pupil_facts_export", address),
        "import_target": "pupil-measures",
    }
    return render(request, "alliance/facts/pupils.html", context)


@requires(policy.see_facts)
def teachers(request: HttpRequest, slug: str) -> HttpResponse:
    """One November census, a row a school, and all of them as one cohort."""
    listing, address = _workforce(request)
    page = Paginator(range(listing.count), PAGE_SIZE).get_page(request.GET.get("page"))
    together, known = Retention.of(listing.together), authorities()
    base, of_school = reverse("partners", args=[slug]), _school_row if listing.lacking else _teacher_row
    shown = [of_school(base, one) for one in listing.page(page.number)]
    context = {
        **_frame(request, listing, address, "Teachers"),
        "summary": f"November {listing.census_year} · {_schools(listing)}",
        "together": retention_words(together) if together else "",
        "caption": f"Where the teachers of {listing.census_year - 1} were in November {listing.census_year}",
        "columns": _heads(address, request.path, TEACHER_HEADS),
        "rows": shown,
        "drawn": drawn_teachers(shown),
        "page": page,
        "chips": [*_census_chips(request, address), *_chips(request, address, known)],
        "groups": [_census_group(listing), data_group(address), *school_groups(address, known)],
        "exports": _exports(slug, "teacher_facts_export", address),
        "import_target": "workforce",
    }
    return render(request, "alliance/facts/teachers.html", context)


@requires(policy.export_facts)
def export_pupils(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """Every row the list shows, in its order, as csv or xlsx."""
    listing, _ = _measures(request)
    heads = (
        *("School", "URN", "Local authority", "Academic year", "Measure", "Pupils", "Figure"),
        *("State", "Why there is no figure", "Pupils counted", "Who says it", "Where it is from"),
    )
    name = f"pupils-{slug}-{timezone.localdate().isoformat()}"
    return export_response(kind, name, heads, _exported_pupils(listing))


@requires(policy.export_facts)
def export_teachers(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """Every row the list shows, in its order, as csv or xlsx."""
    listing, _ = _workforce(request)
    heads = (
        *("School", "URN", "Local authority", "November census", "Teachers a year before", "Stayed"),
        *("Moved within the alliance", "Moved elsewhere in the state sector", "Left", "Not known"),
        *("Vacancies", "Who says it", "Where it is from"),
    )
    name = f"teachers-{slug}-{timezone.localdate().isoformat()}"
    return export_response(kind, name, heads, _exported_teachers(listing))


def _measures(request: HttpRequest) -> tuple[MeasureList, FactAddress]:
    address = FactAddress.read(request.GET, MEASURE_SORTS)
    year = address.year or latest_year(address.measure, address.group)
    this = AcademicYear.for_date(timezone.localdate())
    listing = MeasureList(
        request.member,
        address.schools,
        address.sort.column,
        address.sort.descending,
        address.lacking,
        measure=address.measure,
        group=address.group,
        academic_year=year or this.previous.start,
        states=address.states,
    )
    return listing, address


def _workforce(request: HttpRequest) -> tuple[WorkforceList, FactAddress]:
    address = FactAddress.read(request.GET, WORKFORCE_SORTS)
    year = address.year or latest_census() or timezone.localdate().year
    listing = WorkforceList(
        request.member,
        address.schools,
        address.sort.column,
        address.sort.descending,
        address.lacking,
        census_year=year,
    )
    return listing, address


def _frame(request: HttpRequest, listing: FactList, address: FactAddress, here: str) -> dict[str, Any]:
    slug = request.alliance.slug
    lists = {
        "Pupils": reverse("school_facts", args=[slug]),
        "Teachers": reverse("school_workforce", args=[slug]),
    }
    return {
        "page_title": here,
        "breadcrumbs": [
            Crumb("Partners", reverse("partners", args=[slug])),
            Crumb("School facts", lists["Pupils"]),
            Crumb(here),
        ],
        "tabs": [Tab(label, href, current=label == here) for label, href in lists.items()],
        "keep": address.keep(),
        "search": address.schools.text,
        "narrowed": bool(address.parameters()),
        "lacking": listing.lacking,
        "clear_href": request.path,
        "pages_href": with_query(request.path, address.query()),
        "may_import": policy.import_facts.test(request.member),
    }


def _heads(address: FactAddress, path: str, heads: tuple[tuple[str, str], ...]) -> list[Column]:
    made = address.sort.heads(heads, path, address.parameters())
    return [Column(one.label, one.sort_href, one.sorted, numeric=one.label in NUMERIC) for one in made]


def _pupil_summary(listing: MeasureList, year: AcademicYear) -> str:
    measure, pupils_of, schools = MEASURES[listing.measure], GROUPS[listing.group].lower(), _schools(listing)
    if listing.lacking and measure.gap(year):
        schools = f"{words.counted(listing.count, 'school')}, {NOT_PUBLISHED}"
    return f"{measure.label} · {pupils_of} · {year} · {schools}"


def _schools(listing: FactList) -> str:
    """`12 schools`, `12 schools without data`"""
    return words.counted(listing.count, "school") + (" without data" if listing.lacking else "")


def _pupil_row(
    base: str, listing: MeasureList, partner: Partner, one: PupilMeasure | None, before: PupilMeasure | None
) -> dict[str, Any]:
    measure, year = MEASURES[listing.measure], AcademicYear(listing.academic_year)
    row = _school_row(base, partner)
    if one or before:
        row["href"] += f"pupils/{listing.measure}/{listing.group}/"
    return {
        **row,
        "authority": _authority(partner),
        "cell": cell_of(one, measure, year),
        "before": cell_of(before, measure, year.previous),
        "cohort": one.cohort if one else None,
        "source": source_word(one.source) if one else "",
    }


def _school_row(base: str, partner: Partner) -> dict[str, Any]:
    """A school by its name, which leads to where its facts are recorded. `base` is the list of partners."""
    return {"href": f"{base}{partner.public_id}/facts/", "name": partner.name}


def _teacher_row(base: str, one: WorkforceSnapshot) -> dict[str, Any]:
    of = Retention.of(one.counts)
    shares = (of.school, of.alliance, of.state_sector, of.known) if of else ()
    return {
        **_school_row(base, one.partner),
        "teachers": one.teachers,
        "shares": [percent(share) for share in shares],
        "vacancies": one.vacancies,
        "source": source_word(one.source),
    }


def _authority(partner: Partner) -> str:
    authority = partner.school.local_authority if partner.school else None
    return authority.name if authority else ""


def _chips(request: HttpRequest, address: FactAddress, known: Iterable[tuple[str, str]]) -> list[Chip]:
    return [*data_chips(address, request.path), *school_chips(address, request.path, dict(known))]


def _measure_chips(request: HttpRequest, address: FactAddress, year: AcademicYear) -> list[Chip]:
    """Measure, group and year are always in force; taking one away leads to the usual one."""
    path = request.path
    found = []
    if address.measure != USUAL_MEASURE:
        found.append(
            Chip("Measure", MEASURES[address.measure].label, address.without(path, measure=USUAL_MEASURE))
        )
    if address.group != "all":
        found.append(Chip("Pupils", GROUPS[address.group], address.without(path, group="all")))
    if address.year:
        found.append(Chip("Year", str(year), address.without(path, year=0)))
    for state in address.states:
        rest = tuple(other for other in address.states if other != state)
        found.append(Chip("Figure", STATES[state], address.without(path, states=rest)))
    return found


def _census_chips(request: HttpRequest, address: FactAddress) -> list[Chip]:
    if not address.year:
        return []
    return [Chip("November", str(address.year), address.without(request.path, year=0))]


def _measure_groups(address: FactAddress) -> list[FilterGroup]:
    this = AcademicYear.for_date(timezone.localdate()).start
    years = [(str(start), str(AcademicYear(start))) for start in range(this, this - OFFERED_YEARS, -1)]
    measures = [(code, each.label) for code, each in MEASURES.items()]
    return [
        filter_group("Measure", "measure", measures, [address.measure], multiple=False),
        filter_group("Pupils", "group", GROUPS.items(), [address.group], multiple=False),
        filter_group(
            "Academic year", "year", [("", "The latest"), *years], [_chosen(address)], multiple=False
        ),
        filter_group("Figure", "state", STATES.items(), address.states),
    ]


def _census_group(listing: WorkforceList) -> FilterGroup:
    this = timezone.localdate().year
    years = [(str(year), f"November {year}") for year in range(this, this - OFFERED_YEARS, -1)]
    return filter_group("Census", "year", [LATEST, *years], [str(listing.census_year)], multiple=False)


def _chosen(address: FactAddress) -> str:
    return str(address.year) if address.year else ""


def _exports(slug: str, name: str, address: FactAddress) -> list[MenuItem]:
    return [
        MenuItem(label, with_query(reverse(f"{name}{suffix}", args=[slug]), address.query()))
        for label, suffix in (("As CSV", ""), ("As Excel", "_xlsx"))
    ]


def _exported_pupils(listing: MeasureList) -> Iterator[tuple[object, ...]]:
    if listing.lacking:
        year, measure = AcademicYear(listing.academic_year), MEASURES[listing.measure]
        gap = measure.gap(year)
        state = FigureState.NOT_PUBLISHED.label if gap else DATA[LACKING]
        said = (str(year), measure.label, GROUPS[listing.group], None, state, gap, *NOTHING_SAID)
        for partner in listing.without.iterator(chunk_size=2_000):
            yield (*_exported_school(partner), *said)
        return
    for one in listing.ordered.iterator(chunk_size=2_000):
        measure = MEASURES[one.measure]
        yield (
            *_exported_school(one.partner),
            str(AcademicYear(one.academic_year)),
            measure.label,
            GROUPS[one.pupil_group],
            None if one.value is None else float(one.value),
            one.get_state_display(),
            one.get_because_display() if one.because else "",
            one.cohort,
            source_word(one.source),
            one.note,
        )


def _exported_teachers(listing: WorkforceList) -> Iterator[tuple[object, ...]]:
    if listing.lacking:
        for partner in listing.without.iterator(chunk_size=2_000):
            yield (*_exported_school(partner), listing.census_year, *NO_COUNTS)
        return
    for one in listing.ordered.iterator(chunk_size=2_000):
        yield (
            *_exported_school(one.partner),
            *(one.census_year, one.teachers, one.stayed, one.moved_within, one.moved_elsewhere),
            *(one.left, one.unknown, one.vacancies, source_word(one.source), one.note),
        )


def _exported_school(partner: Partner) -> tuple[str, str, str]:
    urn = str(partner.school.urn) if partner.school else ""
    return partner.name, urn, _authority(partner)
