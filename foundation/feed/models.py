"""The feed's tables."""

import uuid

from django.contrib.postgres.indexes import BrinIndex
from django.db import models

from foundation.feed.fields import Xid8Field
from foundation.tenancy.models import AllianceOwned


class Change(AllianceOwned):
    """One change of one object. Triggers insert it; nothing updates it; what is past keeping is pruned.

    Read in the order of (xid, id), below the oldest transaction still running: a number or a moment alone
    would pass rows that began earlier and commit later. It holds ids only, no text of the object. `holder`
    is the row (a partner) whose own people see the object in any case; `shared` is whether others see it
    too. Both stand as they were before and after the change, so that an object that leaves a reader's view
    arrives there as a deletion.
    """

    at = models.DateTimeField()
    xid = Xid8Field()
    type = models.CharField(max_length=30)
    object_id = models.BigIntegerField()
    public_id = models.UUIDField()
    holder_before = models.BigIntegerField(null=True)
    holder_after = models.BigIntegerField(null=True)
    shared_before = models.BooleanField()
    shared_after = models.BooleanField()

    class Meta(AllianceOwned.Meta):
        indexes = [
            models.Index(fields=["alliance", "xid", "id"], name="change_in_order"),
            # Rows are appended nearly in this order: a few bytes for each megabyte say where a moment lies.
            BrinIndex(fields=["at"], name="change_by_moment", autosummarize=True),
        ]

    def __str__(self) -> str:
        return f"{self.type} {self.public_id}"


class FeedGeneration(models.Model):
    """One row at most: which history the feed tells, and of which database.

    Transaction ids start again in a new cluster, and a restored backup has lost some. `renew_feed` writes a
    new token then; a cursor of another generation is refused.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    token = models.UUIDField(default=uuid.uuid4)
    cluster = models.CharField(max_length=100)
    renewed_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="feed_generation_single")]
