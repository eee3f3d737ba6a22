"""Who changed what, when: written by a trigger, read by everybody who may read the record."""

from typing import Any, ClassVar

from django.db import models

from foundation.tenancy.models import AllianceManager, AllianceOwned, AllianceQuerySet


class AuditQuerySet(AllianceQuerySet):
    def about(self, record: models.Model) -> "AuditQuerySet":
        """The events of one record, newest first."""
        return self.filter(table=record._meta.db_table, row_id=record.pk).order_by("-id")


class AuditEvent(AllianceOwned):
    """One insert, update or delete of one row. Only `foundation_audit()` writes it; nobody changes it.

    `changes` maps a column to [old, new]; a personal column maps to null: that it changed, never what it
    said. `agent` is what acted where no person did, as kind and id ("credential:12").
    """

    class Action(models.TextChoices):
        CREATED = "I", "Created"
        CHANGED = "U", "Changed"
        DELETED = "D", "Deleted"

    at = models.DateTimeField()
    user_id = models.BigIntegerField(null=True)
    agent = models.CharField(max_length=64, blank=True, default="", db_default="")
    request_id = models.CharField(max_length=64)
    table = models.CharField(max_length=63)
    row_id = models.BigIntegerField()
    action = models.CharField(max_length=1, choices=Action.choices)
    changes = models.JSONField()

    objects: ClassVar[Any] = AllianceManager.from_queryset(AuditQuerySet)()

    class Meta(AllianceOwned.Meta):
        indexes = [
            models.Index(fields=["alliance", "table", "row_id", "-id"], name="audit_of_record"),
            models.Index(
                fields=["alliance", "table", "id"], condition=models.Q(action="D"), name="audit_of_removed"
            ),
        ]
