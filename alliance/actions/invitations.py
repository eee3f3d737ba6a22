"""Inviting people: single use, fourteen days, bound to one address and its roles."""

import hashlib
import secrets
from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from alliance.actions.accounts import account_of, create_account
from alliance.actions.identities import connect_identity
from alliance.actions.memberships import check_access
from alliance.emails import invitation_letter
from alliance.logic.access_rules import Access
from alliance.logic.identities import Identity
from alliance.models import Alliance, Invitation, Membership, Partner, User
from alliance.queries.identities import name_of
from alliance.queries.notifications import JOINED
from foundation import words
from foundation.notifications.actions import notify
from foundation.refusal import Refused
from foundation.tenancy.scope import acting_within

LIFETIME = timedelta(days=14)
TOKEN_BYTES = 32


class InvitationClosed(Refused):
    """It was accepted, withdrawn or has expired."""

    code = "invitation_closed"


class InvitationForAnother(Refused):
    """The person signed in is not the one invited."""

    code = "invitation_for_another"


class AlreadyInvited(Refused):
    code = "already_invited"


class AlreadyMember(Refused):
    code = "already_member"


def digest_of(token: str) -> str:
    """What is kept of a token: its SHA-256. 256 random bits need no salt and no slow hash."""
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def invite_person(*, alliance: Alliance, email: str, access: Access, by: Any) -> Invitation:
    """Invite an address. The letter leaves after the commit; `invitation.token` is known only here.

    Raises `AccessRefused` where the roles break a rule, `AlreadyMember`, `AlreadyInvited`.
    """
    email = email.strip().lower()
    check_access(access, alliance=alliance, by=by)
    member = account_of(email)
    if member and Membership.objects.current().filter(alliance=alliance, user=member).exists():
        raise AlreadyMember(f"{member} is a member already: change their roles instead.", field="email")
    pending = Invitation.objects.pending().select_for_update().filter(alliance=alliance, email=email)
    for earlier in pending:
        if not earlier.has_expired:
            raise AlreadyInvited(
                f"{email} was invited on {words.day(earlier.created_at)}: send that invitation again.",
                field="email",
            )
        Invitation.objects.filter(pk=earlier.pk).update(revoked_at=timezone.now())
    return _create(alliance, email, access, by)


@transaction.atomic
def resend_invitation(*, invitation: Invitation, by: Any) -> Invitation:
    """A fresh link for another fourteen days; the link sent before stops working."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    renewed = Invitation.objects.pending().filter(pk=invitation.pk)
    if not renewed.update(
        token_digest=digest_of(token), expires_at=timezone.now() + LIFETIME, sent_at=None, invited_by=by
    ):
        raise InvitationClosed("This invitation has been accepted or withdrawn: there is nothing to send.")
    invitation.refresh_from_db()
    _post_on_commit(invitation, token)
    return invitation


@transaction.atomic
def withdraw_invitation(*, invitation: Invitation, by: Any) -> None:
    """The link stops working at once."""
    if not Invitation.objects.pending().filter(pk=invitation.pk).update(revoked_at=timezone.now()):
        raise InvitationClosed("This invitation has been accepted or withdrawn already.")


@transaction.atomic
def accept_invitation(*, invitation: Invitation, user: User) -> Membership:
    """Join with the account one is signed in to, which must be the one invited."""
    holder = account_of(invitation.email)
    if holder is None or holder.pk != user.pk:
        raise InvitationForAnother("This invitation was sent to another e-mail address.")
    _claim(invitation)
    return _join(invitation, user)


@transaction.atomic
def accept_as_new_person(
    *, invitation: Invitation, full_name: str, password: str | None, identity: Identity | None = None
) -> Membership:
    """Join with a new account, which a password opens or an account at another door.

    That the link was opened proves the address, whatever address the other door knows.
    """
    _claim(invitation)
    try:
        with transaction.atomic():
            user = create_account(email=invitation.email, full_name=full_name, password=password)
    except IntegrityError as error:
        raise InvitationForAnother("This address has an account already: sign in, then accept.") from error
    if identity is not None:
        connect_identity(
            user=user, identity=identity, provider_name=name_of(identity.provider) or identity.provider
        )
    return _join(invitation, user)


def _create(alliance: Alliance, email: str, access: Access, by: Any) -> Invitation:
    token = secrets.token_urlsafe(TOKEN_BYTES)
    try:
        with transaction.atomic():
            invitation = Invitation.objects.create(
                alliance=alliance,
                email=email,
                roles=list(access.roles),
                partner_id=access.partner_id,
                ends_on=access.ends_on,
                token_digest=digest_of(token),
                invited_by=by,
                expires_at=timezone.now() + LIFETIME,
            )
    except IntegrityError as error:
        raise AlreadyInvited(f"{email} has just been invited by somebody else.", field="email") from error
    _post_on_commit(invitation, token)
    return invitation


def _claim(invitation: Invitation) -> None:
    """Take the invitation: of two who try at once the database lets one through.

    Its partner is locked first, as where a partner leaves: what is accepted before that is ended there.
    """
    if invitation.partner_id is not None:
        with acting_within(invitation.alliance_id):
            Partner.objects.select_for_update(no_key=True).get(pk=invitation.partner_id)
    if not Invitation.objects.open().filter(pk=invitation.pk).update(accepted_at=timezone.now()):
        raise InvitationClosed("This invitation cannot be used any more.")


def _join(invitation: Invitation, user: User) -> Membership:
    with acting_within(invitation.alliance_id, user=user):
        membership = _membership(invitation, user)
        Invitation.objects.filter(pk=invitation.pk).update(accepted_by=user)
        User.objects.filter(pk=user.pk).update(last_alliance=invitation.alliance_id)
        _tell_inviter(invitation, membership)
    return membership


def _membership(invitation: Invitation, user: User) -> Membership:
    """A new membership, or a former one opened again with the invited roles only."""
    access = {"roles": invitation.roles, "partner_id": invitation.partner_id, "ends_on": invitation.ends_on}
    former = Membership.objects.select_for_update().filter(alliance=invitation.alliance_id, user=user).first()
    if former is None:
        return Membership.objects.create(alliance_id=invitation.alliance_id, user=user, **access)
    if former.is_current:
        raise AlreadyMember("You are a member of this alliance already.")
    Membership.objects.filter(pk=former.pk).update(**access, ended_at=None)
    former.refresh_from_db()
    return former


def _tell_inviter(invitation: Invitation, membership: Membership) -> None:
    inviter_id = invitation.invited_by_id
    members = Membership.objects.current().filter(alliance=invitation.alliance_id)
    if inviter_id is not None and members.filter(user=inviter_id).exists():
        person = reverse(
            "person", kwargs={"slug": invitation.alliance.slug, "membership_id": membership.public_id}
        )
        notify(
            [inviter_id],
            f"{membership.user} has joined as {words.listed(membership.role_labels)}",
            person,
            kind=JOINED,
        )


def _post_on_commit(invitation: Invitation, token: str) -> None:
    invitation.token = token
    # Robust: a mail server that is down must not fail the request; `sent_at` stays empty, as the page says.
    transaction.on_commit(lambda: _post(invitation, token), robust=True)


def _post(invitation: Invitation, token: str) -> None:
    invitation_letter(invitation, token).send()
    Invitation.objects.filter(pk=invitation.pk).update(sent_at=timezone.now())
