"""Partners and the work they take part in."""

from django.db import models


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
