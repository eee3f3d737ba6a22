"""Code lists of the reporting app."""

from django.db import models


class EditionState(models.TextChoices):
    """The life of a version of the annual report; `TRANSITIONS` says what may follow what."""

    COLLECTING = "collecting", "Collecting figures"
    FROZEN = "frozen", "Figures locked"
    DRAFTED = "drafted", "Draft ready"
    APPROVED = "approved", "Approved"
    PUBLISHED = "published", "Published"
    SUPERSEDED = "superseded", "Replaced"
    """A later version of the same year was published, with the same figures."""
    RESTATED = "restated", "Restated"
    """A later version of the same year was published, and figures had changed."""
    SET_ASIDE = "set_aside", "Set aside"
    """Given up before it was published, so that a new version can start from today's records."""
    WITHDRAWN = "withdrawn", "Withdrawn"
    """Taken back after it was published: its file and its words are destroyed, a notice stands there."""


TRANSITIONS: tuple[tuple[EditionState, EditionState], ...] = (
    (EditionState.COLLECTING, EditionState.FROZEN),
    (EditionState.FROZEN, EditionState.DRAFTED),
    (EditionState.DRAFTED, EditionState.APPROVED),
    (EditionState.APPROVED, EditionState.PUBLISHED),
    (EditionState.PUBLISHED, EditionState.SUPERSEDED),
    (EditionState.PUBLISHED, EditionState.RESTATED),
    (EditionState.COLLECTING, EditionState.SET_ASIDE),
    (EditionState.FROZEN, EditionState.SET_ASIDE),
    (EditionState.DRAFTED, EditionState.SET_ASIDE),
    (EditionState.APPROVED, EditionState.SET_ASIDE),
    (EditionState.PUBLISHED, EditionState.WITHDRAWN),
    (EditionState.SUPERSEDED, EditionState.WITHDRAWN),
    (EditionState.RESTATED, EditionState.WITHDRAWN),
)

OPEN_STATES = (
    EditionState.COLLECTING,
    EditionState.FROZEN,
    EditionState.DRAFTED,
    EditionState.APPROVED,
)
"""In the making: one version a year at most."""

STANDING_STATES = (EditionState.PUBLISHED, EditionState.SUPERSEDED, EditionState.RESTATED)
"""Published, and there to be read."""

PUBLIC_STATES = (*STANDING_STATES, EditionState.WITHDRAWN)
"""Published once, and unchangeable since."""


class RemovalKind(models.TextChoices):
    """What is taken out of a published version."""

    WITHDRAW = "withdraw", "The whole version"
    REDACT = "redact", "Passages of it"


class RemovalState(models.TextChoices):
    """asked → agreed → done, the last two in one transaction; or asked → dropped."""

    ASKED = "asked", "Waits for a second person"
    AGREED = "agreed", "Agreed"
    DONE = "done", "Done"
    DROPPED = "dropped", "Not done"


REMOVAL_TRANSITIONS: tuple[tuple[RemovalState, RemovalState], ...] = (
    (RemovalState.ASKED, RemovalState.AGREED),
    (RemovalState.AGREED, RemovalState.DONE),
    (RemovalState.ASKED, RemovalState.DROPPED),
)


class RemovalReason(models.TextChoices):
    """Why, in the words that readers see."""

    PERSON_NAMED = "person_named", "It named somebody who should not be named"
    CONSENT_ENDED = "consent_ended", "Somebody withdrew their consent"
    WRONG = "wrong", "It said something that is not right"
    OTHER = "other", "Another reason"


class FigureState(models.TextChoices):
    """Whether a figure has a value; the words are those of `logic.figures.State`."""

    VALUE = "value", "Value"
    NO_DATA = "no_data", "No data"
    NOT_PUBLISHED = "not_published", "Not published"
    SUPPRESSED = "suppressed", "Hidden (too few)"


class Unit(models.TextChoices):
    COUNT = "count", "Number"
    SHARE = "share", "Share"
    """A fraction of 1, shown in per cent."""
    MILES = "miles", "Miles"


class RecordKind(models.TextChoices):
    """What the ids behind a figure are: URNs of schools, or public ids."""

    SCHOOL = "school", "School"
    PARTNER = "partner", "Partner"
    CONTACT = "contact", "Contact"


class DocumentKind(models.TextChoices):
    FULL = "full", "Full report"


BUILD_REPORT = "build_report"
"""The kind of job that makes a version of the report; its subject is the version's public id."""
DESTROY_FILES = "destroy_report_files"
"""The kind of job that deletes the files of a version that nobody may read any more."""
REPORT_NEWS = "reports"
"""The kind of notification about a version of the report."""
BUILD_STEPS = (
    ("collect", "Collecting figures"),
    ("draw", "Drawing charts and maps"),
    ("lay_out", "Laying out pages"),
    ("check", "Checking tags, links and fonts"),
)
"""What making a version goes through: key and the words that pages show."""
