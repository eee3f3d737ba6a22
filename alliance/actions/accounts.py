"""Accounts: somebody who can log in, whichever alliances they will belong to."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import transaction

from alliance.models import User
from foundation.ui.theme import Theme


@transaction.atomic
def create_account(*, email: str, full_name: str, password: str | None = None, **fields: Any) -> User:
    """An account whose e-mail is known to be theirs: they came by a link sent there, or an operator says so.

    Without a password they choose one by the "forgotten password" letter. Raises `IntegrityError` where the
    address is taken.
    """
    user = User.objects.create_user(email, password, full_name=full_name.strip(), **fields)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def account_of(email: str) -> User | None:
    """Who logs in with this address, or has proved that it is theirs."""
    email = email.strip().lower()
    verified = EmailAddress.objects.filter(email=email, verified=True).select_related("user").first()
    return verified.user if verified else User.objects.filter(email=email).first()


@transaction.atomic
def change_name(*, user: User, full_name: str) -> None:
    """What a person is called, in every alliance they belong to."""
    User.objects.filter(pk=user.pk).update(full_name=" ".join(full_name.split()))


@transaction.atomic
def choose_theme(*, user: User, theme: Theme) -> None:
    """Light, dark or the system's colours, on every device this person signs in with."""
    User.objects.filter(pk=user.pk).update(theme=theme)


@transaction.atomic
def make_operator(*, email: str, full_name: str = "") -> User:
    """Let somebody look after the whole portal, with the account they have or a new one."""
    user = account_of(email) or create_account(email=email, full_name=full_name)
    User.objects.filter(pk=user.pk).update(is_operator=True)
    user.is_operator = True
    return user


@transaction.atomic
def reset_second_factor(*, user: User) -> bool:
    """Take every authenticator off an account; whether there was one. For whoever runs the portal."""
    deleted, _ = Authenticator.objects.filter(user=user).delete()
    return bool(deleted)
