"""Who looks after prospects, who can, and who can judge it, of those who belong to the alliance today."""

from typing import Any

from django.db.models import QuerySet

from alliance.choices import STAFF_ROLES, Role
from alliance.models import Membership, User
from foundation.tenancy.scope import current_alliance_id


def staff() -> QuerySet[User]:
    """Everybody who works for the alliance in scope today, by name."""
    members = Membership.objects.current().filter(
        alliance=current_alliance_id(), roles__overlap=sorted(STAFF_ROLES)
    )
    return User.objects.filter(pk__in=members.values("user")).order_by("full_name", "pk")


def owners(prospects: Any) -> dict[str, str]:
    """Who looks after any of these prospects: names by public id, in the order of the names."""
    owned = prospects.filter(owner__isnull=False).order_by().values("owner")
    return {
        str(user.public_id): str(user)
        for user in User.objects.filter(pk__in=owned)
        .only("public_id", "full_name", "email")
        .order_by("full_name", "pk")
    }


def may_own(user: User) -> bool:
    return staff().filter(pk=user.pk).exists()


def assessors() -> QuerySet[User]:
    """Who can judge a prospect: staff and the board."""
    members = Membership.objects.current().filter(
        alliance=current_alliance_id(), roles__overlap=[*sorted(STAFF_ROLES), Role.BOARD_MEMBER]
    )
    return User.objects.filter(pk__in=members.values("user")).order_by("full_name", "pk")


def may_assess(user: User) -> bool:
    return assessors().filter(pk=user.pk).exists()
