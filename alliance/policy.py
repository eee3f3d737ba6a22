"""Who may do what in the alliance app. Every door asks here: pages, API, templates and tasks.

Staff work for the alliance as a whole and see all of its partners. Leads (owner, strategic lead,
administrator) also decide who belongs; only an owner makes owners (the action sees to that). A partner
contact acts for their own partner; a headteacher approver and everybody else see what is shared with
partners. The board reads the papers of prospects that are before it; nobody outside staff and board sees
anything of prospects. An external reviewer sees the review and its evidence, and nothing else. An API
credential acts for its partner within its scopes.
"""

from typing import Any

from rules import Predicate, predicate

from alliance.choices import STAFF_ROLES, ApiScope, Role
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
is_owner = holds_any("is_owner", frozenset({Role.OWNER}))
is_strategic_lead = holds_any("is_strategic_lead", frozenset({Role.STRATEGIC_LEAD}))
is_administrator = holds_any("is_administrator", frozenset({Role.ADMINISTRATOR}))
is_cpd_lead = holds_any("is_cpd_lead", frozenset({Role.CPD_LEAD}))
is_itt_lead = holds_any("is_itt_lead", frozenset({Role.ITT_LEAD}))
is_support_lead = holds_any("is_support_lead", frozenset({Role.SUPPORT_LEAD}))
is_finance_officer = holds_any("is_finance_officer", frozenset({Role.FINANCE_OFFICER}))
is_board_member = holds_any("is_board_member", frozenset({Role.BOARD_MEMBER}))
is_working_group_member = holds_any("is_working_group_member", frozenset({Role.WORKING_GROUP_MEMBER}))
is_partner_contact = holds_any("is_partner_contact", frozenset({Role.PARTNER_CONTACT}))
is_headteacher_approver = holds_any("is_headteacher_approver", frozenset({Role.HEADTEACHER_APPROVER}))
is_mentor = holds_any("is_mentor", frozenset({Role.MENTOR, Role.LEAD_MENTOR}))
is_lead_mentor = holds_any("is_lead_mentor", frozenset({Role.LEAD_MENTOR}))
is_trainee = holds_any("is_trainee", frozenset({Role.TRAINEE}))
is_sle = holds_any("is_sle", frozenset({Role.SLE}))
is_facilitator = holds_any("is_facilitator", frozenset({Role.FACILITATOR}))
is_participant = holds_any("is_participant", frozenset({Role.PARTICIPANT}))
is_reviewer = holds_any("is_reviewer", frozenset({Role.EXTERNAL_REVIEWER}))


@predicate
def is_own_partner(member: Any, partner: Any) -> bool:
    """The partner the member or credential acts for."""
    return partner is None or (member.partner_id is not None and member.partner_id == partner.pk)


is_credential = predicate(lambda member: isinstance(member, ApiCredential), name="is_credential")

enter_alliance = is_member
see_notifications = is_member
search = is_member
see_today = is_staff
see_my_alliance = is_member & ~is_staff & ~is_partner_contact
see_partners = is_staff
see_partner = is_staff | (is_partner_contact & is_own_partner)
see_own_partner = is_partner_contact
change_partners = is_lead | is_itt_lead | is_support_lead | is_cpd_lead
export_partners = is_staff
import_partners = change_partners
import_contacts = change_partners
change_contacts = change_partners | (is_partner_contact & is_own_partner)
record_engagements = change_partners
see_facts = is_staff
export_facts = is_staff
change_facts = change_partners | (is_partner_contact & is_own_partner)
import_facts = change_partners
change_hosting = change_partners | (is_partner_contact & is_own_partner)
see_diligence = is_staff
do_diligence = change_partners
decide_diligence = is_lead
ask_for_diligence_waiver = change_partners
approve_diligence_waiver = is_lead
see_roster = is_staff | is_partner_contact
"""The staff of partner schools: staff see all, a partner's contact their own school's (`visible_to`)."""
change_roster = change_partners | (is_partner_contact & is_own_partner)
import_roster = change_partners
merge_people = change_partners
manage_personal_data = is_lead
see_register = is_staff
manage_people = is_lead
manage_settings = is_lead
see_support_access = is_lead
see_approvals = is_staff
see_agreements = is_staff
see_agreement = is_staff | is_partner_contact | is_headteacher_approver
change_agreements = is_lead | is_finance_officer
sign_agreement = (is_partner_contact | is_headteacher_approver) & is_own_partner
countersign_agreement = is_owner | is_strategic_lead
see_prospects = is_staff
change_prospects = change_partners
export_prospects = is_staff
read_board_papers = is_staff | is_board_member
see_board_papers = is_board_member & ~is_staff
assess_prospects = is_staff | is_board_member
manage_growth = is_lead
takes_part = holds_any("takes_part", frozenset(Role) - {Role.EXTERNAL_REVIEWER})

# The hub: everybody who takes part sees what is for them; an external reviewer sees the review alone.
see_calendar = takes_part
change_calendar = is_staff
change_term_dates = change_partners
import_term_dates = change_partners
see_resources = takes_part
change_resources = is_staff
see_announcements = takes_part
announce = change_partners
see_own_tasks = takes_part
give_tasks = is_staff

manage_credentials = is_lead | (is_partner_contact & is_own_partner)


def allows(scope: ApiScope) -> Predicate:
    """A predicate true of credentials with the scope, and never of a person."""

    def test(member: Any) -> bool:
        return isinstance(member, ApiCredential) and member.allows(scope)

    return predicate(test, name=scope.value)


read_own_api = is_member | is_credential
read_api_partners = is_staff | is_partner_contact | allows(ApiScope.READ_PARTNERS)
read_api_schools = is_staff | is_partner_contact | allows(ApiScope.READ_SCHOOLS)
read_api_contacts = is_staff | is_partner_contact | allows(ApiScope.READ_CONTACTS)
write_api_contacts = allows(ApiScope.WRITE_CONTACTS)
read_api_hub = is_staff | is_partner_contact | allows(ApiScope.READ_HUB)
read_api_facts = is_staff | is_partner_contact | allows(ApiScope.READ_FACTS)
write_api_facts = allows(ApiScope.WRITE_FACTS)
read_api_people = is_staff | is_partner_contact | allows(ApiScope.READ_PEOPLE)
write_api_people = allows(ApiScope.WRITE_PEOPLE)
write_api_hosting = allows(ApiScope.WRITE_HOSTING)
read_api_agreements = is_staff | is_partner_contact | allows(ApiScope.READ_AGREEMENTS)
read_api_surveys = is_staff | is_partner_contact | allows(ApiScope.READ_SURVEYS)
read_api_changes = (
    read_api_partners
    | read_api_schools
    | read_api_contacts
    | read_api_people
    | read_api_hub
    | read_api_facts
    | read_api_agreements
    | read_api_surveys
)


@predicate
def is_survey_owner(member: Any, survey: Any) -> bool:
    """Whoever runs the survey."""
    return survey is None or (isinstance(member, Membership) and survey.owner_id == member.user_id)


see_surveys = is_staff | is_board_member
manage_surveys = change_partners
see_single_answers = is_lead | (manage_surveys & is_survey_owner)
