"""Rows that a bulk verb was asked for, as they stand now: a few statements, however many there are."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import CharField, Count, OuterRef, Q, QuerySet, Subquery, TextField, Value
from django.db.models.functions import MD5, Cast, Coalesce, Concat
from django.utils import timezone

from alliance.choices import STAFF_ROLES
from alliance.logic.academic_year import AcademicYear
from alliance.models import (
    Agreement,
    Alliance,
    ApiCredential,
    Contact,
    Invitation,
    Membership,
    Partner,
    PartnerRole,
)
from foundation.tenancy.scope import current_alliance_id


@dataclass(frozen=True)
class SelectedPartner:
    """`kinds` are those of the year asked for; what the numbers count would stop with the partnership."""

    id: int
    public_id: UUID
    name: str
    seen: str
    organisation: str
    joined_on: date
    left_on: date | None
    is_lead: bool
    kinds: frozenset[str] = field(default_factory=frozenset)
    people: int = 0
    credentials: int = 0
    agreements: int = 0
    asked: int = 0


@dataclass(frozen=True)
class SelectedContact:
    """A partner with its main contact, if it has one. `id` is the partner's."""

    id: int
    public_id: UUID
    name: str
    seen: str
    contact_id: int | None
    contact: str
    verified_at: Any
    verified_by: int | None

    @property
    def verified_on(self) -> date | None:
        return timezone.localdate(self.verified_at) if self.verified_at else None


@dataclass(frozen=True)
class SelectedInvitation:
    id: int
    name: str
    seen: str
    is_pending: bool
    invitation: Invitation


def partners_seen(partners: QuerySet[Partner]) -> QuerySet[Partner]:
    """With `seen`: another text whenever the partner or a part that it plays is another."""
    roles = PartnerRole.objects.filter(partner=OuterRef("pk")).order_by("academic_year", "kind")
    parts = roles.values_list(Concat(Cast("academic_year", TextField()), "kind", output_field=TextField()))
    played = MD5(Cast(ArraySubquery(parts), TextField()))
    version = Cast("version", TextField())
    return partners.annotate(seen=Concat(version, Value("."), played, output_field=CharField()))


def main_contacts_seen(partners: QuerySet[Partner]) -> QuerySet[Partner]:
    """With `seen`: another text whenever the main contact is another, or has been changed."""
    main = Contact.objects.filter(partner=OuterRef("pk"), is_main=True).order_by("pk")
    parts = (Cast("pk", TextField()), Value("."), Cast("version", TextField()))
    said = Concat(*parts, output_field=TextField())
    return partners.annotate(
        seen=Coalesce(Subquery(main.values_list(said)[:1]), Value(""), output_field=TextField())
    )


def invitations_seen(invitations: QuerySet[Invitation]) -> QuerySet[Invitation]:
    """With `seen`: another text whenever it was sent again, accepted or withdrawn."""
    never = Value("", output_field=TextField())
    fields = ("expires_at", "accepted_at", "revoked_at")
    moments = [Coalesce(Cast(moment, TextField()), never) for moment in fields]
    return invitations.annotate(seen=MD5(Concat(*moments, output_field=TextField())))


def selected_partners(ids: Collection[int], *, year: AcademicYear | None = None) -> list[SelectedPartner]:
    """By name; with the parts of the year, where one is given."""
    alliance = Alliance.objects.select_related("lead_school").get(pk=current_alliance_id())
    lead = alliance.lead_school.resolved_id if alliance.lead_school else None
    kinds = _kinds(ids, year) if year else {}
    found = partners_seen(Partner.objects.filter(pk__in=ids)).order_by("name", "pk")
    fields = ("id", "public_id", "name", "seen", "organisation", "joined_on", "left_on")
    leading = Q(school__resolved_id=lead) if lead else Q(pk=None)
    rows: Iterable[dict[str, Any]] = found.annotate(is_lead=Coalesce(leading, False)).values(
        *fields, "is_lead"
    )
    return [SelectedPartner(**row, kinds=frozenset(kinds.get(row["id"], ()))) for row in rows]


def people_of(ids: Collection[int]) -> dict[int, int]:
    """How many people have access through each partner alone."""
    members = Membership.objects.current().filter(alliance=current_alliance_id(), partner__in=ids)
    others = members.exclude(roles__overlap=sorted(STAFF_ROLES))
    return dict(others.values_list("partner").annotate(number=Count("pk")).order_by())


def credentials_of(ids: Collection[int]) -> dict[int, int]:
    """How many live API credentials each partner has."""
    live = ApiCredential.objects.filter(alliance=current_alliance_id(), partner__in=ids, revoked_at=None)
    return dict(live.values_list("partner").annotate(number=Count("pk")).order_by())


def agreements_of(ids: Collection[int], on: date) -> dict[int, int]:
    """How many agreements each partner has that were sent, signed or are in force on that day."""
    whole = Agreement.objects.filter(partner__in=ids).open(on)
    return dict(whole.values_list("partner").annotate(number=Count("pk")).order_by())


def selected_main_contacts(ids: Collection[int]) -> list[SelectedContact]:
    """The partners by name, each with its main contact."""
    main = Contact.objects.filter(partner__in=ids, is_main=True)
    contacts = {
        partner: rest
        for partner, *rest in main.values_list("partner", "pk", "name", "verified_at", "verified_by")
    }
    found = main_contacts_seen(Partner.objects.filter(pk__in=ids)).order_by("name", "pk")
    fields = ("pk", "public_id", "name", "seen")
    rows: Iterable[tuple[Any, ...]] = found.values_list(*fields)
    return [SelectedContact(*values, *contacts.get(values[0], (None, "", None, None))) for values in rows]


def selected_invitations(ids: Collection[int]) -> list[SelectedInvitation]:
    """Invitations of the alliance in scope, by address."""
    found = Invitation.objects.filter(alliance=current_alliance_id(), pk__in=ids).select_related("alliance")
    return [
        SelectedInvitation(
            invitation.pk,
            invitation.email,
            invitation.seen,  # type: ignore[attr-defined]  # annotated
            invitation.accepted_at is None and invitation.revoked_at is None,
            invitation,
        )
        for invitation in invitations_seen(found).order_by("email")
    ]


def _kinds(ids: Collection[int], year: AcademicYear) -> dict[int, list[str]]:
    played: dict[int, list[str]] = defaultdict(list)
    roles: Iterable[tuple[int, str]] = PartnerRole.objects.filter(
        partner__in=ids, academic_year=year.start
    ).values_list("partner", "kind")
    for partner, kind in roles:
        played[partner].append(kind)
    return played
