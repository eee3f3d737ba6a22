"""Due diligence: how far a review is, what a check found, and why one is due."""

from django.db import models


class DiligenceState(models.TextChoices):
    """How far the review of a partner is; `DILIGENCE_TRANSITIONS` says what can follow what."""

    DUE = "due", "Due"
    IN_PROGRESS = "in_progress", "In progress"
    PASSED = "passed", "Passed"
    PASSED_WITH_ACTIONS = "passed_with_actions", "Passed with actions"
    FAILED = "failed", "Failed"
    WAIVED = "waived", "Waived"


DILIGENCE_OPEN = (DiligenceState.DUE, DiligenceState.IN_PROGRESS)
DILIGENCE_TRANSITIONS = (
    (DiligenceState.DUE, DiligenceState.IN_PROGRESS),
    (DiligenceState.DUE, DiligenceState.WAIVED),
    (DiligenceState.IN_PROGRESS, DiligenceState.PASSED),
    (DiligenceState.IN_PROGRESS, DiligenceState.PASSED_WITH_ACTIONS),
    (DiligenceState.IN_PROGRESS, DiligenceState.FAILED),
    (DiligenceState.IN_PROGRESS, DiligenceState.WAIVED),
)
"""Every move there is: triggers refuse any other. What is over stays over; the next review is a new one."""


class CheckState(models.TextChoices):
    """What was found of one line of the checklist."""

    OPEN = "open", "Not checked yet"
    MET = "met", "Met"
    NOT_MET = "not_met", "Not met"
    NOT_APPLICABLE = "not_applicable", "Does not apply"


class DueBecause(models.TextChoices):
    """Why a review became due; those from `STATUS` on are what the School register told."""

    NEW = "new", "New partner"
    CYCLE = "cycle", "Cycle"
    BY_HAND = "by_hand", "Asked for"
    STATUS = "status", "Status"
    NAME = "name", "Name"
    TRUST = "trust", "Trust"
    SUCCESSOR = "successor", "Successor"
    HEAD = "head", "Head"
