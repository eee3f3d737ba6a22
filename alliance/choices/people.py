"""Roles, and what they are asked for."""

from django.db import models


class Role(models.TextChoices):
    """What a member may be in an alliance; one membership holds one or more (domain.md §1.1)."""

    OWNER = "owner", "Owner"
    STRATEGIC_LEAD = "strategic_lead", "Strategic lead"
    ADMINISTRATOR = "administrator", "Alliance administrator"
    CPD_LEAD = "cpd_lead", "CPD lead"
    ITT_LEAD = "itt_lead", "ITT lead"
    SUPPORT_LEAD = "support_lead", "School-support lead"
    FINANCE_OFFICER = "finance_officer", "Finance officer"
    BOARD_MEMBER = "board_member", "Board member"
    WORKING_GROUP_MEMBER = "working_group_member", "Working-group member"
    PARTNER_CONTACT = "partner_contact", "Partner-school contact"
    HEADTEACHER_APPROVER = "headteacher_approver", "Headteacher approver"
    MENTOR = "mentor", "Mentor"
    LEAD_MENTOR = "lead_mentor", "Lead mentor"
    TRAINEE = "trainee", "Trainee"
    SLE = "sle", "SLE"
    FACILITATOR = "facilitator", "Facilitator"
    PARTICIPANT = "participant", "Participant"
    EXTERNAL_REVIEWER = "external_reviewer", "External reviewer"


STAFF_ROLES = frozenset(
    {
        Role.OWNER,
        Role.STRATEGIC_LEAD,
        Role.ADMINISTRATOR,
        Role.CPD_LEAD,
        Role.ITT_LEAD,
        Role.SUPPORT_LEAD,
        Role.FINANCE_OFFICER,
    }
)
"""Who works for the alliance as a whole, rather than for one partner or themselves."""


class SecondFactor(models.TextChoices):
    """Whom an alliance asks for a second factor: an authenticator app or a passkey."""

    NOBODY = "nobody", "Nobody"
    STAFF = "staff", "Staff"
    EVERYBODY = "everybody", "Everybody"


ORGANISATION_ROLES = frozenset({Role.PARTNER_CONTACT, Role.HEADTEACHER_APPROVER})
"""Roles that mean nothing without the partner they are held for."""
