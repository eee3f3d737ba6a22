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


class Licence(models.TextChoices):
    """What others may do with a resource."""

    OWN_USE = "own_use", "For use in the alliance only"
    CC_BY = "cc_by", "CC BY 4.0: share and adapt, naming the author"
    CC_BY_NC = "cc_by_nc", "CC BY-NC 4.0: likewise, not for money"
    CC_BY_SA = "cc_by_sa", "CC BY-SA 4.0: likewise, under the same licence"
    OGL = "ogl", "Open Government Licence"
    OTHER = "other", "As the document says"


class VersionState(models.TextChoices):
    """Whether a version of a resource may be handed out."""

    WAITING = "waiting", "Being checked"
    CLEAN = "clean", "Checked, no malware found"
    NOT_SCANNED = "not_scanned", "Not scanned"
    """No scanner is set up: handed out, and staff are told that nobody looked."""
    HELD_BACK = "held_back", "Held back: malware found"
    UNCHECKED = "unchecked", "The check failed"
    """The scanner did not answer, three times: not handed out until it is asked again."""
    LINK = "link", "Link"


HANDED_OUT = frozenset({VersionState.CLEAN, VersionState.NOT_SCANNED, VersionState.LINK})
