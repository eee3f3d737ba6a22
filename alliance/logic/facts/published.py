"""The DfE's published performance files, as figures: which columns mean which measure of which pupils.

A file is known by its head row. Some tell their year and years before it in columns such as `PTRWM_EXP_18`
(2017/18); for the others somebody says the year. What stands in place of a figure keeps its meaning
(`alliance.logic.facts.figures.WORDS`); an empty cell says nothing, and makes no figure.
"""

import csv
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from alliance.logic.academic_year import AcademicYear
from alliance.logic.facts.figures import Figure, hidden_if_few, read_figure
from alliance.logic.facts.measures import MEASURES
from foundation.refusal import Refused

SCHOOLS = ("1", "2")
"""`RECTYPE` of mainstream and special schools; the others are authorities and the country."""
URN = re.compile(r"\d{6}")
YEAR_COLUMN = re.compile(r"TELIG_(\d\d)")
YEAR_IN_NAME = re.compile(r"(?<!\d)(20\d\d)[-_/]?(\d\d)(?!\d)")
MOST_PROBLEMS = 50


@dataclass(frozen=True)
class Layout:
    """A kind of file: heads that tell it from others, and the column of each measure.

    `groups` maps a group to what its columns end in, `cohorts` to the column that counts its pupils, and
    `own_cohorts` a measure's column to its own count.
    """

    name: str
    marks: frozenset[str]
    columns: Mapping[str, str]
    groups: Mapping[str, str] = field(default_factory=lambda: {"all": ""})
    cohorts: Mapping[str, str] = field(default_factory=dict)
    own_cohorts: Mapping[str, str] = field(default_factory=dict)


KS2 = Layout(
    name="Key stage 2 results",
    marks=frozenset({"RECTYPE", "URN", "TELIG", "PTRWM_EXP"}),
    columns={
        "ks2_rwm_expected": "PTRWM_EXP",
        "ks2_rwm_higher": "PTRWM_HIGH",
        "ks2_reading_expected": "PTREAD_EXP",
        "ks2_writing_expected": "PTWRITTA_EXP",
        "ks2_maths_expected": "PTMAT_EXP",
        "ks2_reading_score": "READ_AVERAGE",
        "ks2_maths_score": "MAT_AVERAGE",
        "ks2_gps_score": "GPS_AVERAGE",
        "ks2_reading_progress": "READPROG",
        "ks2_writing_progress": "WRITPROG",
        "ks2_maths_progress": "MATPROG",
    },
    groups={
        "all": "",
        "girls": "_G",
        "boys": "_B",
        "disadvantaged": "_FSM6CLA1A",
        "not_disadvantaged": "_NotFSM6CLA1A",
        "eal": "_EAL",
        "low_prior": "_L",
        "middle_prior": "_M",
        "high_prior": "_H",
    },
    cohorts={
        "all": "TELIG",
        "girls": "GELIG",
        "boys": "BELIG",
        "disadvantaged": "TFSM6CLA1A",
        "not_disadvantaged": "TNotFSM6CLA1A",
        "eal": "TEALGRP2",
        "low_prior": "TKS1GROUP_L",
        "middle_prior": "TKS1GROUP_M",
        "high_prior": "TKS1GROUP_H",
    },
)
KS4 = Layout(
    name="Key stage 4 results",
    marks=frozenset({"RECTYPE", "URN", "TPUP", "ATT8SCR"}),
    columns={
        "ks4_attainment8": "ATT8SCR",
        "ks4_progress8": "P8MEA",
        "ks4_basics_4": "PTL2BASICS_94",
        "ks4_basics_5": "PTL2BASICS_95",
        "ks4_ebacc_entry": "PTEBACC_E_PTQ_EE",
        "ks4_ebacc_points": "EBACCAPS",
    },
    cohorts={"all": "TPUP"},
    own_cohorts={"P8MEA": "P8PUP"},
)
CENSUS = Layout(
    name="Pupils on roll (school census)",
    marks=frozenset({"URN", "NOR", "PNUMEAL"}),
    columns={
        "census_pupils": "NOR",
        "census_fsm6": "PNUMFSMEVER",
        "census_eal": "PNUMEAL",
        "census_ehcp": "PSENELSE",
        "census_sen_support": "PSENELK",
    },
    cohorts={"all": "NOR"},
    own_cohorts={"NOR": ""},
)
LAYOUTS = (KS2, KS4, CENSUS)


@dataclass(frozen=True, slots=True)
class PublishedFigure:
    """One figure of one school as a file tells it; `academic_year` is the year it starts in."""

    urn: int
    academic_year: int
    measure: str
    pupil_group: str
    cohort: int | None
    figure: Figure


@dataclass(frozen=True, slots=True)
class UnreadCell:
    """A cell that is no figure of its measure; `at` is its line and column, `sentence` what is wrong."""

    urn: int
    academic_year: int
    measure: str
    pupil_group: str
    text: str
    at: str
    sentence: str


@dataclass(frozen=True)
class PublishedFile:
    """What a file holds: its kind, its main year, figures of the schools asked for, and what is none.

    `schools` counts all schools in the file.
    """

    layout: str
    year: AcademicYear
    schools: int
    figures: list[PublishedFigure]
    unread: list[UnreadCell]

    @property
    def problems(self) -> list[str]:
        """The first of them, in sentences."""
        return [f"{cell.at}: {cell.sentence}" for cell in self.unread[:MOST_PROBLEMS]]


