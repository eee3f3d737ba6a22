"""The log of erasures: global, because a restore reads it across alliances; ids only."""

from django.db import models
from django.db.models.functions import Now

from foundation.identifiers import new_public_id


class Erasure(models.Model):
    """One thing erased: what kind of thing (who erases it again says `registry`), and the id it had.

    Without an alliance it was on the identity plane. Nobody changes a row or takes one away.
    """

    public_id = models.UUIDField(default=new_public_id, unique=True, editable=False)
    at = models.DateTimeField(db_default=Now())
    kind = models.CharField(max_length=40)
    alliance = models.ForeignKey(
        "alliance.Alliance", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    subject = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"
