"""The second factor: an authenticator app, or a passkey. Recovery codes stand in for either.

A log-in at somebody else's door (Microsoft, Google) is none: what that door asked for is not known here.
"""

from collections.abc import Iterable
from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from django.db.models import Exists
from django.http import HttpRequest

KINDS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def has_second_factor(user: Any) -> Exists:
    """Whether a user has set one up, for an annotation: `user` is an id or a reference to one."""
    return Exists(Authenticator.objects.filter(user=user, type__in=KINDS))


def users_with_second_factor(user_ids: Iterable[int]) -> set[int]:
    """Which of these have set one up. One query."""
    found = Authenticator.objects.filter(user__in=list(user_ids), type__in=KINDS)
    return set(found.values_list("user", flat=True))


def has_authenticator_app(user: Any) -> bool:
    return bool(Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists())


def has_shown_second_factor(request: HttpRequest) -> bool:
    """Whether this session has shown one, whenever that was."""
    records = get_authentication_records(request, request.user)
    return any(record["method"] == "mfa" for record in records)
