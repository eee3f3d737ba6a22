"""A partner's system says who works there: each person by the system's own staff reference."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import F

from alliance.actions.roster.details import EmploymentDetails, PersonDetails
from alliance.actions.roster.employments import record_employment
from alliance.actions.roster.matching import Clue, match
from alliance.actions.roster.people import add_person, update_person
from alliance.actions.versions import locked
from alliance.models import Employment, Partner, Person, User
from alliance.models.roster.person import PersonQuerySet
from foundation.refusal import Refused


@dataclass(frozen=True)
class Recorded:
    """Who and where, and whether they were not known before."""

    person: Person
    employment: Employment
    is_new: bool


@transaction.atomic
def record_staff(
    *,
    partner: Partner,
    details: PersonDetails,
    employment: EmploymentDetails,
    among: PersonQuerySet,
    by: User | None,
) -> Recorded:
    """Add or change whom `employment.reference` names at the partner; twice is once.

    A reference that is new may mean somebody who is there under a TRN or an address: `among` are those whom
    the system may see. The partner is locked, so that two requests of one reference make one person.
    Raises Refused.
    """
    details, employment = details.cleaned(), employment.cleaned()
    if not employment.reference:
        raise Refused("Say by which reference your system knows this person.", field="reference")
    partner = locked(partner)
    person = _named_by(partner, employment.reference) or _meant(partner, details, among)
    if person is None:
        person, work = add_person(partner=partner, details=details, employment=employment, by=by)
        return Recorded(person, work, True)
    if by is not None or not _works_elsewhere_only(person, partner):
        person = update_person(person=person, version=None, details=details, by=by)
    work = record_employment(person=person, partner=partner, details=employment, by=by)
    return Recorded(person, work, False)


def _named_by(partner: Partner, reference: str) -> Person | None:
    works = Employment.objects.filter(partner=partner, reference=reference).select_related("person")
    work = works.first()
    return work.person if work else None


def _meant(partner: Partner, details: PersonDetails, among: PersonQuerySet) -> Person | None:
    """Whom TRN or address mean among those whom the system may see. Raises Refused."""
    if not details.trn and not details.email:
        return None
    found = match(Clue(partner.pk, details.name, "", details.trn, details.email), among)
    if found.problem:
        raise Refused(found.problem, code="ambiguous")
    return found.person


def known_by(*, partner: Partner, reference: str) -> tuple[PersonDetails | None, EmploymentDetails | None]:
    """What is saved of whom a reference names at a partner, and of the latest employment there."""
    works = Employment.objects.filter(partner=partner, reference=reference).select_related("person")
    work = works.order_by(F("started_on").desc(nulls_last=True), "-pk").first() if reference else None
    if work is None:
        return None, None
    return PersonDetails.of(work.person), EmploymentDetails.of(work)


def _works_elsewhere_only(person: Person, partner: Partner) -> bool:
    """Whether they have moved on: the partner they left no longer says what they are called."""
    running = Employment.objects.running().filter(person=person).values_list("partner_id", flat=True)
    places = set(running)
    return bool(places) and partner.pk not in places
