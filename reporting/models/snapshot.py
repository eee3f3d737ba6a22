"""What a version of the report was made from: locked once, and never changed."""

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from foundation.tenancy.fields import CompositeForeignKey, OwnedForeignKey
from foundation.tenancy.models import AllianceOwned, AllianceOwnedPublic
from reporting.choices import DocumentKind, FigureState, RecordKind, Unit


def written_while(state: str, what: str) -> pgtrigger.Trigger:
    """A trigger that lets rows in only while their version is in `state`."""
    return pgtrigger.Trigger(
        name=f"written_while_{state}",
        operation=pgtrigger.Insert,
        when=pgtrigger.Before,
        func=f"""
        IF NOT EXISTS (SELECT FROM reporting_edition AS edition
                        WHERE edition.alliance_id = NEW.alliance_id AND edition.id = NEW.edition_id
                          AND edition.state = '{state}') THEN
            RAISE EXCEPTION '{what}';
        END IF;
        RETURN NEW;
        """,
    )


def never_changed() -> pgtrigger.Protect:
    return pgtrigger.Protect(name="never_changed", operation=pgtrigger.Update | pgtrigger.Delete)


def changed_by_removal(*columns: str) -> list[pgtrigger.Trigger]:
    """Triggers that refuse every delete, and every update but that of `columns` while an agreed removal takes
    words out of the version.
    """
    old, new = (
        " - ".join([f"to_jsonb({row})", *(f"'{column}'" for column in columns)]) for row in ("OLD", "NEW")
    )
    return [
        pgtrigger.Trigger(
            name="changed_by_removal_only",
            operation=pgtrigger.Update,
            when=pgtrigger.Before,
            func=f"""
            IF {old} IS DISTINCT FROM {new}
               OR NOT EXISTS (SELECT FROM reporting_removal AS removal
                               WHERE removal.alliance_id = OLD.alliance_id
                                 AND removal.edition_id = OLD.edition_id AND removal.state = 'agreed') THEN
                RAISE EXCEPTION 'Locked figures never change; words are taken out of them by a removal.';
            END IF;
            RETURN NEW;
            """,
        ),
        pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
    ]


DOCUMENT_MADE_ONCE = """
IF NOT EXISTS (SELECT FROM reporting_edition AS edition
                WHERE edition.alliance_id = NEW.alliance_id AND edition.id = NEW.edition_id
                  AND (edition.state = 'frozen' AND NEW.revision = 0
                       OR edition.state = ANY (ARRAY['published', 'superseded', 'restated'])
                          AND NEW.revision > 0
                          AND NEW.revision = (SELECT count(*) FROM reporting_removal AS removal
                                               WHERE removal.alliance_id = NEW.alliance_id
                                                 AND removal.edition_id = NEW.edition_id
                                                 AND removal.kind = 'redact'
                                                 AND removal.state = 'done'))) THEN
    RAISE EXCEPTION 'A document is made once from locked figures, and once after each redaction.';
END IF;
RETURN NEW;
"""


class Snapshot(AllianceOwned):
    """Everything a version's document is made from besides its figures, and the digest of both together.

    `context` is plain JSON: the alliance as it was, the wording of each metric, the places on the map.
    `digest` is SHA-256 over the canonical form (`logic.snapshot`); its first sixteen digits are the check
    code. A removal takes words out of `context`; `digest` stays what it was, and `redacted_digest` is that of
    what is left.
    """

    edition = OwnedForeignKey("reporting.Edition", on_delete=models.PROTECT, related_name="snapshots")
    taken_at = models.DateTimeField()
    as_at = models.DateField()
    context = models.JSONField()
    digest = models.CharField(max_length=64)
    redacted_digest = models.CharField(max_length=64, default="", db_default="", blank=True)

    class Meta(AllianceOwned.Meta):
        constraints = [
            *AllianceOwned.Meta.constraints,
            CompositeForeignKey("edition", to="reporting.Edition", name="snapshot_edition_fk"),
            models.UniqueConstraint(fields=["alliance", "edition"], name="snapshot_once"),
        ]
        triggers = [
            written_while("collecting", "Figures are locked once, while they are collected."),
            *changed_by_removal("context", "redacted_digest"),
        ]

    @property
    def current_digest(self) -> str:
        """Of what the version's document shows now."""
        return self.redacted_digest or self.digest


