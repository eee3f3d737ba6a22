"""The table in which the portal's processes say that they are there."""

from django.db import models
from django.db.models.functions import Now


class Part(models.TextChoices):
    """The processes that nobody visits, so that only a row can tell whether they live."""

    RELAY = "relay", "Relay"
    WORKER = "worker", "Worker"
    BEAT = "beat", "Clock"


class Pulse(models.Model):
    """One process, and when it last said that it lives, by the database's clock.

    The relay also tells how far the change feed is held back, which it can only know by having watched.
    """

    part = models.CharField(max_length=10, choices=Part.choices)
    instance = models.CharField(max_length=100)
    at = models.DateTimeField(db_default=Now())
    feed_lag_seconds = models.PositiveIntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["part", "instance"], name="pulse_of_process")]

    def __str__(self) -> str:
        return f"{self.part} {self.instance}"
