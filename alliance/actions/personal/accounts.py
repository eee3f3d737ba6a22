"""Erasing a log-in: the account stays as a number, and says nothing."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.db.models import QuerySet

from alliance.actions.sessions import sign_out_everywhere
from alliance.models import FORMER_MEMBER, Membership, User
from foundation.personal.subject import Subject
from foundation.tenancy.scope import current_alliance_id


def erase_account(accounts: QuerySet[Any], subject: Subject) -> None:
    """Blank the account, unless other alliances know the person by it, or it looks after the portal.

    What they did stays theirs by number: the name beside it is then the former member's.
    """
    for user in accounts.filter(is_operator=False):
        if not _is_known_elsewhere(user):
            _blank(user)


def _is_known_elsewhere(user: User) -> bool:
    return Membership.objects.filter(user=user).exclude(alliance=current_alliance_id()).exists()


def _blank(user: User) -> None:
    sign_out_everywhere(user=user)
    for model in (EmailAddress, Authenticator, SocialAccount):
        model.objects.filter(user=user).delete()
    user.full_name, user.email = FORMER_MEMBER, f"{user.public_id}@erased.invalid"
    user.is_active, user.last_login, user.last_alliance = False, None, None
    user.set_unusable_password()
    user.save()
