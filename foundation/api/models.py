"""Answers that are kept, so that a request that is sent again is not done again."""

from django.db import models
from django.db.models.functions import Now

from foundation.tenancy.models import AllianceOwned


class KeptAnswer(AllianceOwned):
    """What was answered to a request with an `Idempotency-Key`, written in the request's transaction.

    Key and request are kept as digests. The answer is the reader's own data, hence owned and under row-level
    security; it is forgotten after a day.
    """

    reader = models.CharField(max_length=40)
    key_digest = models.CharField(max_length=64)
    request_digest = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField()
    headers = models.JSONField(default=dict)
    body = models.BinaryField()
    at = models.DateTimeField(db_default=Now())

    class Meta(AllianceOwned.Meta):
        constraints = [
            *AllianceOwned.Meta.constraints,
            models.UniqueConstraint(fields=["alliance", "reader", "key_digest"], name="kept_answer_once"),
        ]
        indexes = [models.Index(fields=["alliance", "at"], name="kept_answer_by_age")]

    def __str__(self) -> str:
        return f"{self.reader} {self.status}"
