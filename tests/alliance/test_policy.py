"""Who may do what, as one table: each policy names everybody who may, and everybody else may not."""

import pytest
from rules import Predicate

from alliance import policy
from alliance.choices import ORGANISATION_ROLES, STAFF_ROLES, Role
from alliance.models import Membership, Partner, Survey

EVERYBODY = frozenset(Role)
LEADS = frozenset({Role.OWNER, Role.STRATEGIC_LEAD, Role.ADMINISTRATOR})
PROGRAMME_LEADS = frozenset({Role.CPD_LEAD, Role.ITT_LEAD, Role.SUPPORT_LEAD})
CONTACT = frozenset({Role.PARTNER_CONTACT})
MAY: dict[str, frozenset[Role]] = {
    "enter_alliance": EVERYBODY,
    "see_notifications": EVERYBODY,
    "see_today": STAFF_ROLES,
    "see_my_alliance": EVERYBODY - STAFF_ROLES - CONTACT,
    "see_partners": STAFF_ROLES,
    "see_own_partner": CONTACT,
    "change_partners": LEADS | PROGRAMME_LEADS,
    "export_partners": STAFF_ROLES,
    "record_engagements": LEADS | PROGRAMME_LEADS,
    "see_facts": STAFF_ROLES,
    "export_facts": STAFF_ROLES,
    "import_facts": LEADS | PROGRAMME_LEADS,
    "see_diligence": STAFF_ROLES,
    "do_diligence": LEADS | PROGRAMME_LEADS,
    "decide_diligence": LEADS,
    "ask_for_diligence_waiver": LEADS | PROGRAMME_LEADS,
    "approve_diligence_waiver": LEADS,
    "see_register": STAFF_ROLES,
    "takes_part": EVERYBODY - {Role.EXTERNAL_REVIEWER},
    "see_calendar": EVERYBODY - {Role.EXTERNAL_REVIEWER},
    "change_calendar": STAFF_ROLES,
    "see_resources": EVERYBODY - {Role.EXTERNAL_REVIEWER},
    "change_resources": STAFF_ROLES,
    "see_announcements": EVERYBODY - {Role.EXTERNAL_REVIEWER},
    "announce": LEADS | PROGRAMME_LEADS,
    "see_own_tasks": EVERYBODY - {Role.EXTERNAL_REVIEWER},
    "give_tasks": STAFF_ROLES,
    "change_term_dates": LEADS | PROGRAMME_LEADS,
    "import_term_dates": LEADS | PROGRAMME_LEADS,
    "search": EVERYBODY,
    "see_approvals": STAFF_ROLES,
    "see_agreements": STAFF_ROLES,
    "see_agreement": STAFF_ROLES | CONTACT | {Role.HEADTEACHER_APPROVER},
    "change_agreements": LEADS | {Role.FINANCE_OFFICER},
    "countersign_agreement": frozenset({Role.OWNER, Role.STRATEGIC_LEAD}),
    "read_api_agreements": STAFF_ROLES | CONTACT,
    "import_partners": LEADS | PROGRAMME_LEADS,
    "import_contacts": LEADS | PROGRAMME_LEADS,
    "see_roster": STAFF_ROLES | CONTACT,
    "import_roster": LEADS | PROGRAMME_LEADS,
    "merge_people": LEADS | PROGRAMME_LEADS,
    "manage_personal_data": LEADS,
    "write_api_contacts": frozenset(),
    "write_api_facts": frozenset(),
    "write_api_hosting": frozenset(),
    "see_prospects": STAFF_ROLES,
    "change_prospects": LEADS | PROGRAMME_LEADS,
    "export_prospects": STAFF_ROLES,
    "read_board_papers": STAFF_ROLES | {Role.BOARD_MEMBER},
    "see_board_papers": frozenset({Role.BOARD_MEMBER}),
    "assess_prospects": STAFF_ROLES | {Role.BOARD_MEMBER},
    "manage_growth": LEADS,
    "manage_people": LEADS,
    "manage_settings": LEADS,
    "see_support_access": LEADS,
    "read_own_api": EVERYBODY,
    "read_api_partners": STAFF_ROLES | CONTACT,
    "read_api_schools": STAFF_ROLES | CONTACT,
    "read_api_contacts": STAFF_ROLES | CONTACT,
    "read_api_hub": STAFF_ROLES | CONTACT,
    "read_api_facts": STAFF_ROLES | CONTACT,
    "read_api_people": STAFF_ROLES | CONTACT,
    "read_api_surveys": STAFF_ROLES | CONTACT,
    "write_api_people": frozenset(),
    "read_api_changes": STAFF_ROLES | CONTACT,
    "see_surveys": STAFF_ROLES | {Role.BOARD_MEMBER},
    "manage_surveys": LEADS | PROGRAMME_LEADS,
    "see_single_answers": LEADS | PROGRAMME_LEADS,
}
"""Policies about nothing in particular; those about a partner are below."""
ABOUT_OWN_PARTNER: dict[str, frozenset[Role]] = {
    "change_hosting": LEADS | PROGRAMME_LEADS | CONTACT,
    "see_partner": STAFF_ROLES | CONTACT,
    "change_contacts": LEADS | PROGRAMME_LEADS | CONTACT,
    "change_facts": LEADS | PROGRAMME_LEADS | CONTACT,
    "change_roster": LEADS | PROGRAMME_LEADS | CONTACT,
    "manage_credentials": LEADS | CONTACT,
    "sign_agreement": CONTACT | {Role.HEADTEACHER_APPROVER},
}
ABOUT_ANOTHER_PARTNER: dict[str, frozenset[Role]] = {
    "change_hosting": LEADS | PROGRAMME_LEADS,
    "see_partner": STAFF_ROLES,
    "change_contacts": LEADS | PROGRAMME_LEADS,
    "change_facts": LEADS | PROGRAMME_LEADS,
    "change_roster": LEADS | PROGRAMME_LEADS,
    "manage_credentials": LEADS,
    "sign_agreement": frozenset(),
}
NAMED_ROLES = {
    "is_owner": {Role.OWNER},
    "is_strategic_lead": {Role.STRATEGIC_LEAD},
    "is_administrator": {Role.ADMINISTRATOR},
    "is_cpd_lead": {Role.CPD_LEAD},
    "is_itt_lead": {Role.ITT_LEAD},
    "is_support_lead": {Role.SUPPORT_LEAD},
    "is_finance_officer": {Role.FINANCE_OFFICER},
    "is_board_member": {Role.BOARD_MEMBER},
    "is_working_group_member": {Role.WORKING_GROUP_MEMBER},
    "is_partner_contact": {Role.PARTNER_CONTACT},
    "is_headteacher_approver": {Role.HEADTEACHER_APPROVER},
    "is_mentor": {Role.MENTOR, Role.LEAD_MENTOR},
    "is_lead_mentor": {Role.LEAD_MENTOR},
    "is_trainee": {Role.TRAINEE},
    "is_sle": {Role.SLE},
    "is_facilitator": {Role.FACILITATOR},
    "is_participant": {Role.PARTICIPANT},
    "is_reviewer": {Role.EXTERNAL_REVIEWER},
}
OWN, ANOTHER = Partner(pk=1), Partner(pk=2)


