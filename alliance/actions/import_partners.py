"""Partners from a table: schools by URN, trusts, providers, authorities and others by what names them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from alliance import policy
from alliance.actions.import_partner_lookups import Known, display
from alliance.actions.partner_refusals import already, closed
from alliance.actions.partners import (
    Changes,
    Identity,
    add_organisation,
    add_school,
    check_joining,
    restore_partner,
    update_partner,
    withdraw_partner,
)
from alliance.actions.turns import take_turns
from alliance.choices import Organisation, OtherKind, PartnerKind, ProspectStage, SchoolStatus
from alliance.logic.academic_year import AcademicYear
from alliance.logic.partner_kinds import kinds_of, usual_kind
from alliance.models import Partner, PartnerRole, School
from foundation import words
from foundation.importer import values
from foundation.importer.choices import Outcome
from foundation.importer.target import Change, Entry, Field, Plan, Target, cannot
from foundation.refusal import Refused

NUMBERS = {
    Organisation.TRUST: ("trust_uid", "its UID in the Trust UID column"),
    Organisation.PROVIDER: ("ukprn", "its UKPRN"),
    Organisation.LOCAL_AUTHORITY: ("la_code", "its three-digit authority code"),
}
"""What names an organisation that is no school: the field, and how to say that it is missing."""
LABELS = {
    "name": "Name",
    "joined_on": "Joined",
    "listed": "Shown to other partners",
    "address": "Address",
    "reason": "Why it is a partner",
}


@dataclass(frozen=True)
class Joining:
    """What a new partner is made from."""

    who: School | Identity
    kinds: tuple[str, ...]
    joined_on: date
    listed: bool


@dataclass(frozen=True)
class Editing:
    """A partner as the plan found it, and what it would be."""

    partner: Partner
    changes: Changes


class PartnerTarget(Target):
    key = "partners"
    singular, plural = "partner", "partners"
    home, home_label = "partners", "Partners"
    may_import = policy.import_partners
    notes = (
        "A school needs its URN; its name, phase and place come from the School register.",
        "A trust needs its UID, a provider its UKPRN, a local authority its code; another organisation a "
        "name and why it is a partner.",
        "A partner that is there already is changed where the row says something else. An empty cell changes "
        "nothing.",
    )
    fields = (
        Field(
            "urn",
            "URN",
            values.matching(r"\d{5,7}", "Write the six digits of the URN, such as 900001."),
            example="900042",
            synonyms=("School URN", "URN number", "Establishment URN"),
        ),
        Field(
            "name",
            "Name",
            values.line(200),
            example="Tarnley Primary School",
            synonyms=(
                *("School or partner", "School", "School name", "Partner", "Partner name"),
                *("Organisation", "Organisation name", "Establishment name", "Name of school"),
            ),
        ),
        Field(
            "organisation",
            "Type",
            values.one_of(dict(Organisation.choices)),
            example="School",
            synonyms=("Partner type", "Organisation type", "Kind of organisation"),
        ),
        Field(
            "kinds",
            "Parts they play",
            values.several_of(dict(PartnerKind.choices)),
            example="Alliance member",
            hint="In this academic year; several with commas between them.",
            synonyms=("Kind", "Kinds", "Part", "Parts", "Role", "Roles", "Role in the alliance"),
        ),
        Field(
            "joined_on",
            "Joined on",
            values.day,
            example="1 Sep 2026",
            synonyms=("Joined", "Date joined", "Joining date", "Partner since", "Member since"),
        ),
        Field(
            "listed",
            "Shown to other partners",
            values.yes_no,
            example="yes",
            synonyms=("Listed", "Shown to the other partners"),
        ),
        Field(
            "trust_uid",
            "Trust UID",
            values.matching(r"\d{1,10}", "A trust UID has digits only, such as 2044."),
            synonyms=("UID", "Group UID", "Trusts code", "Trust code"),
        ),
        Field(
            "ukprn",
            "UKPRN",
            values.matching(r"1\d{7}", "A UKPRN has 8 digits and starts with 1, such as 10007157."),
        ),
        Field(
            "la_code",
            "Authority code",
            values.matching(r"\d{3}", "An authority code has three digits, such as 808."),
            synonyms=("LA code", "Local authority code"),
        ),
        Field("address", "Address", values.lines(500)),
        Field("reason", "Why it is a partner", values.lines(1_000), synonyms=("Reason",)),
    )

    def plan(self, entries: Sequence[Entry]) -> list[Plan]:
        known = Known.of([entry.values for entry in entries], timezone.localdate())
        return [_plan(entry.values, known) for entry in entries]

    def apply(self, entry: Entry, plan: Plan, *, by: Any) -> dict[str, Any]:
        take_turns()  # before the first of many rows holds a partner
        year = AcademicYear.for_date(timezone.localdate())
        if isinstance(plan.carries, Joining):
            partner = _join(plan.carries, year, by)
            return {"created": partner.pk, "after": _saved(partner, year)}
        editing: Editing = plan.carries
        version, before = editing.partner.version, _saved(editing.partner, year)
        partner = update_partner(partner=editing.partner, version=version, changes=editing.changes, by=by)
        return {"updated": partner.pk, "before": before, "after": _saved(partner, year)}

    def undo(self, trace: Mapping[str, Any], *, by: Any) -> None:
        partner = Partner.objects.filter(pk=trace.get("created") or trace["updated"]).first()
        if partner is None:
            raise Refused("This partner is not there any more.")
        if _saved(partner, AcademicYear(trace["after"]["year"])) != trace["after"]:
            raise Refused(f"{partner.name} was changed since it was imported, so it stays as it is now.")
        if "created" in trace:
            withdraw_partner(partner=partner, by=by)
        else:
            restore_partner(partner=partner, before=_changes(trace["before"]), by=by)


def _plan(given: Mapping[str, Any], known: Known) -> Plan:
    organisation = _organisation(given, known)
    if organisation is None:
        return cannot(
            "This could be a school or something else. Write the URN of a school, or the Type of another "
            "organisation and what names it.",
            about=given.get("name", ""),
        )
    if organisation == Organisation.SCHOOL:
        return _plan_school(given, known)
    return _plan_organisation(organisation, given, known)


def _organisation(given: Mapping[str, Any], known: Known) -> Organisation | None:
    """What the row says it is, else what its numbers or an existing partner of this name tell."""
    if "organisation" in given:
        return Organisation(given["organisation"])
    if "urn" in given:
        return Organisation.SCHOOL
    for organisation, (number, _) in NUMBERS.items():
        if number in given:
            return organisation
    namesake = known.partner_called(given.get("name", ""))
    if namesake is not None:
        return Organisation(namesake.organisation)
    return Organisation.OTHER if "reason" in given else None


def _plan_school(given: Mapping[str, Any], known: Known) -> Plan:
    school = known.school(given)
    if isinstance(school, str):
        return cannot(school, about=given.get("name", ""))
    partner = known.partner_at(school)
    if partner is not None:
        return _plan_change(partner, given, known)
    if school.status == SchoolStatus.CLOSED:
        return cannot(closed(school).sentence, about=school.name)
    identity = f"school {school.resolved_id}"
    return _plan_joining(Organisation.SCHOOL, school, school.name, identity, given, known)


def _plan_organisation(organisation: Organisation, given: Mapping[str, Any], known: Known) -> Plan:
    name = given.get("name", "")
    partner = known.partner_named(organisation, given)
    if partner is not None:
        return _plan_change(partner, given, known)
    if organisation == Organisation.OTHER:
        if not name or "reason" not in given:
            return cannot(
                "Another organisation needs a name, and why it is a partner: what it is and what it brings.",
                about=name,
            )
        who = Identity(
            organisation,
            name,
            address=given.get("address", ""),
            reason=given["reason"],
            other_kind=OtherKind.OTHER,
        )
        return _plan_joining(organisation, who, name, f"other {name.casefold()}", given, known)
    number, missing = NUMBERS[organisation]
    if number not in given:
        return cannot(f"No partner of this type has this name. To add one, write {missing}.", about=name)
    found = known.identity(organisation, given)
    if isinstance(found, str):
        return cannot(found, about=name)
    return _plan_joining(organisation, found, found.name, f"{organisation} {given[number]}", given, known)


def _plan_joining(
    organisation: Organisation,
    who: School | Identity,
    name: str,
    identity: str,
    given: Mapping[str, Any],
    known: Known,
) -> Plan:
    kinds = given.get("kinds") or (usual_kind(organisation).value,)
    joined_on = given.get("joined_on", known.today)
    wrong = _wrong_kind(organisation, kinds) or _wrong_day(joined_on, None)
    if wrong:
        return cannot(wrong, about=name)
    said: tuple[Change, ...] = (
        Change(f"Parts in {known.year}", "", display(kinds)),
        Change(LABELS["joined_on"], "", words.day(joined_on)),
    )
    if prospect := known.prospect_of(who):
        said = (*said, Change("Prospect", prospect.get_stage_display(), ProspectStage.MEMBER.label))
    joining = Joining(who, tuple(kinds), joined_on, given.get("listed", True))
    return Plan(Outcome.CREATE, name, identity=identity, changes=said, carries=joining)


def _plan_change(partner: Partner, given: Mapping[str, Any], known: Known) -> Plan:
    if partner.left_on is not None:
        return cannot(already(partner).sentence, about=partner.name)
    organisation = Organisation(partner.organisation)
    current = known.kinds_of(partner)
    wanted = _wanted(partner, given)
    kinds = given.get("kinds") or current
    changes = tuple(
        Change(LABELS[field], _words(getattr(partner, field)), _words(value))
        for field, value in wanted.items()
        if getattr(partner, field) != value
    )
    if set(kinds) != set(current):
        changes = (Change(f"Parts in {known.year}", display(current), display(kinds)), *changes)
    identity = f"partner {partner.pk}"
    if not changes:
        return Plan(Outcome.SKIP, partner.name, "It is a partner already, just as the row says.", identity)
    wrong = (
        _wrong_kind(organisation, kinds, besides=current)
        or _wrong_day(wanted["joined_on"], partner.left_on)
        or ("" if kinds else f"No part in {known.year} is recorded: name at least one part they play.")
    )
    if wrong:
        return cannot(wrong, about=partner.name)
    editing = Editing(partner, Changes(year=known.year, kinds=tuple(kinds), **wanted))
    return Plan(Outcome.UPDATE, partner.name, identity=identity, changes=changes, carries=editing)


def _wanted(partner: Partner, given: Mapping[str, Any]) -> dict[str, Any]:
    """Every field as it would be. The register names schools and authorities."""
    wanted = {field: given.get(field, getattr(partner, field)) for field in LABELS}
    if partner.organisation not in (Organisation.TRUST, Organisation.PROVIDER):
        wanted["name"] = partner.name
    if partner.organisation != Organisation.OTHER:
        wanted["address"], wanted["reason"] = partner.address, partner.reason
    return wanted


def _wrong_kind(organisation: Organisation, kinds: Sequence[str], *, besides: Sequence[str] = ()) -> str:
    offered = kinds_of(organisation, besides=tuple(besides))
    wrong = [kind for kind in kinds if kind not in offered]
    if not wrong:
        return ""
    can_be = words.listed([str(kind.label) for kind in offered])
    return f"A {organisation.label} cannot be “{display(wrong)}”. It can be: {can_be}."


def _wrong_day(joined_on: date, left_on: date | None) -> str:
    try:
        check_joining(joined_on, left_on)
    except Refused as refusal:
        return f"They cannot have joined on {words.day(joined_on)}. {refusal.sentence}"
    return ""


def _words(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return words.day(value) if isinstance(value, date) else str(value)


def _join(joining: Joining, year: AcademicYear, by: Any) -> Partner:
    about: dict[str, Any] = {"kinds": joining.kinds, "year": year, "joined_on": joining.joined_on, "by": by}
    if isinstance(joining.who, School):
        partner = add_school(school=joining.who, **about)
    else:
        partner = add_organisation(identity=joining.who, **about)
    if not joining.listed:
        saved = _changes({**_saved(partner, year), "listed": False})
        partner = update_partner(partner=partner, version=partner.version, changes=saved, by=by)
    return partner


def _saved(partner: Partner, year: AcademicYear) -> dict[str, Any]:
    """The partner as the database has it now, as plain JSON."""
    partner.refresh_from_db()
    kinds = PartnerRole.objects.filter(partner=partner, academic_year=year.start).values_list(
        "kind", flat=True
    )
    return {
        "name": partner.name,
        "address": partner.address,
        "reason": partner.reason,
        "listed": partner.listed,
        "joined_on": partner.joined_on.isoformat(),
        "left_on": partner.left_on.isoformat() if partner.left_on else None,
        "year": year.start,
        "kinds": sorted(kinds),
    }


def _changes(saved: Mapping[str, Any]) -> Changes:
    return Changes(
        joined_on=date.fromisoformat(saved["joined_on"]),
        listed=saved["listed"],
        year=AcademicYear(saved["year"]),
        kinds=tuple(saved["kinds"]),
        name=saved["name"],
        address=saved["address"],
        reason=saved["reason"],
    )
