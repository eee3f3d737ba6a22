"""What the alliance works towards, in a few words each: what prospects are asked whether they share."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from foundation.tenancy.models import AllianceManager, AllianceOwnedPublic, AllianceQuerySet


class PriorityQuerySet(AllianceQuerySet):
    def current(self) -> "PriorityQuerySet":
        return self.filter(ended_on=None)


class Priority(AllianceOwnedPublic):
    """One aim of the alliance, by which a prospect's own aims are compared with the alliance's.

    One that ends stays with the prospects that named it.
    """

    name = models.CharField("priority", max_length=120)
    ended_on = models.DateField("ended", null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[Any] = AllianceManager.from_queryset(PriorityQuerySet)()

    class Meta(AllianceOwnedPublic.Meta):
        verbose_name_plural = "priorities"
        constraints = [
            *AllianceOwnedPublic.Meta.constraints,
            models.UniqueConstraint(
                "alliance",
                Lower("name"),
                condition=Q(ended_on=None),
                name="priority_once",
                violation_error_message="This priority is on the list already.",
            ),
        ]

    def __str__(self) -> str:
        return self.name
