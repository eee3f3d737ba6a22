"""Surveys: what is asked, how the answers are kept, and where a survey stands (domain.md §1.7)."""

from django.db import models


class QuestionKind(models.TextChoices):
    """How a question is answered."""

    LIKERT = "likert", "Agreement, 1 to 5"
    SCORE = "score", "Score, 0 to 10"
    SINGLE = "single", "One choice"
    MULTI = "multi", "Several choices"
    TEXT = "text", "Text"
    GRID = "grid", "Statements to agree with"


class SurveyMode(models.TextChoices):
    """What is known of whose answer is whose."""

    ANONYMOUS = "anonymous", "Anonymous"
    """Nobody can tell, whatever they hold: the database has no way back."""
    CONFIDENTIAL = "confidential", "Confidential"
    """The portal knows and shows nobody; small runs are counted together."""
    NAMED = "named", "Named"
    """Whoever runs the survey reads single answers, and the form says so."""


class SurveyState(models.TextChoices):
    """draft → open → closed, and never back: figures that were shown once do not move."""

    DRAFT = "draft", "Draft"
    OPEN = "open", "Open"
    CLOSED = "closed", "Closed"


class SurveyLetter(models.TextChoices):
    """What is still to be sent to somebody who was asked, or that nothing can be."""

    NOTHING = "", "Nothing"
    INVITATION = "invitation", "Invitation"
    REMINDER = "reminder", "Reminder"
    REFUSED = "refused", "Address refused"
