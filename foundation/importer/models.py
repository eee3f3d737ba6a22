"""One table that somebody brought, its rows, and how its columns were matched."""

import hashlib
from collections.abc import Sequence

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from foundation.importer.choices import AFTER_WRITING, TRANSITIONS, ImportState, Outcome, Result
from foundation.tenancy.fields import CompositeForeignKey, OwnedForeignKey
from foundation.tenancy.models import AllianceOwned, AllianceOwnedPublic, AllianceQuerySet


class Import(AllianceOwnedPublic):
    """A table for one target. `actions` and `carrying_out` move `state`; a trigger refuses other moves.

    `heads` are the cells of the first row, which names the columns if `has_heads`; `columns` holds the field
    that each column goes to, "" for none. `counts` says how many rows have each outcome. The rows are erased
    a month after they came, or when somebody asks: `erased_at` is when.
    """

    target = models.CharField(max_length=40)
    state = models.CharField(max_length=10, choices=ImportState.choices, default=ImportState.UPLOADED)
    file_name = models.CharField("file", max_length=200)
    sheet = models.CharField(max_length=100, blank=True)
    heads = models.JSONField(default=list)
    first_row = models.PositiveIntegerField()
    has_heads = models.BooleanField(default=True)
    columns = models.JSONField(default=list)
    counts = models.JSONField(default=dict)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    started_at = models.DateTimeField(auto_now_add=True)
    applied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    applied_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    undone_at = models.DateTimeField(null=True)
    erased_at = models.DateTimeField(null=True)

    class Meta(AllianceOwnedPublic.Meta):
        constraints = [
            *AllianceOwnedPublic.Meta.constraints,
            models.CheckConstraint(
                condition=Q(state__in=AFTER_WRITING, applied_at__isnull=False)
                | ~Q(state__in=AFTER_WRITING) & Q(applied_at__isnull=True),
                name="import_applied_when",
            ),
        ]
        indexes = [models.Index(fields=["alliance", "-id"], name="import_newest")]
        triggers = [pgtrigger.FSM(name="life", field="state", transitions=list(TRANSITIONS))]

    def __str__(self) -> str:
        return self.file_name

    def data_rows(self) -> AllianceQuerySet:
        """Its rows without the one that names the columns, in the order of the file."""
        return rows_of(self).filter(number__gte=self.first_row + self.has_heads)


class ImportRow(AllianceOwned):
    """A row as it came, what the check found, and what was done.

    `number` is the row's on the sheet. `about` names the record, `changes` are (field, before, after) as
    words. `trace` belongs to the target: whatever it needs to undo the row.
    """

    source = OwnedForeignKey(Import, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()
    cells = models.JSONField()
    outcome = models.CharField(max_length=6, choices=Outcome.choices, blank=True, default="")
    result = models.CharField(max_length=6, choices=Result.choices, blank=True, default=Result.WAITING)
    about = models.CharField(max_length=200, blank=True)
    reason = models.TextField(blank=True)
    changes = models.JSONField(default=list)
    trace = models.JSONField(null=True)

    class Meta(AllianceOwned.Meta):
        constraints = [
            *AllianceOwned.Meta.constraints,
            CompositeForeignKey("source", to="foundation.Import", name="import_row_source_fk"),
            models.UniqueConstraint(fields=["alliance", "source", "number"], name="import_row_once"),
            models.CheckConstraint(
                condition=~Q(result=Result.DONE) | Q(trace__isnull=False), name="import_row_can_be_undone"
            ),
        ]
        indexes = [
            models.Index(fields=["alliance", "source", "outcome", "number"], name="import_row_by_outcome")
        ]


def rows_of(source: Import) -> AllianceQuerySet:
    """Every row of an import, in the order of the file."""
    found: AllianceQuerySet = ImportRow.objects.filter(source=source).order_by("number")
    return found


class ColumnMatch(AllianceOwned):
    """How somebody matched the columns of a table with these heads, for the next one like it."""

    target = models.CharField(max_length=40)
    heads_digest = models.CharField(max_length=64)
    columns = models.JSONField()

    class Meta(AllianceOwned.Meta):
        verbose_name_plural = "column matches"
        constraints = [
            *AllianceOwned.Meta.constraints,
            models.UniqueConstraint(fields=["alliance", "target", "heads_digest"], name="column_match_once"),
        ]


def heads_digest(heads: Sequence[str]) -> str:
    """The same for tables whose heads are the same but for case and spaces."""
    return hashlib.sha256("\0".join(" ".join(head.casefold().split()) for head in heads).encode()).hexdigest()
