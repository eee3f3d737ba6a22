"""Who can let somebody in where their own role does not."""

from typing import Any

from rules import Predicate

from alliance import policy
from alliance.choices import Role
from alliance.models import Alliance, Membership

MOST_NAMED = 3


def roles_let_in(needed: Predicate, things: tuple[Any, ...], member: Membership) -> list[str]:
    """The roles that would open what was refused to this member, in the order we name roles."""
    return [
        str(role.label)
        for role in Role
        if needed.test(
            Membership(alliance_id=member.alliance_id, roles=[role], partner_id=member.partner_id), *things
        )
    ]


def deciders(alliance: Alliance) -> list[str]:
    """Up to three people of the alliance who decide who may do what, owners first."""
    leads = Membership.objects.current().filter(alliance=alliance, roles__overlap=sorted(policy.LEADS))
    ranked = sorted(leads.select_related("user"), key=lambda lead: (Role.OWNER not in lead.roles, lead.pk))
    return [str(lead.user) for lead in ranked[:MOST_NAMED]]
