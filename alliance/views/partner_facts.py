"""The words of a partner's record: its head, its facts, and what it waits for."""

from dataclasses import dataclass
from itertools import groupby

from django.utils.formats import date_format

from alliance.choices import Organisation, PhaseGroup, SchoolStatus
from alliance.logic.academic_year import AcademicYear
from alliance.logic.partner_needs import Need
from alliance.logic.partnership.specialisms import last_day
from alliance.models import School
from alliance.queries.partner_record import PartnerRecord
from foundation import words
from foundation.ui.items import Fact

CHANGEABLE = 3
"""Years of parts that are shown one by one."""
UNEVIDENCED = "Specialism not evidenced"
REGISTER = "From the School register"


@dataclass(frozen=True)
class Head:
    """The line under the name: a badge, then words between dots."""

    state: str
    word: str
    about: list[str]


@dataclass(frozen=True)
class NeedWords:
    """What the record waits for: the fact as title, one line of why, and which action settles it."""

    need: Need
    title: str
    text: str


@dataclass(frozen=True)
class KindRow:
    """The parts played in one year or in several equal ones; `slug` of the year where it can be changed."""

    years: str
    words: str
    slug: str = ""


def head_of(record: PartnerRecord) -> Head:
    partner = record.partner
    state, word = ("good", "Current partner") if partner.left_on is None else ("none", "Former partner")
    if partner.left_on is not None:
        since = f"Partner from {_month(partner.joined_on)} to {_month(partner.left_on)}"
    else:
        since = f"Partner since {_month(partner.joined_on)}"
    return Head(state, word, [*_identity(record), since])


def facts_of(record: PartnerRecord, *, for_staff: bool) -> list[Fact]:
    """At a glance, what is known first; what is not known is left out. Only staff read why it left."""
    partner, this_year = record.partner, AcademicYear.for_date(record.today)
    found = [_main_contact(record)]
    said = words.listed([kind.label for kind in record.kinds_now]) or "None yet"
    found += [Fact("Kind", said, str(this_year)), _specialism(record)]
    if partner.school is not None:
        found += _school_facts(partner.school)
    if record.is_lead:
        found.append(Fact("Distance", "The lead school", "Distances are measured from here"))
    elif record.miles is not None and record.lead is not None:
        found.append(Fact("Distance", f"{record.miles:.1f} miles from {record.lead.name}", "Straight line"))
    found += [
        Fact("Trust UID", partner.trust_uid),
        Fact("UKPRN", partner.ukprn),
        Fact("Address", partner.address),
        Fact("Why a partner", partner.reason),
        Fact("Why they left", partner.left_because if for_staff else ""),
    ]
    found.append(Fact("Other partners", "See it in their list" if partner.listed else "Do not see it"))
    return [fact for fact in found if fact.value]


def kind_rows(record: PartnerRecord) -> list[KindRow]:
    """The newest years one by one, to be changed; equal years before them are one line."""
    named = [(year, words.listed([kind.label for kind in kinds])) for year, kinds in record.kinds]
    rows = [KindRow(str(year), said, year.slug) for year, said in named[:CHANGEABLE]]
    for said, group in groupby(named[CHANGEABLE:], key=lambda pair: pair[1]):
        years = [year for year, _ in group]
        rows.append(KindRow(str(years[0]) if len(years) == 1 else f"{years[-1]} to {years[0]}", said))
    return rows


def need_words(record: PartnerRecord) -> NeedWords | None:
    """None where nothing is due."""
    need = record.need
    return NeedWords(need, *_NEED_WORDS[need](record)) if need else None


def _identity(record: PartnerRecord) -> list[str]:
    partner, school = record.partner, record.partner.school
    if school is None:
        authority = partner.local_authority
        code = [f"Code {authority.code}"] if authority else []
        return [partner.get_other_kind_display() or Organisation(partner.organisation).label, *code]
    phase = (
        "Secondary" if school.phase_group == PhaseGroup.SECONDARY else PhaseGroup(school.phase_group).label
    )
    place = [school.local_authority.name] if school.local_authority else []
    return [f"URN {school.urn}", phase, *place]


def _specialism(record: PartnerRecord) -> Fact:
    """What counts today, and when the first of it runs out."""
    current = record.current_specialisms
    if not current:
        return Fact("Specialism", UNEVIDENCED if record.specialism_missing else "")
    ends = last_day(row.expires_on for row in current)
    return Fact(
        "Specialism", words.listed([row.name for row in current]), f"Until {words.day(ends)}" if ends else ""
    )


def _main_contact(record: PartnerRecord) -> Fact:
    main = record.main_contact
    if main is None:
        return Fact("Main contact", "Nobody yet")
    note = f"Verified {words.day(main.verified_on)}" if main.verified_on else "Never verified"
    if main.post:
        note = f"{main.post} · {note}"
    return Fact("Main contact", main.name, note, f"mailto:{main.email}" if main.email else "")


def _school_facts(school: School) -> list[Fact]:
    return [
        Fact("Type", ", ".join(filter(None, (school.type_name, _status(school)))), REGISTER),
        Fact("Trust", school.trust_name, REGISTER),
        Fact("Size", _size(school), REGISTER),
        Fact("Address", ", ".join(filter(None, (school.street, school.town, school.postcode))), REGISTER),
    ]


def _status(school: School) -> str:
    said = SchoolStatus(school.status).label.lower()
    return f"{said} on {words.day(school.closed_on)}" if school.closed_on else said


def _size(school: School) -> str:
    parts = [words.counted(school.pupils, "pupil")] if school.pupils is not None else []
    if school.low_age is not None and school.high_age is not None:
        parts.append(f"ages {school.low_age}–{school.high_age}")
    return ", ".join(parts)


def _closed(record: PartnerRecord) -> str:
    school = record.partner.school
    when = f" on {words.day(school.closed_on)}" if school and school.closed_on else ""
    return f"{record.partner.name} closed{when}"


def _successor(record: PartnerRecord) -> tuple[str, str]:
    school = record.partner.school
    successor = school.successor if school else None
    name = f"{successor.name} (URN {successor.urn})" if successor else ""
    return _closed(
        record
    ), f"{name} carries it on: the same school, a new URN. Contacts and history move along."


def _verify(record: PartnerRecord) -> tuple[str, str]:
    main = record.main_contact
    name = main.name if main else ""
    if main is None or main.verified_on is None:
        return f"{name} has never been verified", "Ask whether they are still the right person to write to."
    return (
        f"{name} was last verified on {words.day(main.verified_on)}",
        "That is more than a year ago. Ask whether they are still the right person to write to.",
    )


_NEED_WORDS = {
    Need.FOLLOW_SUCCESSOR: _successor,
    Need.SCHOOL_CLOSED: lambda record: (
        _closed(record),
        "The School register names no successor. End the partnership, or wait for the next register.",
    ),
    Need.CONTACT: lambda record: (
        "There is nobody to write to",
        "Add the person the alliance writes to first; others can follow.",
    ),
    Need.MAIN_CONTACT: lambda record: (
        "No contact is the main one",
        "Choose whom the alliance writes to first.",
    ),
    Need.VERIFY: _verify,
    Need.SPECIALISM: lambda record: (
        UNEVIDENCED,
        "A specialist school shows what it is a specialist in: a proof that has not run out.",
    ),
}


def _month(day: object) -> str:
    return date_format(day, "F Y")
