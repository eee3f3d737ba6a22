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


class Snapshot(AllianceOwned):
    """Everything a version's document is made from besides its figures, and the digest of both together.

    `context` is plain JSON: the alliance as it was, the wording of each metric, the places on the map.
    `digest` is SHA-256 over the canonical form (`logic.snapshot`); its first sixteen digits are the check
    code.
    """

    edition = OwnedForeignKey("reporting.Edition", on_delete=models.PROTECT, related_name="snapshots")
    taken_at = models.DateTimeField()
    as_at = models.DateField()
    context = models.JSONField()
    digest = models.CharField(max_length=64)

    class Meta(AllianceOwned.Meta):
        constraints = [
            *AllianceOwned.Meta.constraints,
            CompositeForeignKey("edition", to="reporting.Edition", name="snapshot_edition_fk"),
            models.UniqueConstraint(fields=["alliance", "edition"], name="snapshot_once"),
        ]
        triggers = [
            written_while("collecting", "Figures are locked once, while they are collected."),
            never_changed(),
        ]


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
            never_changed(),
        ]

    @property
    def register_id(self) -> str:
        return f"R-{self.position:03d}"


class Document(AllianceOwnedPublic):
    """A file made from a version's snapshot. `path` lies under the media folder and carries the job's
    fence.
    """

    edition = OwnedForeignKey("reporting.Edition", on_delete=models.PROTECT, related_name="documents")
    kind = models.CharField(max_length=10, choices=DocumentKind.choices)
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
            models.UniqueConstraint(fields=["alliance", "edition", "kind"], name="document_once"),
        ]
        triggers = [
            written_while("frozen", "A document is made once, from locked figures."),
            never_changed(),
        ]
