"""Who can look after a prospect: the alliance's staff of today."""

from django.db.models import QuerySet

from alliance.choices import STAFF_ROLES
from alliance.models import Membership, User
from foundation.tenancy.scope import current_alliance_id


def staff() -> QuerySet[User]:
    """Everybody who works for the alliance in scope today, by name."""
    members = Membership.objects.current().filter(
        alliance=current_alliance_id(), roles__overlap=sorted(STAFF_ROLES)
    )
    return User.objects.filter(pk__in=members.values("user")).order_by("full_name", "pk")


def may_own(user: User) -> bool:
    return staff().filter(pk=user.pk).exists()
