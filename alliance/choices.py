"""Code lists of the alliance app: one docstring a member where the word alone could mislead."""

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


class SchoolStatus(models.TextChoices):
    """GIAS `EstablishmentStatus (code)`; the last is ours, for a school no register row describes."""

    OPEN = "1", "Open"
    CLOSED = "2", "Closed"
    CLOSING = "3", "Open, but proposed to close"
    PROPOSED = "4", "Proposed to open"
    UNKNOWN = "", "Not in register"


class Phase(models.TextChoices):
    """GIAS `PhaseOfEducation (code)`."""

    NOT_APPLICABLE = "0", "Not applicable"
    NURSERY = "1", "Nursery"
    PRIMARY = "2", "Primary"
    MIDDLE_PRIMARY = "3", "Middle deemed primary"
    SECONDARY = "4", "Secondary"
    MIDDLE_SECONDARY = "5", "Middle deemed secondary"
    SIXTEEN_PLUS = "6", "16 plus"
    ALL_THROUGH = "7", "All-through"
    UNKNOWN = "", "Not known"


class PhaseGroup(models.TextChoices):
    """How people speak of phases: one glyph each in lists and on maps."""

    PRIMARY = "primary", "Primary"
    SECONDARY = "secondary", "Secondary and all-through"
    SPECIAL = "special", "Special"
    OTHER = "other", "Other"


class Organisation(models.TextChoices):
    """What a partner is, and so which register names it."""

    SCHOOL = "school", "School"
    TRUST = "trust", "Trust"
    PROVIDER = "provider", "ITT provider"
    LOCAL_AUTHORITY = "local_authority", "Local authority"
    OTHER = "other", "Other organisation"


class PartnerKind(models.TextChoices):
    """The part an organisation plays in one academic year (domain.md §1.2)."""

    LEAD_SCHOOL = "lead_school", "Lead school"
    STRATEGIC_PARTNER = "strategic_partner", "Strategic partner"
    MEMBER = "member", "Alliance member"
    SPECIALIST_SCHOOL = "specialist_school", "Specialist school"
    UNIVERSITY = "university", "University"
    ITT_PROVIDER = "itt_provider", "Accredited ITT provider"
    TRAINING_PARTNER = "training_partner", "Training partner"
    LOCAL_AUTHORITY = "local_authority", "Local authority"
    TRUST = "trust", "Multi-academy trust"
    DIOCESE = "diocese", "Diocese"
    RESEARCH_SCHOOL = "research_school", "Research school"
    OTHER_HUB = "other_hub", "Other hub"


class Strand(models.TextChoices):
    """The kind of work a school took part in."""

    ITT = "itt", "Initial teacher training"
    ECT = "ect", "Early career teachers"
    CPD = "cpd", "Professional development"
    SUPPORT = "support", "School-to-school support"
    OTHER = "other", "Other"


class ApiScope(models.TextChoices):
    """What an API credential may do."""

    READ_PARTNERS = "read:partners", "Read partners"
    READ_SCHOOLS = "read:schools", "Read schools"
    READ_CONTACTS = "read:contacts", "Read contacts of its own schools"
    WRITE_CONTACTS = "write:contacts", "Change contacts of its own schools"


READING = frozenset({ApiScope.READ_PARTNERS, ApiScope.READ_SCHOOLS, ApiScope.READ_CONTACTS})
"""What most systems need, and what the form offers at first: changing is asked for."""
