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
)

OPEN_STATES = (
    EditionState.COLLECTING,
    EditionState.FROZEN,
    EditionState.DRAFTED,
    EditionState.APPROVED,
)
"""In the making: one version a year at most."""

PUBLIC_STATES = (EditionState.PUBLISHED, EditionState.SUPERSEDED, EditionState.RESTATED)
"""Published once, and unchangeable since."""


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
BUILD_STEPS = (
    ("collect", "Collecting figures"),
    ("draw", "Drawing charts and maps"),
    ("lay_out", "Laying out pages"),
    ("check", "Checking tags, links and fonts"),
)
"""What making a version goes through: key and the words that pages show."""