def member(role: Role) -> Membership:
    return Membership(roles=[role], partner_id=OWN.pk if role in ORGANISATION_ROLES else None)


def may(rule: Predicate, *thing: Partner) -> frozenset[Role]:
    return frozenset(role for role in Role if rule.test(member(role), *thing))


@pytest.mark.parametrize("name", [*MAY, *NAMED_ROLES])
def test_those_named_may_and_nobody_else(name: str) -> None:
    assert may(getattr(policy, name)) == frozenset({**MAY, **NAMED_ROLES}[name])


@pytest.mark.parametrize("name", ABOUT_OWN_PARTNER)
def test_about_ones_own_partner(name: str) -> None:
    assert may(getattr(policy, name), OWN) == ABOUT_OWN_PARTNER[name]


@pytest.mark.parametrize("name", ABOUT_ANOTHER_PARTNER)
def test_about_another_partner(name: str) -> None:
    assert may(getattr(policy, name), ANOTHER) == ABOUT_ANOTHER_PARTNER[name]


def test_every_policy_is_in_the_table() -> None:
    stated = {name for name, rule in vars(policy).items() if isinstance(rule, Predicate)}
    building_blocks = {
        "is_member",
        "is_staff",
        "is_lead",
        "is_own_partner",
        "is_credential",
        "is_survey_owner",
    }
    assert stated - building_blocks == {*MAY, *ABOUT_OWN_PARTNER, *NAMED_ROLES}


def test_single_answers_are_read_by_leads_and_by_whoever_runs_the_survey() -> None:
    survey = Survey(owner_id=7)
    others = frozenset(
        role for role in Role if policy.see_single_answers.test(Membership(roles=[role], user_id=8), survey)
    )
    runs_it = Membership(roles=[Role.CPD_LEAD], user_id=7)
    assert (others, policy.see_single_answers.test(runs_it, survey)) == (LEADS, True)


def test_every_role_has_its_predicate() -> None:
    assert set().union(*NAMED_ROLES.values()) == EVERYBODY


@pytest.mark.parametrize("name", [*MAY, *ABOUT_OWN_PARTNER])
def test_nobody_may_do_anything_without_a_membership(name: str) -> None:
    assert not getattr(policy, name).test(None, OWN)


def test_somebody_with_two_roles_may_do_what_either_may() -> None:
    both = Membership(roles=[Role.MENTOR, Role.ADMINISTRATOR])
    assert policy.manage_people.test(both)
    assert policy.is_mentor.test(both)
    assert not policy.see_my_alliance.test(both)
