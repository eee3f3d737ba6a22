"""By which doors somebody may come in."""

from alliance.choices import STAFF_ROLES
from alliance.models import Membership, User


def may_sign_in_by_code(user: User) -> bool:
    """Whoever is staff in no alliance, and no operator: a mailbox alone opens no records of many schools."""
    if user.is_operator:
        return False
    return not Membership.objects.current().filter(user=user).holding(*STAFF_ROLES).exists()
