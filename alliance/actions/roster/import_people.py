"""Staff lists of partners: each row names the partner, the person and their post."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from alliance import policy
from alliance.actions.import_partner_lookups import NamedPartners
from alliance.actions.roster.details import (
    EmploymentDetails,
    PersonDetails,
    as_json,
    employment_from,
    person_from,
)
from alliance.actions.roster.employments import is_another_post, record_employment, update_employment
from alliance.actions.roster.import_columns import FIELDS
from alliance.actions.roster.matching import Clue, KnownPeople, Match
from alliance.actions.roster.people import add_person, update_person
from alliance.models import Employment, Partner, Person
from foundation import words
from foundation.importer.choices import Outcome
from foundation.importer.target import Change, Entry, Plan, Target, cannot
from foundation.refusal import Refused

PERSON_LABELS = {"given_name": "First name", "family_name": "Last name", "email": "E-mail", "trn": "TRN"}
WORK_LABELS = {
    "post": "Post",
    "fte": "FTE",
    "started_on": "From",
    "ended_on": "To",
    "reference": "Staff reference",
}


@dataclass(frozen=True)
class Carries:
    """What a row would write: to a person who is known, or to a new one."""

    partner: Partner
    person: Person | None
    details: PersonDetails
    work: EmploymentDetails


class PeopleTarget(Target):
    key = "staff"
    singular, plural = "person", "people"
    home, home_label = "roster", "People"
    may_import = policy.import_roster
    notes = (
        "Each row names the partner, by URN or by its name in the list of partners, and the person.",
        "Somebody is known again by the partner’s own staff reference, by TRN or by e-mail address, and is "
        "then changed, not added twice. An empty cell changes nothing.",
        "A name alone means nobody: whoever has the same name at the same partner is shown to you as a "
        "likely duplicate.",
        "A row with a later first day and another post is a new post: the one before ends the day before.",
    )
    fields = FIELDS

    def plan(self, entries: Sequence[Entry]) -> list[Plan]:
        rows = [entry.values for entry in entries]
        partners = NamedPartners.of(rows)
        meant = [_meant(row, partners) for row in rows]
        known = KnownPeople.of([each for each in meant if isinstance(each, _Row)], Person.objects.all())
        latest = _latest_of(known, [each for each in meant if isinstance(each, _Row)])
        return [
            each if isinstance(each, Plan) else _plan(row, each, known.match(each), latest)
            for row, each in zip(rows, meant, strict=True)
        ]

    def apply(self, entry: Entry, plan: Plan, *, by: Any) -> dict[str, Any]:
        carries: Carries = plan.carries
        if carries.person is None:
            person, work = add_person(
                partner=carries.partner, details=carries.details, employment=carries.work, by=by
            )
            return {"created": person.pk, "work": work.pk, "after": _saved(person, work)}
        before = PersonDetails.of(carries.person)
        works = {work.pk: EmploymentDetails.of(work) for work in _works(carries.person)}
        person = update_person(
            person=carries.person, version=carries.person.version, details=carries.details, by=by
        )
        work = record_employment(person=person, partner=carries.partner, details=carries.work, by=by)
        changed = {str(pk): as_json(said) for pk, said in works.items()}
        return {
            "updated": person.pk,
            "before": as_json(before),
            "works": changed,
            "work": work.pk,
            "after": _saved(person, work),
        }

    def undo(self, trace: Mapping[str, Any], *, by: Any) -> None:
        person = Person.objects.filter(pk=trace.get("created") or trace["updated"]).first()
        work = Employment.objects.filter(pk=trace["work"]).first()
        if person is None or work is None or person.is_erased:
            raise Refused("This person is not there any more.")
        if _saved(person, work) != trace["after"]:
            raise Refused(f"{person.name} was changed since, so this person stays as it is now.")
        if "created" in trace:
            remove_added(person)
            return
        before = dict(trace["works"])
        if str(work.pk) not in before:
            work.delete()
        for pk, said in before.items():
            earlier = Employment.objects.filter(pk=int(pk), person=person).select_related("person").first()
            if earlier is not None:
                details = employment_from(said)
                update_employment(employment=earlier, version=None, details=details, by=by)
        update_person(person=person, version=None, details=person_from(trace["before"]), by=by)


def remove_added(person: Person) -> None:
    """Take back somebody who was added by mistake, with the one employment that came with them."""
    if Employment.objects.filter(person=person).count() > 1:
        raise Refused(f"{person.name} has worked elsewhere since, so this person stays.")
    person.delete()


@dataclass(frozen=True)
class _Row(Clue):
    """A row whose partner is known; `partner` is that one."""

    partner: Any = None


def _meant(given: Mapping[str, Any], partners: NamedPartners) -> "_Row | Plan":
    first, last = _names(given)
    if not last:
        return cannot("The row names nobody. Write the person's last name, or the whole name.")
    name = f"{first} {last}".strip()
    partner = partners.meant_by(given)
    if isinstance(partner, str):
        return cannot(partner, about=name)
    clues = {key: given.get(key, "") for key in ("reference", "trn", "email")}
    return _Row(partner_id=partner.pk, name=name, partner=partner, **clues)


def _plan(
    given: Mapping[str, Any], row: _Row, found: Match, latest: Mapping[tuple[int, int], Employment]
) -> Plan:
    about = f"{row.name}, {row.partner.name}"
    if found.problem:
        return cannot(found.problem, about=about)
    first, last = _names(given)
    said = {"given_name": first, "family_name": last, **_given(given, ("email", "trn"))}
    work = _given(given, tuple(WORK_LABELS))
    if found.person is None:
        return _plan_new(row, found, PersonDetails(**said), EmploymentDetails(**work), about)
    saved = PersonDetails.of(found.person)
    details = _with_new_address(saved, replace(saved, **said))
    before = latest.get((found.person.pk, row.partner_id))
    after = _work_after(before, work)
    changes = (*_changes(saved, details, PERSON_LABELS), *_work_changes(before, after))
    identity = f"person {found.person.pk} {row.partner_id}"
    if not changes:
        return Plan(Outcome.SKIP, about, "This person is there already, just as the row says.", identity)
    carries = Carries(row.partner, found.person, details, after)
    return Plan(Outcome.UPDATE, about, identity=identity, changes=changes, carries=carries)


def _plan_new(row: _Row, found: Match, details: PersonDetails, work: EmploymentDetails, about: str) -> Plan:
    identity = f"{row.partner_id} {row.reference or row.trn or row.email or row.name.casefold()}"
    if found.namesake and not row.identifies:
        return Plan(
            Outcome.SKIP,
            about,
            f"Somebody called {row.name} works there already, and the row has no staff reference, TRN or "
            "e-mail address to tell whether it is the same person. Add one to the row, or add "
            "them by hand.",
            identity,
        )
    try:
        details, work = details.cleaned(), work.cleaned()
    except Refused as refusal:
        return cannot(refusal.sentence, about=about)
    changes = (
        *_changes(PersonDetails("", ""), details, PERSON_LABELS),
        *_changes(EmploymentDetails(), work, WORK_LABELS),
    )
    if found.namesake:
        changes = (*changes, Change("Likely duplicate", "", f"{row.name} works there already"))
    return Plan(
        Outcome.CREATE,
        about,
        identity=identity,
        changes=changes,
        carries=Carries(row.partner, None, details, work),
    )


def _with_new_address(saved: PersonDetails, wanted: PersonDetails) -> PersonDetails:
    """Another address comes first, and the one before stays known: it may name them in the next list."""
    if saved.email and wanted.email != saved.email:
        wanted = replace(wanted, further_emails=(saved.email, *saved.further_emails))
    return wanted.cleaned()


def _work_after(before: Employment | None, given: dict[str, Any]) -> EmploymentDetails:
    """What would be written: a correction leaves empty cells as they are, a new post begins anew."""
    if before is None:
        return EmploymentDetails(**given)
    wanted = replace(EmploymentDetails.of(before), **given)
    if not is_another_post(before, wanted):
        return wanted
    reference = {"reference": before.reference} | given
    return EmploymentDetails(**reference)


def _work_changes(before: Employment | None, after: EmploymentDetails) -> tuple[Change, ...]:
    saved = EmploymentDetails.of(before) if before else EmploymentDetails()
    changes = _changes(saved, after, WORK_LABELS)
    if before is None:
        return changes or (Change("Works", "", "here as well"),)
    return changes


def _changes(before: Any, after: Any, labels: Mapping[str, str]) -> tuple[Change, ...]:
    return tuple(
        Change(label, _words(getattr(before, name)), _words(getattr(after, name)))
        for name, label in labels.items()
        if getattr(before, name) != getattr(after, name)
    )


def _words(value: Any) -> str:
    if value is None:
        return ""
    return words.day(value) if hasattr(value, "isoformat") else str(value)


def _given(given: Mapping[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    return {name: given[name] for name in names if name in given}


def _names(given: Mapping[str, Any]) -> tuple[str, str]:
    """First and last name; of a whole name the last word is the last name, or what stands before a comma."""
    if given.get("surname"):
        return given.get("first_name", ""), given["surname"]
    whole = given.get("name", "") or given.get("first_name", "")
    if "," in whole:
        last, _, first = whole.partition(",")
        return first.strip(), last.strip()
    first, _, last = whole.rpartition(" ")
    return first, last


def _latest_of(known: KnownPeople, rows: Sequence[_Row]) -> dict[tuple[int, int], Employment]:
    """The employment that began last, of each person that a row means at its partner."""
    people = {found.person.pk for row in rows if (found := known.match(row)).person is not None}
    works = Employment.objects.filter(person__in=people, partner__in={row.partner_id for row in rows})
    ordered = sorted(works, key=lambda work: (work.started_on or date.min, work.pk))
    return {(work.person_id, work.partner_id): work for work in ordered}


def _works(person: Person) -> list[Employment]:
    return list(Employment.objects.filter(person=person))


def _saved(person: Person, work: Employment) -> dict[str, Any]:
    """The two as the database has them now, as plain JSON."""
    person.refresh_from_db()
    work.refresh_from_db()
    return {
        "person": as_json(PersonDetails.of(person)),
        "work": as_json(EmploymentDetails.of(work)),
    }
