"""What an import and each of its rows can be."""

from django.db import models


class ImportState(models.TextChoices):
    """uploaded → planning → checked → applying → applied → undoing → undone, or cancelled before anything
    was written; columns may be matched anew until then.
    """

    UPLOADED = "uploaded", "Columns to match"
    PLANNING = "planning", "Being checked"
    CHECKED = "checked", "Ready to import"
    APPLYING = "applying", "Being imported"
    APPLIED = "applied", "Imported"
    UNDOING = "undoing", "Being undone"
    UNDONE = "undone", "Undone"
    CANCELLED = "cancelled", "Discarded"


TRANSITIONS = (
    (ImportState.UPLOADED, ImportState.PLANNING),
    (ImportState.PLANNING, ImportState.CHECKED),
    (ImportState.PLANNING, ImportState.UPLOADED),
    (ImportState.CHECKED, ImportState.PLANNING),
    (ImportState.CHECKED, ImportState.APPLYING),
    (ImportState.APPLYING, ImportState.APPLIED),
    (ImportState.APPLYING, ImportState.UNDOING),
    (ImportState.APPLIED, ImportState.UNDOING),
    (ImportState.UNDOING, ImportState.UNDONE),
    (ImportState.UPLOADED, ImportState.CANCELLED),
    (ImportState.PLANNING, ImportState.CANCELLED),
    (ImportState.CHECKED, ImportState.CANCELLED),
)
BEFORE_WRITING = (ImportState.UPLOADED, ImportState.PLANNING, ImportState.CHECKED)
AFTER_WRITING = (ImportState.APPLYING, ImportState.APPLIED, ImportState.UNDOING, ImportState.UNDONE)


class Outcome(models.TextChoices):
    """What becomes of a row: what the check found, and after applying what happened."""

    CREATE = "create", "New"
    UPDATE = "update", "Changed"
    SKIP = "skip", "Nothing to do"
    ERROR = "error", "To mend"


WRITES = (Outcome.CREATE, Outcome.UPDATE)


class Result(models.TextChoices):
    """How far the writing of a row is."""

    WAITING = "", "Not yet"
    DONE = "done", "Saved"
    UNDONE = "undone", "Undone"
    KEPT = "kept", "Kept"


PLAN, APPLY, UNDO = "plan_import", "apply_import", "undo_import"
"""Kinds of jobs."""
