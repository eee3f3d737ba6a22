"""Who may do what in the alliance app. Every door asks here: pages, API, templates and tasks.

Staff work for the alliance as a whole and see all of its partners. Leads (owner, strategic lead, administrator) also
decide who belongs. A partner contact acts for their own partner; a headteacher approver and everybody else see what is
shared with partners. An API credential acts for its partner within its scopes.
"""

from typing import Any

from rules import Predicate, predicate

from alliance.choices import STAFF_ROLES, Role
from alliance.models import ApiCredential, Membership

LEADS = frozenset({Role.OWNER, Role.STRATEGIC_LEAD, Role.ADMINISTRATOR})


def holds_any(name: str, roles: frozenset[Role]) -> Predicate:
    """A predicate true of memberships with one of `roles`, and never of a credential."""

    def test(member: Any) -> bool:
        return isinstance(member, Membership) and not roles.isdisjoint(member.roles)

    return predicate(test, name=name)


is_member = predicate(lambda member: isinstance(member, Membership), name="is_member")
is_staff = holds_any("is_staff", STAFF_ROLES)
is_lead = holds_any("is_lead", LEADS)
is_strategic_lead = holds_any("is_strategic_lead", frozenset({Role.STRATEGIC_LEAD}))
is_owner = holds_any("is_owner", frozenset({Role.OWNER}))
is_partner_contact = holds_any("is_partner_contact", frozenset({Role.PARTNER_CONTACT}))
is_reviewer = holds_any("is_reviewer", frozenset({Role.EXTERNAL_REVIEWER}))


@predicate
def is_own_partner(member: Any, partner: Any) -> bool:
    """The partner the member or credential acts for."""
    return partner is None or (member.partner_id is not None and member.partner_id == partner.pk)


is_credential = predicate(lambda member: isinstance(member, ApiCredential), name="is_credential")

see_today = is_member
see_partners = is_staff
see_partner = is_staff | (is_partner_contact & is_own_partner)
see_own_partner = is_partner_contact
change_partners = is_lead | holds_any(
    "is_itt_or_support_lead", frozenset({Role.ITT_LEAD, Role.SUPPORT_LEAD, Role.CPD_LEAD})
)
export_partners = is_staff
see_register = is_staff
manage_people = is_lead
manage_settings = is_lead
manage_credentials = is_lead | (is_partner_contact & is_own_partner)
