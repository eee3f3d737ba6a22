"""Where teachers went, from a table: a row a school and November."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from alliance import policy
from alliance.actions.facts import workforce as actions
from alliance.actions.facts.import_rows import NOTE, school_of, whole_number
from alliance.actions.facts.workforce import WorkforceDetails, check_workforce, workforce_of
from alliance.actions.import_fields import NAMED_SCHOOL
from alliance.actions.import_partner_lookups import NamedPartners
from alliance.choices import FactSource
from alliance.models import Partner, WorkforceSnapshot
from foundation.importer.choices import Outcome
from foundation.importer.target import Change, Entry, Field, Plan, Target, cannot
from foundation.refusal import Refused

SAID = FactSource.ALLIANCE
LABELS = {
    "teachers": "Teachers a year before",
    "stayed": "Still at this school",
    "moved_within": "Moved within the alliance",
    "moved_elsewhere": "Moved elsewhere in the state sector",
    "left": "Left teaching",
    "unknown": "Not known",
    "vacancies": "Vacancies",
    "note": "Where it is from",
}


@dataclass(frozen=True)
class Wanted:
    """The school, what the table says, and what is there of it (None: nothing yet)."""

    partner: Partner
    details: WorkforceDetails
    there: WorkforceSnapshot | None


def _november(cell: str) -> int:
    """2025, November 2025, Nov 2025."""
    digits = cell.casefold().removeprefix("november").removeprefix("nov").strip().removesuffix(".0")
    if len(digits) != 4 or not digits.isdigit():
        raise Refused(f"“{cell[:40]}” is no year. Write the year of the November census, such as 2025.")
    return int(digits)


def _count(key: str, *synonyms: str, example: str, required: bool = False) -> Field:
    return Field(key, LABELS[key], whole_number, required, example, synonyms=synonyms)


class WorkforceTarget(Target):
    key = "workforce"
    singular, plural = "workforce snapshot", "workforce snapshots"
    home, home_label = "school_workforce", "Teachers"
    may_import = policy.import_facts
    notes = (
        "Each row names a partner school, by URN or by its name, and a November census.",
        "Teachers are those in post the November before. The five groups say where each of them is now, and "
        "add up to the teachers. A group that is left empty has nobody in it.",
        "What a school says itself stays beside what you import, and counts first.",
    )
    fields = (
        *NAMED_SCHOOL,
        Field(
            "census_year",
            "November census",
            _november,
            required=True,
            example="2025",
            synonyms=("Census year", "Census", "Year", "November"),
        ),
        _count("teachers", "Teachers", "Cohort", "Headcount", example="43", required=True),
        _count("stayed", "Stayed", "Retained", "Same school", example="38", required=True),
        _count("moved_within", "Moved within", "Within the alliance", "Within alliance", example="2"),
        _count("moved_elsewhere", "Moved elsewhere", "Elsewhere in the state sector", example="1"),
        _count("left", "Left", "Left state-sector teaching", "Leavers", example="2"),
        _count("unknown", "Unknown", example="0"),
        _count("vacancies", "Vacant posts", example="1"),
        NOTE,
    )

    def plan(self, entries: Sequence[Entry]) -> list[Plan]:
        rows = [entry.values for entry in entries]
        schools = NamedPartners.of(rows)
        said = WorkforceSnapshot.objects.filter(partner__in=schools.ids, source=SAID)
        there = {(one.partner_id, one.census_year): one for one in said.select_related("partner")}
        return [_plan(row, schools, there) for row in rows]

    def apply(self, entry: Entry, plan: Plan, *, by: Any) -> dict[str, Any]:
        wanted: Wanted = plan.carries
        if wanted.there is None:
            made = actions.record_workforce(
                partner=wanted.partner, details=wanted.details, source=SAID, by=by
            )
            return {"created": made.pk, "after": workforce_of(made)}
        before = workforce_of(wanted.there)
        saved = actions.change_workforce(
            snapshot=wanted.there,
            version=wanted.there.version,
            details=wanted.details,
            source=SAID,
            by=by,
        )
        return {"updated": saved.pk, "before": before, "after": workforce_of(saved)}

    def undo(self, trace: Mapping[str, Any], *, by: Any) -> None:
        pk = trace.get("created") or trace["updated"]
        snapshot = WorkforceSnapshot.objects.select_related("partner").filter(pk=pk).first()
        if snapshot is None:
            raise Refused("This snapshot is not there any more.")
        if workforce_of(snapshot) != trace["after"]:
            raise Refused(f"{snapshot} of {snapshot.partner} was changed since, so it stays as it is now.")
        if "created" in trace:
            actions.remove_workforce(snapshot=snapshot, source=SAID, by=by)
            return
        before = WorkforceDetails(**trace["before"])
        actions.change_workforce(snapshot=snapshot, version=None, details=before, source=SAID, by=by)


def _plan(
    given: Mapping[str, Any], schools: NamedPartners, known: Mapping[tuple[int, int], WorkforceSnapshot]
) -> Plan:
    partner = school_of(given, schools)
    if isinstance(partner, str):
        return cannot(partner)
    about = f"{partner.name}, November {given['census_year']}"
    there = known.get((partner.pk, given["census_year"]))
    named = {key: given[key] for key in ("census_year", *LABELS) if key in given}
    details = WorkforceDetails(**named)
    if there is not None:
        details = replace(WorkforceDetails(**workforce_of(there)), **named)
    try:
        check_workforce(details)
    except Refused as refusal:
        return cannot(refusal.sentence, about=about)
    identity = f"{partner.pk} {details.census_year}"
    before = workforce_of(there) if there else {}
    changes = tuple(
        Change(LABELS[key], _words(before.get(key)), _words(value))
        for key, value in asdict(details).items()
        if key in LABELS and before.get(key) != value and (there or value not in (None, ""))
    )
    if there is not None and not changes:
        return Plan(Outcome.SKIP, about, "This is there already, just as the row says.", identity)
    outcome = Outcome.CREATE if there is None else Outcome.UPDATE
    return Plan(outcome, about, "", identity, changes, Wanted(partner, details, there))


def _words(value: object) -> str:
    return "" if value is None else str(value)
