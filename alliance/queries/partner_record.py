"""One partner as its record page shows it."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from uuid import UUID

from alliance.choices import PartnerKind, SchoolStatus
from alliance.logic.academic_year import AcademicYear
from alliance.logic.geography import miles_between
from alliance.logic.partner_needs import Need, need_of
from alliance.logic.partnership.specialisms import is_current
from alliance.logic.verification import Standing, standing
from alliance.models import (
    Agreement,
    ApiCredential,
    Contact,
    Engagement,
    Evidence,
    Exchange,
    HostingPreference,
    Inspection,
    Membership,
    Partner,
    PartnerRole,
    PupilMeasure,
    School,
    Specialism,
    WorkforceSnapshot,
)
from alliance.models.partner import PartnerQuerySet
from alliance.queries.approvals import asked_of_people
from alliance.queries.partnership.evidence import specialisms_of
from foundation.audit.timeline import timeline_of
from foundation.ui.items import TimelineEntry

OWN_PARTS = (
    *((Specialism, "partner"), (Inspection, "partner"), (Evidence, "partner")),
    *((HostingPreference, "partner"), (Exchange, "partner")),
)
"""What else belongs to a partner and is told in its history."""


def find_partner(partners: PartnerQuerySet, public_id: UUID) -> Partner | None:
    """The partner of this id among those that may be seen, with its school and authorities."""
    related = ("school__local_authority", "school__successor", "local_authority")
    return partners.select_related(*related).filter(public_id=public_id).first()


def find_contact(partner: Partner, public_id: UUID) -> Contact | None:
    """The contact of this id, if it is this partner's."""
    return Contact.objects.select_related("partner").filter(partner=partner, public_id=public_id).first()


@dataclass(frozen=True)
class PartnerRecord:
    """What the pages of one partner have in common; each part is read when a page asks for it."""

    partner: Partner
    lead: School | None
    today: date

    @cached_property
    def contacts(self) -> list[Contact]:
        """The main contact first, then by name."""
        found = Contact.objects.filter(partner=self.partner).select_related("verified_by")
        return list(found.order_by("-is_main", "name", "id"))

    @property
    def main_contact(self) -> Contact | None:
        return next((contact for contact in self.contacts if contact.is_main), None)

    @cached_property
    def kinds(self) -> list[tuple[AcademicYear, list[PartnerKind]]]:
        """The parts it plays, year by year, newest first."""
        years: dict[int, list[PartnerKind]] = defaultdict(list)
        for year, kind in PartnerRole.objects.filter(partner=self.partner).values_list(
            "academic_year", "kind"
        ):
            years[year].append(PartnerKind(kind))
        order = list(PartnerKind)
        return [
            (AcademicYear(year), sorted(years[year], key=order.index)) for year in sorted(years, reverse=True)
        ]

    @cached_property
    def specialisms(self) -> list[Specialism]:
        """What it is or was a specialist in, with its proof."""
        return specialisms_of(self.partner)

    @cached_property
    def hosting(self) -> HostingPreference | None:
        """What the school last said about hosting trainees."""
        return HostingPreference.objects.filter(partner=self.partner).first()

    @property
    def current_specialisms(self) -> list[Specialism]:
        return [row for row in self.specialisms if is_current(row.expires_on, self.today)]

    @property
    def specialism_missing(self) -> bool:
        """A specialist school of this year without a specialism that counts today."""
        return PartnerKind.SPECIALIST_SCHOOL in self.kinds_now and not self.current_specialisms

    @property
    def kinds_now(self) -> list[PartnerKind]:
        """The parts it plays this year."""
        return dict(self.kinds).get(AcademicYear.for_date(self.today), [])

    @cached_property
    def engagements(self) -> int:
        """How many engagements staff recorded for the school, under any of its URNs."""
        school = self.partner.school
        if school is None:
            return 0
        return Engagement.objects.filter(school__resolved_id=school.resolved_id).count()

    @property
    def is_lead(self) -> bool:
        school = self.partner.school
        return bool(self.lead and school and school.resolved_id == self.lead.resolved_id)

    @property
    def leads(self) -> bool:
        """The lead school, by the alliance's settings or by the part it plays this year."""
        return self.is_lead or PartnerKind.LEAD_SCHOOL in self.kinds_now

    @property
    def miles(self) -> float | None:
        """Straight-line miles from the lead school; None for itself, and where a place is not known."""
        here, lead = self.partner.school, self.lead
        if self.is_lead or here is None or lead is None:
            return None
        if here.easting is None or here.northing is None or lead.easting is None or lead.northing is None:
            return None
        return miles_between((lead.easting, lead.northing), (here.easting, here.northing))

    @property
    def main_standing(self) -> Standing | None:
        main = self.main_contact
        return standing(main.verified_on, self.today) if main else None

    @property
    def need(self) -> Need | None:
        school = self.partner.school
        return need_of(
            is_current=self.partner.left_on is None,
            closed=school is not None and school.status == SchoolStatus.CLOSED,
            has_successor=school is not None and school.successor_id is not None,
            contacts=len(self.contacts),
            main=self.main_standing,
            unevidenced=self.specialism_missing,
        )


def history_of(partner: Partner, *, limit: int) -> list[TimelineEntry]:
    """The latest `limit` changes of the partner, its contacts, parts and engagements, newest first."""
    records = [partner, *filter(None, [partner.school])]
    parts = [(Contact, "partner"), (PartnerRole, "partner"), *OWN_PARTS]
    if partner.school:
        parts += [(WorkforceSnapshot, "partner"), (PupilMeasure, "partner"), (Engagement, "school")]
    return timeline_of(records, parts=parts, limit=limit)


def has_the_mailbox(contact: Contact, partner: Partner) -> bool:
    """Whether letters to the partner go to this contact's own address: no other contact shares it."""
    if not partner.mailbox or contact.email != partner.mailbox:
        return False
    return not Contact.objects.filter(email=partner.mailbox).exclude(pk=contact.pk).exists()


@dataclass(frozen=True)
class Reach:
    """Who and what would stop working if the partnership ended."""

    people: list[str]
    credentials: int
    signed: list[str]
    """Titles of agreements that would end."""
    unsigned: list[str]
    """Titles of those that wait for the partner's signature, and would be drafts again."""
    asked: list[str]
    """What else its people are asked, and would be no more."""

    @property
    def is_final(self) -> bool:
        """Whether something of it could not be put back."""
        return bool(self.signed or self.unsigned or self.asked)


def reach_of(partner: Partner, left_on: date) -> Reach:
    """With this as its last day: people who have access through the partner alone, by name; its live API
    credentials, its agreements, and what its people are asked.
    """
    members = Membership.objects.current().filter(alliance=partner.alliance_id, partner=partner)
    people = [str(member.user) for member in members.select_related("user") if not member.is_staff]
    live = ApiCredential.objects.filter(alliance=partner.alliance_id, partner=partner, revoked_at=None)
    whole = Agreement.objects.filter(partner=partner).open(left_on).order_by("starts_on", "id")
    unsigned = {one.public_id: one.title for one in whole.to_sign()}
    asked = [one.title for one in asked_of_people([partner.pk])[partner.pk] if one.subject not in unsigned]
    signed = [one.title for one in whole if one.public_id not in unsigned]
    return Reach(sorted(people), live.count(), signed, list(unsigned.values()), asked)
