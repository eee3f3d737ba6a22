"""What is done to partners: they join, change, leave and come back."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone

from alliance.actions.agreements.ending import end_with_partnership, novate
from alliance.actions.growth.joined import close_as_joined
from alliance.actions.partner_access import close_access
from alliance.actions.partner_refusals import already, refuse_ending, refuse_school
from alliance.actions.turns import take_turns
from alliance.actions.versions import locked
from alliance.choices import Organisation
from alliance.logic.academic_year import AcademicYear
from alliance.models import Alliance, Contact, LocalAuthority, Partner, PartnerRole, Prospect, School, User
from alliance.queries.approvals import asked_of_people
from alliance.queries.same_organisation import same_organisation
from foundation import words
from foundation.approvals.actions import withdraw_those
from foundation.refusal import Refused
from foundation.tenancy.scope import current_alliance_id

EARLIEST_JOINING = date(1990, 1, 1)
LATEST_JOINING = timedelta(days=366)
"""A partnership may be entered up to a year before it begins."""


@dataclass(frozen=True)
class Identity:
    """What names an organisation that is not a school: what its kind asks for, the rest empty."""

    organisation: Organisation
    name: str
    trust_uid: str = ""
    ukprn: str = ""
    local_authority: LocalAuthority | None = None
    address: str = ""
    reason: str = ""
    other_kind: str = ""


@dataclass(frozen=True)
class Changes:
    """What the edit form holds. A school's name and address are the register's: they are left alone.

    `other_kind` None leaves the kind of another organisation as it is.
    """

    joined_on: date
    listed: bool
    year: AcademicYear
    kinds: Collection[str]
    name: str = ""
    address: str = ""
    reason: str = ""
    other_kind: str | None = None


@transaction.atomic
def add_school(
    *,
    school: School,
    kinds: Collection[str],
    year: AcademicYear,
    joined_on: date,
    is_newcomer: bool = False,
    by: User,
) -> Partner:
    """A school joins, under the register's name. Raises AlreadyPartner, SchoolClosed, Refused.

    Where it is a prospect, that is closed as joined; a newcomer's goes on in onboarding.
    """
    take_turns()
    refuse_school(school)
    check_joining(joined_on)
    partner = Partner.objects.create(
        organisation=Organisation.SCHOOL, school=school, name=school.name, joined_on=joined_on
    )
    _play(partner, kinds, year)
    if not is_newcomer:
        close_as_joined(partner)
    return partner


@transaction.atomic
def add_organisation(
    *,
    identity: Identity,
    kinds: Collection[str],
    year: AcademicYear,
    joined_on: date,
    is_newcomer: bool = False,
    by: User,
) -> Partner:
    """A trust, provider, local authority or other organisation joins; its prospect as for a school.

    Raises AlreadyPartner, Refused.
    """
    take_turns()
    known = Partner.objects.filter(same_organisation(identity)).first()
    if known is not None:
        raise already(known)
    check_joining(joined_on)
    partner = Partner.objects.create(
        organisation=identity.organisation,
        name=identity.name,
        trust_uid=identity.trust_uid,
        ukprn=identity.ukprn,
        local_authority=identity.local_authority,
        address=identity.address,
        reason=identity.reason,
        other_kind=identity.other_kind,
        joined_on=joined_on,
    )
    _play(partner, kinds, year)
    if not is_newcomer:
        close_as_joined(partner)
    return partner


@transaction.atomic
def update_partner(*, partner: Partner, version: int, changes: Changes, by: User) -> Partner:
    """Change a partner that is still as the editor saw it. Raises ChangedMeanwhile, Refused."""
    partner = locked(partner, version)
    check_joining(changes.joined_on, partner.left_on)
    if partner.organisation != Organisation.SCHOOL:
        partner.name = changes.name or partner.name
        partner.address, partner.reason = changes.address, changes.reason
        if changes.other_kind is not None:
            partner.other_kind = changes.other_kind
        _check_name(partner)
    partner.joined_on, partner.listed = changes.joined_on, changes.listed
    _play(partner, changes.kinds, changes.year)
    partner.save()
    return partner


@transaction.atomic
def end_partnership(*, partner: Partner, left_on: date, because: str = "", by: User) -> Partner:
    """The partner leaves, and what it has with the alliance ends with it: access of its people, API
    credentials, agreements, and what its people are asked. Raises LeadSchoolStays, Refused.
    """
    # Before the partner is held: an answer holds its approval first, and may then change the partner.
    withdraw_those(approvals=asked_of_people([partner.pk])[partner.pk])
    partner = locked(partner)
    lead = Alliance.objects.select_related("lead_school").get(pk=current_alliance_id()).lead_school
    leads = bool(lead and partner.school and partner.school.resolved_id == lead.resolved_id)
    refuse_ending(
        name=partner.name,
        is_lead=leads,
        joined_on=partner.joined_on,
        left_on=partner.left_on,
        last_day=left_on,
    )
    partner.left_on, partner.left_because = left_on, because
    end_with_partnership(partner=partner, left_on=left_on, by=by)
    close_access(partner, by=by)
    partner.save()
    return partner


@transaction.atomic
def rejoin(*, partner: Partner, by: User) -> Partner:
    """A partner that left comes back, a school under its name of today; its people are invited anew, and its
    prospect is closed as joined.

    Raises SchoolClosed, AlreadyPartner (its successor joined meanwhile), Refused.
    """
    take_turns()
    partner = locked(partner)
    if partner.left_on is None:
        raise already(partner)
    if partner.school is not None:
        refuse_school(partner.school, besides=partner)
        partner.name = partner.school.name  # imports rename current partners only
    partner.left_on, partner.left_because = None, ""
    partner.save()
    close_as_joined(partner)
    return partner


@transaction.atomic
def follow_successor(*, partner: Partner, by: User) -> Partner:
    """Move the record of a closed school to the school it became: the same partner, a new URN, and the
    agreements carried on under it.

    Raises SchoolClosed, AlreadyPartner (the successor is a partner itself), Refused.
    """
    take_turns()
    partner = locked(partner)
    before = partner.school
    successor = before.successor if before else None
    if before is None or successor is None:
        raise Refused(f"The School register names no successor of {partner.name}.")
    refuse_school(successor, besides=partner)
    novate(partner=partner, before=before, after=successor)
    partner.school, partner.name = successor, successor.name
    partner.save()
    return partner


@transaction.atomic
def restore_partner(*, partner: Partner, before: Changes, by: User) -> Partner:
    """Put back what an import changed, a year without any part included."""
    partner = locked(partner)
    partner.name, partner.address, partner.reason = before.name, before.address, before.reason
    partner.joined_on, partner.listed = before.joined_on, before.listed
    _set_kinds(partner, before.kinds, before.year)
    partner.save()
    return partner


@transaction.atomic
def withdraw_partner(*, partner: Partner, by: User) -> None:
    """Delete a partner that was added by mistake, while nothing hangs on it. Raises Refused."""
    partner = locked(partner)
    if Contact.objects.filter(partner=partner).exists():
        raise Refused(f"{partner.name} has contacts by now. Remove them first, or end the partnership.")
    if Prospect.objects.filter(partner=partner).exists():
        raise Refused(f"{partner.name} was a prospect, whose way ended with it. End the partnership instead.")
    try:
        partner.delete()
    except ProtectedError as error:
        raise Refused(
            f"People or API credentials belong to {partner.name} by now. End the partnership instead."
        ) from error


def _check_name(partner: Partner) -> None:
    """Other organisations have nothing but their name to be told apart by."""
    namesakes = Partner.objects.filter(organisation=Organisation.OTHER, name__iexact=partner.name)
    if partner.organisation == Organisation.OTHER and namesakes.exclude(pk=partner.pk).exists():
        raise Refused(
            f"Another partner is called {partner.name} already.", field="name", code="already_partner"
        )


def check_joining(joined_on: date, left_on: date | None = None) -> None:
    """Raise Refused for a day on which nobody can have joined."""
    latest = left_on or timezone.localdate() + LATEST_JOINING
    if not EARLIEST_JOINING <= joined_on <= latest:
        raise Refused(
            f"Write a day from {words.day(EARLIEST_JOINING)} to {words.day(latest)}"
            f"{', when they left' if left_on else ''}, such as 1/9/{latest.year % 100:02d}.",
            field="joined_on",
        )


def _play(partner: Partner, kinds: Collection[str], year: AcademicYear) -> None:
    """Make `kinds` the parts that the partner plays in `year`: at least one."""
    if not kinds:
        raise Refused("Choose at least one part that they play in the alliance.", field="kinds")
    _set_kinds(partner, kinds, year)


def _set_kinds(partner: Partner, kinds: Collection[str], year: AcademicYear) -> None:
    """Touches only what differs."""
    roles = PartnerRole.objects.filter(partner=partner, academic_year=year.start)
    roles.exclude(kind__in=kinds).delete()
    missing = set(kinds) - set(roles.values_list("kind", flat=True))
    PartnerRole.objects.bulk_create(
        PartnerRole(partner=partner, kind=kind, academic_year=year.start) for kind in sorted(missing)
    )
