"""Connecting accounts at other doors to a person, and taking them off. Never by e-mail address."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.db import IntegrityError, transaction

from alliance.logic.identities import Identity
from alliance.models import User
from foundation.refusal import Refused


class IdentityRefused(Refused):
    """It belongs to somebody else here, or is their only way in."""

    code = "identity_refused"


def user_of(identity: Identity) -> User | None:
    """Whom this account at another door signs in; nobody unless they connected it themselves."""
    found = (
        SocialAccount.objects.filter(provider=identity.provider, uid=identity.uid)
        .select_related("user")
        .first()
    )
    return found.user if found else None


@transaction.atomic
def connect_identity(*, user: User, identity: Identity, provider_name: str) -> None:
    """Let it sign this person in from now on, and tell them by letter. May be repeated.

    Raises `IdentityRefused` where it signs in somebody else.
    """
    holder = user_of(identity)
    if holder is None:
        holder = _create(user, identity, provider_name)
    if holder.pk != user.pk:
        raise IdentityRefused(
            f"This {provider_name} account is connected to somebody else's account here. Choose another, or "
            "disconnect it there first."
        )


@transaction.atomic
def disconnect_identity(*, user: User, provider: str, provider_name: str) -> None:
    """It no longer signs this person in. Raises `IdentityRefused` where nothing else does."""
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    connected = SocialAccount.objects.filter(user=user)
    others = connected.exclude(provider=provider).exists()
    has_passkey = Authenticator.objects.filter(user=user, type=Authenticator.Type.WEBAUTHN).exists()
    if not (others or has_passkey or user.has_usable_password()):
        raise IdentityRefused("This is your only way to sign in: set a password or add a passkey first.")
    deleted, _ = connected.filter(provider=provider).delete()
    if deleted:
        _tell("socialaccount/email/account_disconnected", user, provider_name)


def _create(user: User, identity: Identity, provider_name: str) -> User:
    try:
        with transaction.atomic():
            SocialAccount.objects.create(
                user=user, provider=identity.provider, uid=identity.uid, extra_data={"label": identity.label}
            )
    except IntegrityError:  # connected in the same moment, perhaps by somebody else
        holder = user_of(identity)
        assert holder is not None, "the row that stands in the way is there"  # noqa: S101  # said to the type checker
        return holder
    _tell("socialaccount/email/account_connected", user, provider_name)
    return user


def _tell(letter: str, user: User, provider_name: str) -> None:
    context: dict[str, Any] = {"provider": provider_name}
    get_adapter().send_notification_mail(letter, user, context)
