"""What the annual report counts about partners."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Min, Q, Value
from django.db.models.functions import Coalesce

from alliance.choices import Organisation
from alliance.models import Contact, Partner, PartnerRole


@dataclass(frozen=True)
class PartnerFact:
    """A partner, past or present. The school's URN is the one at the end of its successor chain; place in
    metres.
    """

    public_id: UUID
    name: str
    organisation: str
    joined_on: date
    left_on: date | None
    urn: int | None
    phase_group: str
    authority: str
    authority_name: str
    easting: int | None
    northing: int | None

    @property
    def is_school(self) -> bool:
        return self.organisation == Organisation.SCHOOL

    def is_partner_on(self, day: date) -> bool:
        """Joined by then, and not left by then."""
        return self.joined_on <= day and (self.left_on is None or self.left_on > day)


@dataclass(frozen=True)
class ContactFact:
    """A contact of a partner, and every time somebody checked it."""

    public_id: UUID
    partner: UUID
    checked_at: tuple[datetime, ...]


def partner_facts() -> list[PartnerFact]:
    """Every partner there ever was, by name."""
    rows = Partner.objects.order_by("name", "pk").values_list(
        "public_id",
        "name",
        "organisation",
        "joined_on",
        "left_on",
        Coalesce("school__successor__urn", "school__urn"),
        _of_school("phase_group", Value("")),
        _of_school("local_authority__code", "local_authority__code", Value("")),
        _of_school("local_authority__name", "local_authority__name", Value("")),
        _of_school("easting"),
        _of_school("northing"),
    )
    return [PartnerFact(*row) for row in rows]


def _of_school(field: str, *otherwise: str | Value) -> Coalesce:
    """A field of the partner's school as it is today: of its successor, where it has one."""
    return Coalesce(f"school__successor__{field}", f"school__{field}", *otherwise)


def partner_kinds(year: int) -> list[tuple[UUID, str]]:
    """The parts that partners play in an academic year: a partner may play several."""
    roles = PartnerRole.objects.filter(academic_year=year).order_by("partner", "kind")
    return list(roles.values_list("partner__public_id", "kind"))


def contact_facts() -> list[ContactFact]:
    rows = (
        Contact.objects.order_by("pk")
        .annotate(times=ArrayAgg("checks__checked_at", filter=Q(checks__isnull=False), default=[]))
        .values_list("public_id", "partner__public_id", "times")
    )
    return [ContactFact(public_id, partner, tuple(times)) for public_id, partner, times in rows]


def first_joining_on() -> date | None:
    """The day the first partner joined."""
    return Partner.objects.aggregate(first=Min("joined_on"))["first"]


def partner_names(public_ids: list[UUID]) -> dict[UUID, str]:
    """Names of partners by their public id."""
    return dict(Partner.objects.filter(public_id__in=public_ids).values_list("public_id", "name"))


def partners_of_contacts(public_ids: list[UUID]) -> dict[UUID, str]:
    """The partner's name for each contact: the report says whose contact was checked, not who it is."""
    contacts = Contact.objects.filter(public_id__in=public_ids)
    return dict(contacts.values_list("public_id", "partner__name"))
