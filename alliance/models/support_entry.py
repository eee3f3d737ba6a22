"""An operator inside an alliance, to help: why, since when and until when."""

from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q

from foundation.tenancy.models import AllianceManager, AllianceOwnedPublic, AllianceQuerySet

LENGTH = timedelta(minutes=60)


class SupportEntryQuerySet(AllianceQuerySet):
    def live(self, now: datetime) -> "SupportEntryQuerySet":
        """Neither left nor over."""
        return self.filter(left_at=None, ends_at__gt=now)


class SupportEntry(AllianceOwnedPublic):
    """One visit of one operator: at most 60 minutes, with a reason that the alliance reads.

    The actions in `actions/support_entries.py` begin and end it. The database lets nobody change it
    otherwise, or remove it: only `left_at` and `ended_by` are ever written, once.
    """

    operator = models.ForeignKey("alliance.User", on_delete=models.PROTECT, related_name="+", db_index=False)
    reason = models.CharField(max_length=500)
    started_at = models.DateTimeField("since")
    ends_at = models.DateTimeField("until")
    left_at = models.DateTimeField("ended", null=True, blank=True)
    ended_by = models.ForeignKey(
        "alliance.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )

    objects: ClassVar[Any] = AllianceManager.from_queryset(SupportEntryQuerySet)()

    class Meta(AllianceOwnedPublic.Meta):
        verbose_name = "support entry"
        constraints = [
            *AllianceOwnedPublic.Meta.constraints,
            models.UniqueConstraint(
                fields=["alliance", "operator"],
                condition=Q(left_at=None),
                name="support_entry_once",
                violation_error_message="This operator is inside already.",
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("started_at")) & Q(ends_at__lte=F("started_at") + LENGTH),
                name="support_entry_length",
                violation_error_message="A support entry lasts 60 minutes at most.",
            ),
            models.CheckConstraint(
                condition=Q(left_at=None) | Q(left_at__gte=F("started_at")), name="support_entry_order"
            ),
            models.CheckConstraint(
                condition=Q(ended_by=None) | Q(left_at__isnull=False), name="support_entry_ended_when"
            ),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="support_entry_reason",
                violation_error_message="Write why, for the alliance to read.",
            ),
        ]
        indexes = [models.Index(fields=["alliance", "-started_at"], name="support_entry_latest")]

    def __str__(self) -> str:
        return f"{self.operator} in {self.alliance}"
