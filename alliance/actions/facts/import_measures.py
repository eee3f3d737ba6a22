"""Figures about pupils, from a table: a row a school, year, measure and group of pupils."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar

from alliance import policy
from alliance.actions.facts import measures as actions
from alliance.actions.facts.import_rows import NOTE, school_of, whole_number
from alliance.actions.facts.measures import MeasureDetails, check_measure, measure_of
from alliance.actions.import_fields import NAMED_SCHOOL
from alliance.actions.import_partner_lookups import NamedPartners
from alliance.choices import FactSource, FigureState
from alliance.logic.academic_year import AcademicYear
from alliance.logic.facts.figures import read_figure
from alliance.logic.facts.measures import GROUPS, MEASURES
from alliance.models import Partner, PupilMeasure
from foundation.importer import values
from foundation.importer.choices import Outcome
from foundation.importer.target import Change, Entry, Field, Plan, Target, cannot
from foundation.refusal import Refused

FROM = "Where it is from"
YEAR = re.compile(r"(20\d\d)\s*[/\-–]\s*(?:20)?(\d\d)")
Key = tuple[int, int, str, str]


@dataclass(frozen=True)
class Wanted:
    """The school, what the table says, and what is there of it (None: nothing yet)."""

    partner: Partner
    details: MeasureDetails
    there: PupilMeasure | None


def _academic_year(cell: str) -> int:
    found = YEAR.fullmatch(cell.strip())
    if found is None or (int(found[1]) + 1) % 100 != int(found[2]):
        raise Refused(f"“{cell[:40]}” is no academic year. Write both years, such as 2025/26.")
    return int(found[1])


class MeasureTarget(Target):
    key = "pupil-measures"
    singular, plural = "pupil figure", "pupil figures"
    home, home_label = "school_facts", "Pupils"
    may_import = policy.import_facts
    said_by: ClassVar[FactSource] = FactSource.ALLIANCE
    notes: ClassVar[tuple[str, ...]] = (
        "Each row names a partner school, by URN or by its name, an academic year and a measure.",
        "A figure is a number, or the DfE's own word where there is none: SUPP, NE, NA, LOWCOV, NP. None of "
        "them is taken for zero.",
        "What the DfE or a school says itself stays beside what you import, and counts first.",
    )
    fields = (
        *NAMED_SCHOOL,
        Field(
            "academic_year",
            "Academic year",
            _academic_year,
            required=True,
            example="2025/26",
            synonyms=("Year", "School year"),
        ),
        Field(
            "measure",
            "Measure",
            values.one_of({code: each.label for code, each in MEASURES.items()}),
            required=True,
            example=MEASURES["ks2_rwm_expected"].label,
            hint="The measure's name or its code.",
        ),
        Field(
            "pupil_group",
            "Pupils",
            values.one_of(GROUPS),
            example=GROUPS["disadvantaged"],
            hint="All pupils where the cell is empty.",
            synonyms=("Group", "Pupil group"),
        ),
        Field(
            "figure",
            "Figure",
            values.line(40),
            required=True,
            example="58%",
            synonyms=("Value", "Result", "Percentage", "Score"),
        ),
        Field(
            "cohort",
            "Pupils counted",
            whole_number,
            example="19",
            synonyms=("Cohort", "Number of pupils", "Pupils in cohort", "n"),
        ),
        NOTE,
    )

    def plan(self, entries: Sequence[Entry]) -> list[Plan]:
        rows = [entry.values for entry in entries]
        schools = NamedPartners.of(rows)
        said = PupilMeasure.objects.filter(
            partner__in=schools.ids, source=self.said_by, measure__in={row["measure"] for row in rows}
        )
        there = {
            (one.partner_id, one.academic_year, one.measure, one.pupil_group): one
            for one in said.select_related("partner")
        }
        return [_plan(row, schools, there) for row in rows]

    def apply(self, entry: Entry, plan: Plan, *, by: Any) -> dict[str, Any]:
        wanted: Wanted = plan.carries
        if wanted.there is None:
            made = actions.record_measure(
                partner=wanted.partner, details=wanted.details, source=self.said_by, by=by
            )
            return {"created": made.pk, "after": _plain(made)}
        before = _plain(wanted.there)
        saved = actions.change_measure(
            measure=wanted.there,
            version=wanted.there.version,
            details=wanted.details,
            source=self.said_by,
            by=by,
        )
        return {"updated": saved.pk, "before": before, "after": _plain(saved)}

    def undo(self, trace: Mapping[str, Any], *, by: Any) -> None:
        pk = trace.get("created") or trace["updated"]
        measure = PupilMeasure.objects.select_related("partner").filter(pk=pk).first()
        if measure is None:
            raise Refused("This figure is not there any more.")
        if _plain(measure) != trace["after"]:
            label = MEASURES[measure.measure].label
            raise Refused(f"{label} of {measure.partner} was changed since, so it stays as it is now.")
        if "created" in trace:
            actions.remove_measure(measure=measure, source=self.said_by, by=by)
            return
        before = dict(trace["before"])
        value = before.pop("value")
        details = MeasureDetails(**before, value=None if value is None else Decimal(value))
        actions.change_measure(measure=measure, version=None, details=details, source=self.said_by, by=by)


def _plan(given: Mapping[str, Any], schools: NamedPartners, known: Mapping[Key, PupilMeasure]) -> Plan:
    partner = school_of(given, schools)
    if isinstance(partner, str):
        return cannot(partner)
    measure, group = MEASURES[given["measure"]], given.get("pupil_group", "all")
    year = AcademicYear(given["academic_year"])
    about = f"{partner.name}, {measure.label}, {year}"
    key = (partner.pk, year.start, measure.code, group)
    there = known.get(key)
    try:
        figure = read_figure(given["figure"], measure)
        details = check_measure(
            MeasureDetails(
                academic_year=year.start,
                measure=measure.code,
                pupil_group=group,
                state=figure.state,
                value=figure.value,
                because=figure.because,
                cohort=given.get("cohort", there.cohort if there else None),
                note=given.get("note", there.note if there else ""),
            )
        )
    except Refused as refusal:
        return cannot(refusal.sentence, about=about)
    changes = _changes(details, there)
    identity = " ".join(map(str, key))
    if there is not None and not changes:
        return Plan(Outcome.SKIP, about, "This is there already, just as the row says.", identity)
    outcome = Outcome.CREATE if there is None else Outcome.UPDATE
    return Plan(outcome, about, "", identity, changes, Wanted(partner, details, there))


def _changes(details: MeasureDetails, there: PupilMeasure | None) -> tuple[Change, ...]:
    now = MeasureDetails(**measure_of(there)) if there else None
    pairs = (
        ("Figure", _figure(now) if now else "", _figure(details)),
        ("Pupils", "" if now else GROUPS["all"], GROUPS[details.pupil_group]),
        ("Pupils counted", _text(now.cohort if now else None), _text(details.cohort)),
        (FROM, now.note if now else "", details.note),
    )
    named = [pair for pair in pairs if pair[0] != "Pupils" or now is None]
    return tuple(Change(label, before, after) for label, before, after in named if before != after)


def _figure(details: MeasureDetails) -> str:
    if details.value is None:
        return FigureState(details.state).label
    return MEASURES[details.measure].words(details.value)


def _text(value: int | None) -> str:
    return "" if value is None else str(value)


def _plain(measure: PupilMeasure) -> dict[str, Any]:
    """The figure as it is saved now, as plain JSON."""
    said = measure_of(measure)
    return {**said, "value": None if said["value"] is None else str(said["value"])}
