"""What the alliance shares with its people: dates, resources, announcements."""

from django.db import models


class Audience(models.TextChoices):
    """Whom something is for. Each is wider than the one before; staff see everything."""

    STAFF = "staff", "Staff"
    PARTNERS = "partners", "Staff and partner schools"
    EVERYBODY = "everybody", "Everybody in the alliance"
    PUBLIC = "public", "Everybody, the public included"


class EntryKind(models.TextChoices):
    """What somebody writes into the calendar by hand; what programmes plan comes from them."""

    MEETING = "meeting", "Meeting"
    VISIT = "visit", "Visit"
    DEADLINE = "deadline", "Deadline"
    OTHER = "other", "Other date"


class TermKind(models.TextChoices):
    TERM = "term", "Term"
    """From the first to the last school day, half-terms apart: the autumn has two."""
    INSET = "inset", "INSET"
    """Days on which staff are in and pupils are not."""
