"""Codes of the School register."""

from django.db import models


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
