"""Who belongs to an alliance, who has been invited, and who has left."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import DateTimeField, F, Q, QuerySet
from django.db.models.functions import Cast, Coalesce

from alliance.choices import SecondFactor
from alliance.models import Alliance, Invitation, Membership, Partner
from foundation import words
from foundation.accounts.second_factor import users_with_second_factor

NOBODY = "the portal's operators"
ENDED = Coalesce("ended_at", Cast("ends_on", DateTimeField()))
SORTS: dict[str, F | Coalesce] = {"name": F("user__full_name"), "since": F("created_at"), "ended": ENDED}
SHOWN_OF_MEMBERS = (
    *("public_id", "roles", "partner", "created_at", "ended_at", "ends_on"),
    *("user__full_name", "user__email"),
)
SHOWN_OF_INVITATIONS = (
    *("public_id", "email", "roles", "partner", "created_at", "sent_at", "expires_at"),
    *("invited_by__full_name", "invited_by__email"),
)


@dataclass(frozen=True)
class PersonRow:
    """One member in the list. `ended` says when access ended or ends; "" where it goes on."""

    public_id: UUID
    name: str
    email: str
    roles: str
    partner: str
    has_second_factor: bool
    since: str
    ended: str


@dataclass(frozen=True)
class InvitationRow:
    """One pending invitation. `state` is good (waiting), warn (letter not sent) or bad (expired)."""

    public_id: UUID
    email: str
    roles: str
    partner: str
    invited: str
    by: str
    state: str
    standing: str
    until: str


def members(alliance: Alliance, *, search: str = "", role: str = "") -> QuerySet[Membership]:
    """Current members by name; `search` looks in name and e-mail."""
    return _searched(Membership.objects.current().filter(alliance=alliance), search, role)


def former_members(alliance: Alliance, *, search: str = "", role: str = "") -> QuerySet[Membership]:
    """Whose access has ended, by hand or by its last day; the latest first."""
    return _searched(Membership.objects.former().filter(alliance=alliance), search, role).order_by(
        ENDED.desc(), "user__full_name"
    )


def in_order(people: QuerySet[Membership], column: str, *, descending: bool) -> QuerySet[Membership]:
    """Sorted by one of `SORTS`, namesakes and equals by name."""
    by = SORTS[column]
    return people.order_by(by.desc() if descending else by.asc(), "user__full_name", "user__email")


def pending_invitations(alliance: Alliance) -> QuerySet[Invitation]:
    """The latest first."""
    pending = Invitation.objects.pending().filter(alliance=alliance)
    return pending.select_related("invited_by").order_by("-created_at", "-pk")


def find_member(alliance: Alliance, public_id: UUID) -> Membership | None:
    """A member of this alliance, present or former."""
    return (
        Membership.objects.select_related("user", "alliance")
        .filter(alliance=alliance, public_id=public_id)
        .first()
    )


def find_invitation(alliance: Alliance, public_id: UUID) -> Invitation | None:
    return (
        Invitation.objects.select_related("alliance").filter(alliance=alliance, public_id=public_id).first()
    )


def second_factor_counts(alliance: Alliance) -> dict[str, tuple[int, int]]:
    """Of each choice whom to ask: how many it asks, and how many of them have no second factor yet."""
    current = list(Membership.objects.current().filter(alliance=alliance))
    having = users_with_second_factor(member.user_id for member in current)
    asked = {
        SecondFactor.NOBODY: [],
        SecondFactor.STAFF: [member for member in current if member.is_staff],
        SecondFactor.EVERYBODY: current,
    }
    return {
        choice.value: (len(members), sum(member.user_id not in having for member in members))
        for choice, members in asked.items()
    }


def person_rows(page: QuerySet[Membership]) -> list[PersonRow]:
    """Three queries for a page of any length: the members, their partners and their second factors."""
    memberships = list(page.only(*SHOWN_OF_MEMBERS))
    partners = _partner_names(membership.partner_id for membership in memberships)
    with_second_factor = users_with_second_factor(membership.user_id for membership in memberships)
    return [
        PersonRow(
            public_id=membership.public_id,
            name=str(membership.user),
            email=membership.user.email,
            roles=words.listed(membership.role_labels),
            partner=partners.get(membership.partner_id, ""),
            has_second_factor=membership.user_id in with_second_factor,
            since=words.day(membership.created_at),
            ended=_ended(membership),
        )
        for membership in memberships
    ]


def invitation_rows(page: QuerySet[Invitation]) -> list[InvitationRow]:
    """Two queries for a page of any length: the invitations and their partners."""
    pending = list(page.only(*SHOWN_OF_INVITATIONS))
    partners = _partner_names(invitation.partner_id for invitation in pending)
    return [
        InvitationRow(
            public_id=invitation.public_id,
            email=invitation.email,
            roles=words.listed(invitation.role_labels),
            partner=partners.get(invitation.partner_id, ""),
            invited=words.day(invitation.created_at),
            by=str(invitation.invited_by or NOBODY),
            **_standing(invitation),
        )
        for invitation in pending
    ]


def _standing(invitation: Invitation) -> dict[str, str]:
    if invitation.has_expired:
        return {"state": "bad", "standing": "Expired", "until": words.day(invitation.expires_at)}
    if invitation.sent_at is None:
        return {"state": "warn", "standing": "Not sent", "until": "send it again"}
    return {"state": "info", "standing": "Open", "until": f"until {words.day(invitation.expires_at)}"}


def _ended(membership: Membership) -> str:
    ended: Any = membership.ended_at or membership.ends_on
    return words.day(ended)


def _searched(memberships: QuerySet[Membership], search: str, role: str) -> QuerySet[Membership]:
    for word in search.split():
        memberships = memberships.filter(Q(user__full_name__icontains=word) | Q(user__email__icontains=word))
    if role:
        memberships = memberships.filter(roles__contains=[role])
    return memberships.select_related("user").order_by("user__full_name", "user__email")


def _partner_names(ids: Iterable[int | None]) -> dict[int | None, str]:
    wanted = {partner_id for partner_id in ids if partner_id is not None}
    return dict(Partner.objects.filter(pk__in=wanted).values_list("pk", "name")) if wanted else {}