@dataclass(frozen=True, slots=True)
class _Place:
    """Where one measure of one group in one year stands in a row."""

    measure: str
    group: str
    year: int
    column: int
    cohort: int | None


def lines_of(content: bytes) -> Iterator[str]:
    """The lines of a file as the DfE publishes them: UTF-8 of late, Windows-1252 before."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    yield from text.splitlines(keepends=True)


def read_published(
    lines: Iterator[str], *, name: str = "", year: AcademicYear | None = None, wanted: Collection[int] | None
) -> PublishedFile:
    """The figures of the schools whose URN is `wanted` (None: of all). Raises Refused for another file."""
    rows = csv.reader(lines)
    try:
        heads = [head.strip() for head in next(rows, [])]
        layout = _layout_of(heads)
        main = _year_of(heads, name, year)
        places = list(_places(layout, heads, main.start))
        return _read(rows, heads, layout, main, places, wanted)
    except csv.Error as error:
        raise Refused(
            "This is no table of comma-separated values. Choose the CSV file as the DfE publishes it."
        ) from error


def _read(
    rows: Iterator[list[str]],
    heads: Sequence[str],
    layout: Layout,
    main: AcademicYear,
    places: Sequence[_Place],
    wanted: Collection[int] | None,
) -> PublishedFile:
    kind = heads.index("RECTYPE") if "RECTYPE" in heads else None
    urn_at, schools = heads.index("URN"), 0
    found: list[PublishedFigure] = []
    unread: list[UnreadCell] = []
    for number, row in enumerate(rows, start=2):
        urn = _cell(row, urn_at)
        if not URN.fullmatch(urn) or (kind is not None and _cell(row, kind) not in SCHOOLS):
            continue
        schools += 1
        if wanted is not None and int(urn) not in wanted:
            continue
        for place in places:
            try:
                found += _figure(int(urn), row, place)
            except Refused as refusal:
                at, text = f"Line {number}, {heads[place.column]}", _cell(row, place.column)
                what = place.year, place.measure, place.group
                unread.append(UnreadCell(int(urn), *what, text, at, refusal.sentence))
    return PublishedFile(layout.name, main, schools, found, unread)


def _figure(urn: int, row: Sequence[str], place: _Place) -> Iterator[PublishedFigure]:
    text = _cell(row, place.column)
    if not text:
        return
    counted = _cell(row, place.cohort) if place.cohort is not None else ""
    cohort = int(counted) if counted.isascii() and counted.isdigit() else None
    figure = hidden_if_few(read_figure(text, MEASURES[place.measure]), cohort)
    yield PublishedFigure(urn, place.year, place.measure, place.group, cohort, figure)


def _places(layout: Layout, heads: Sequence[str], main: int) -> Iterator[_Place]:
    at = {head: position for position, head in enumerate(heads)}
    endings = {main: ""} | {year: f"_{(year + 1) % 100:02d}" for year in _years_before(heads)}
    for code, column in layout.columns.items():
        for group, suffix in layout.groups.items():
            for year, ending in endings.items():
                place = at.get(f"{column}{suffix}{ending}")
                counted = layout.own_cohorts.get(column, layout.cohorts.get(group, ""))
                if place is not None and not MEASURES[code].gap(AcademicYear(year)):
                    yield _Place(code, group, year, place, at.get(f"{counted}{ending}") if counted else None)


def _layout_of(heads: Sequence[str]) -> Layout:
    for layout in LAYOUTS:
        if layout.marks <= set(heads):
            return layout
    known = "; ".join(layout.name for layout in LAYOUTS)
    raise Refused(
        f"This is not one of the DfE's files that are known here ({known}). Choose a CSV file of the school "
        "performance download as it is published, with its own head row.",
        field="file",
    )


def _year_of(heads: Sequence[str], name: str, said: AcademicYear | None) -> AcademicYear:
    """As the columns tell it, or somebody says, or the file's name does. Raises Refused."""
    before = _years_before(heads)
    told = AcademicYear(max(before) + 1) if before else None
    if said is not None and told is not None and said != told:
        raise Refused(
            f"The columns of this file say that it is about {told}; you said {said}. Leave the year out, or "
            "choose the file you mean.",
            field="year",
        )
    year = told or said or _year_in(name)
    if year is None:
        raise Refused("The file does not tell which year it is about. Say the academic year.", field="year")
    return year


def _years_before(heads: Sequence[str]) -> list[int]:
    """Start years of the earlier years that have columns of their own."""
    return [2000 + int(found[1]) - 1 for head in heads if (found := YEAR_COLUMN.fullmatch(head))]


def _year_in(name: str) -> AcademicYear | None:
    """2018-19 or 2018_19 in a file's name."""
    for start, end in YEAR_IN_NAME.findall(name):
        if (int(start) + 1) % 100 == int(end):
            return AcademicYear(int(start))
    return None


def _cell(row: Sequence[str], position: int) -> str:
    """Trimmed; "" where a ragged row ends before it."""
    return row[position].strip() if position < len(row) else ""
