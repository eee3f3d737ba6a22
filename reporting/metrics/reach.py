"""Reach: which of the schools we could work with did work with us."""

from alliance.choices import PhaseGroup, Strand
from alliance.logic.academic_year import AcademicYear
from reporting.choices import RecordKind, Unit
from reporting.logic.figures import Computed, share
from reporting.metrics.metric import WHOLE, Cut, Metric
from reporting.metrics.partners import year_cuts, year_of
from reporting.metrics.source import Source

SOURCE = "Engagement records and School register"
OPEN_SCHOOLS = "open state-funded schools in the authorities we serve"


def reach_cuts(source: Source) -> list[Cut]:
    phases = {school.phase_group for school in source.area}
    return [
        WHOLE,
        *(Cut({"authority": code}, name) for code, name in source.card.served),
        *(Cut({"phase": phase}, phase.label) for phase in PhaseGroup if phase.value in phases),
        *(Cut({"strand": strand}, strand.label) for strand in Strand),
        *year_cuts(source.reach_years[:-1]),
    ]


def reach(source: Source, cut: Cut) -> Computed:
    year = year_of(source, cut)
    area = source.areas[year.start]
    engaged = source.strands_by_school.get(year.start, {})
    if cut.dimension == "authority":
        area = tuple(school for school in area if school.authority == cut.filters["authority"])
    if cut.dimension == "phase":
        area = tuple(school for school in area if school.phase_group == cut.filters["phase"])
    if cut.dimension == "strand":
        engaged = {urn: strands for urn, strands in engaged.items() if cut.filters["strand"] in strands}
    found = share(map(str, engaged), (str(school.urn) for school in area))
    if cut.dimension in ("authority", "phase"):
        return found
    outside = len(engaged.keys() - {school.urn for school in area})
    return found.leaving_out(schools_that_took_part_but_are_closed_or_outside_the_area=outside)


def yearly_cuts(source: Source) -> list[Cut]:
    return [WHOLE, *year_cuts(source.reach_years[:-1])]


def reach_so_far(source: Source, cut: Cut) -> Computed:
    year = year_of(source, cut)
    engaged = {one.urn for one in source.took_part if one.year <= year.start}
    area = {school.urn for school in source.areas[year.start]}
    found = share(map(str, engaged), map(str, area))
    outside = len(engaged - area)
    return found.leaving_out(schools_that_took_part_but_are_closed_or_outside_the_area=outside)


def depth_cuts(source: Source) -> list[Cut]:
    return [
        Cut({"strands": "2"}, "Two kinds of work or more"),
        Cut({"strands": "3"}, "Three kinds of work or more"),
        *(
            Cut({"strands": "2", "year": str(year.start)}, f"Two kinds of work or more, {year}")
            for year in source.reach_years[:-1]
        ),
    ]


def depth(source: Source, cut: Cut) -> Computed:
    year = AcademicYear(int(cut.filters.get("year", source.year.start)))
    least = int(cut.filters["strands"])
    engaged = source.strands_by_school.get(year.start, {})
    deep = (str(urn) for urn, strands in engaged.items() if len(strands) >= least)
    return share(deep, (str(school.urn) for school in source.areas[year.start]))


REACH_METRICS = (
    Metric(
        code="reach",
        version=1,
        section="reach",
        title="Schools reached",
        question="Which schools did we reach?",
        definition=f"Schools that took part in at least one thing in the year, out of all {OPEN_SCHOOLS} at "
        "its end. A school that became an academy or merged is one school.",
        source=SOURCE,
        unit=Unit.SHARE,
        records=RecordKind.SCHOOL,
        cuts=reach_cuts,
        compute=reach,
        parts=("authority", "phase"),
        numerator_name="schools reached",
        denominator_name="open in the area",
    ),
    Metric(
        code="reach_so_far",
        version=1,
        section="reach",
        title="Reached so far",
        question="Which schools have we ever reached?",
        definition="Schools that took part in at least one thing in this year or any earlier one on record, "
        f"out of all {OPEN_SCHOOLS} at the end of the year.",
        source=SOURCE,
        unit=Unit.SHARE,
        records=RecordKind.SCHOOL,
        cuts=yearly_cuts,
        compute=reach_so_far,
        numerator_name="schools reached so far",
        denominator_name="open in the area",
    ),
    Metric(
        code="depth",
        version=1,
        section="reach",
        title="Depth",
        question="Which schools work with us in more than one way?",
        definition="Schools that took part in at least two, or three, kinds of work in the year (teacher "
        "training, early career teachers, professional development, school-to-school support, other), out of "
        f"all {OPEN_SCHOOLS} at its end.",
        source=SOURCE,
        unit=Unit.SHARE,
        records=RecordKind.SCHOOL,
        cuts=depth_cuts,
        compute=depth,
        numerator_name="schools",
        denominator_name="open in the area",
    ),
)