class Figure(AllianceOwnedPublic):
    """One figure of a version: what was counted, out of what, on which day, and the records behind it.

    `position` is its place in the figure register (R-001 is 1). `filters` narrow the metric, `label` says so
    in words. Shares are fractions of 1, distances miles. A suppressed figure keeps its records so that it can
    be computed again; nothing shows them. `counted` and `out_of` are URNs or public ids, as `records` says.
    """

    edition = OwnedForeignKey("reporting.Edition", on_delete=models.PROTECT, related_name="figures")
    position = models.PositiveSmallIntegerField()
    section = models.CharField(max_length=20)
    metric = models.CharField(max_length=40)
    version = models.PositiveSmallIntegerField()
    filters = models.JSONField(default=dict)
    label = models.CharField(max_length=200, blank=True)
    unit = models.CharField(max_length=10, choices=Unit.choices)
    state = models.CharField(max_length=15, choices=FigureState.choices)
    value = models.DecimalField(max_digits=14, decimal_places=6, null=True)
    numerator = models.PositiveIntegerField(null=True)
    denominator = models.PositiveIntegerField(null=True)
    as_at = models.DateField()
    records = models.CharField(max_length=10, choices=RecordKind.choices)
    counted = ArrayField(models.CharField(max_length=36), default=list)
    out_of = ArrayField(models.CharField(max_length=36), default=list)
    left_out = models.JSONField(default=list)
    digest = models.CharField(max_length=64)

    class Meta(AllianceOwnedPublic.Meta):
        constraints = [
            *AllianceOwnedPublic.Meta.constraints,
            CompositeForeignKey("edition", to="reporting.Edition", name="figure_edition_fk"),
            models.UniqueConstraint(fields=["alliance", "edition", "position"], name="figure_place_once"),
            models.UniqueConstraint(fields=["alliance", "edition", "metric", "filters"], name="figure_once"),
            models.CheckConstraint(
                condition=Q(state=FigureState.VALUE, value__isnull=False)
                | ~Q(state=FigureState.VALUE) & Q(value__isnull=True, numerator__isnull=True),
                name="figure_value_when_there_is_one",
            ),
        ]
        triggers = [
            written_while("collecting", "Figures are locked once, while they are collected."),
            *changed_by_removal("label"),
        ]

    @property
    def register_id(self) -> str:
        return f"R-{self.position:03d}"


class Document(AllianceOwnedPublic):
    """A file made from a version's snapshot. `path` lies under the media folder and carries the job's
    fence. `revision` is 0 for the one that was published, and counts the redactions after that; the rows of
    files that are destroyed stay, so that a copy can still be told by its SHA-256.
    """

    edition = OwnedForeignKey("reporting.Edition", on_delete=models.PROTECT, related_name="documents")
    kind = models.CharField(max_length=10, choices=DocumentKind.choices)
    revision = models.PositiveSmallIntegerField(default=0, db_default=0)
    path = models.CharField(max_length=200)
    fence = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    pages = models.PositiveSmallIntegerField()
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta(AllianceOwnedPublic.Meta):
        constraints = [
            *AllianceOwnedPublic.Meta.constraints,
            CompositeForeignKey("edition", to="reporting.Edition", name="document_edition_fk"),
            models.UniqueConstraint(
                fields=["alliance", "edition", "kind", "revision"], name="document_once_a_revision"
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="made_once",
                operation=pgtrigger.Insert,
                when=pgtrigger.Before,
                func=DOCUMENT_MADE_ONCE,
            ),
            never_changed(),
        ]
