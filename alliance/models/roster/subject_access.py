"""What was put together for somebody who asked what is held about them."""

from datetime import datetime
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from foundation.tenancy.fields import CompositeForeignKey, OwnedForeignKey
from foundation.tenancy.models import AllianceManager, AllianceOwnedPublic, AllianceQuerySet


class SubjectAccessQuerySet(AllianceQuerySet):
    def ready(self, now: datetime) -> "SubjectAccessQuerySet":
        """Made, and not yet past its last day."""
        return self.filter(made_at__isnull=False, expires_at__gt=now)


class SubjectAccess(AllianceOwnedPublic):
    """One request for a copy of everything held about one person, and the archive that answers it.

    A job makes the archive; a week later the clock takes the row away. Who asked, who fetched it and when
    stand in the trail.
    """

    person = OwnedForeignKey("alliance.Person", on_delete=models.CASCADE, related_name="+")
    asked_by = models.ForeignKey(
        "alliance.User", null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    asked_at = models.DateTimeField("asked for", auto_now_add=True)
    made_at = models.DateTimeField("made", null=True)
    expires_at = models.DateTimeField("can be fetched until", null=True)
    fetched = models.PositiveIntegerField("times fetched", default=0, db_default=0)
    archive = models.BinaryField(null=True)

    objects: ClassVar[Any] = AllianceManager.from_queryset(SubjectAccessQuerySet)()

    class Meta(AllianceOwnedPublic.Meta):
        verbose_name = "subject-access export"
        constraints = [
            *AllianceOwnedPublic.Meta.constraints,
            CompositeForeignKey("person", to="alliance.Person", name="subject_access_person_fk"),
            models.CheckConstraint(
                condition=Q(made_at=None, expires_at=None, archive=None)
                | Q(made_at__isnull=False, expires_at__isnull=False, archive__isnull=False),
                name="subject_access_made_whole",
            ),
        ]
        indexes = [models.Index(fields=["alliance", "person", "-id"], name="subject_access_of")]
