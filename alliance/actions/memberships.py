"""What members may do, and until when."""

from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from alliance.actions.credentials import revoke_those_made_by
from alliance.actions.sessions import sign_out_everywhere
from alliance.actions.versions import check_version
from alliance.choices import Role
from alliance.logic.access_rules import Access, problem_with, touches_owners
from alliance.models import Alliance, ApiCredential, Membership, Partner
from alliance.queries.notifications import ACCESS
from foundation import words
from foundation.notifications.actions import notify
from foundation.refusal import Refused
from foundation.tenancy.scope import acting_within


class AccessRefused(Refused):
    """The roles, the partner or the last day break a rule; `field` says which."""

    code = "access_refused"


class LastOwner(Refused):
    """An alliance always has an owner."""

    code = "last_owner"


class AccessEnded(Refused):
    """The membership is not current, or is already."""

    code = "access_ended"


def check_access(access: Access, *, alliance: Alliance, by: Any, before: tuple[str, ...] = ()) -> None:
    """Refuse access that breaks a rule, or that `by` (a user, or None for a command) may not give.

    Raises `AccessRefused`.
    """
    if problem := problem_with(access, today=timezone.localdate()):
        field, sentence = problem
        raise AccessRefused(sentence, field=field)
    if access.partner_id is not None and not _is_partner(access.partner_id, alliance):
        raise AccessRefused("Choose an organisation that is a partner of the alliance now.", field="partner")
    if touches_owners(before, access.roles) and not _may_name_owners(by, alliance):
        raise AccessRefused(
            "Only an owner can make somebody an owner, or stop them being one.", field="roles"
        )


@transaction.atomic
def change_access(
    *, membership: Membership, access: Access, by: Any, version: int | None = None
) -> Membership:
    """Other roles, another partner or last day; `version` is the one that was changed.

    Raises `AccessRefused`, `LastOwner`, `AccessEnded`, `ChangedMeanwhile`.
    """
    membership = _lock(membership)
    check_version(membership, version)
    if not membership.is_current:
        raise AccessEnded(f"{membership.user}'s access has ended: give it back first.")
    check_access(access, alliance=membership.alliance, by=by, before=tuple(membership.roles))
    if Role.OWNER not in access.roles:
        _keep_an_owner(membership)
    before = membership.role_labels
    membership.roles, membership.partner_id = list(access.roles), access.partner_id
    membership.ends_on = access.ends_on
    membership.save(update_fields=["roles", "partner", "ends_on"])
    if membership.role_labels != before and membership.user_id != getattr(by, "pk", None):
        _tell(membership, f"You are now {words.listed(membership.role_labels)} of {membership.alliance}")
    return membership


@transaction.atomic
def end_access(*, membership: Membership, by: Any) -> list[ApiCredential]:
    """End it now, with the API credentials the person made; their next request finds no alliance.

    Where they belong to no other alliance they are signed out everywhere too: elsewhere it is not for this
    alliance to end a session. Returns the credentials that stopped, which giving access back does not revive.
    Raises `LastOwner`, `AccessRefused`, `AccessEnded`.
    """
    membership = _lock(membership)
    if membership.ended_at is not None:
        raise AccessEnded(f"{membership.user}'s access has ended already.")
    if membership.holds(Role.OWNER) and not _may_name_owners(by, membership.alliance):
        raise AccessRefused("Only an owner can end another owner's access.")
    _keep_an_owner(membership)
    membership.ended_at = timezone.now()
    membership.save(update_fields=["ended_at"])
    if not membership.user.is_operator and not Membership.objects.of(membership.user).exists():
        sign_out_everywhere(user=membership.user)
    return revoke_those_made_by(user=membership.user, alliance=membership.alliance, by=by)


@transaction.atomic
def restore_access(*, membership: Membership, by: Any) -> None:
    """Give ended access back as it was; credentials that ended with it stay ended.

    Raises `AccessRefused` after its last day, `AccessEnded`.
    """
    membership = _lock(membership)
    if membership.is_current:
        raise AccessEnded(f"{membership.user} has access already.")
    access = Access.of(membership.roles, membership.partner_id, membership.ends_on)
    check_access(access, alliance=membership.alliance, by=by)
    membership.ended_at = None
    membership.save(update_fields=["ended_at"])


def _lock(membership: Membership) -> Membership:
    """The membership as it is now, its alliance locked, so that two last owners cannot end each other."""
    Alliance.objects.select_for_update(no_key=True).get(pk=membership.alliance_id)
    return Membership.objects.select_related("alliance", "user").get(pk=membership.pk)


def _keep_an_owner(membership: Membership) -> None:
    if not membership.holds(Role.OWNER):
        return
    owners = Membership.objects.current().holding(Role.OWNER).filter(alliance=membership.alliance_id)
    if not owners.exclude(pk=membership.pk).exists():
        raise LastOwner(
            f"{membership.user} is the only owner of {membership.alliance}: make somebody else owner first."
        )


def _may_name_owners(by: Any, alliance: Alliance) -> bool:
    """Owners, operators of the portal, and whoever runs a command on its server."""
    if by is None or by.is_operator:
        return True
    return Membership.objects.current().holding(Role.OWNER).filter(alliance=alliance, user=by).exists()


def _is_partner(partner_id: int, alliance: Alliance) -> bool:
    """Locks the partner: one that is just leaving takes the access of those it finds, and of nobody after."""
    with acting_within(alliance):
        current = Partner.objects.current().select_for_update(no_key=True)
        return current.filter(pk=partner_id).first() is not None


def _tell(membership: Membership, sentence: str) -> None:
    page = reverse("today", kwargs={"slug": membership.alliance.slug})
    notify([membership.user_id], sentence, page, kind=ACCESS)
