"""What one person has to do, as somebody wrote it down."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from foundation.tenancy.models import AllianceManager, AllianceOwnedPublic, AllianceQuerySet


class TaskQuerySet(AllianceQuerySet):
    def visible_to(self, member: Any) -> "TaskQuerySet":
        """One's own, and those one gave to others; nobody else's."""
        return self.filter(Q(owner=member.user_id) | Q(made_by=member.user_id))

    def open(self) -> "TaskQuerySet":
        return self.filter(done_at=None)


class Task(AllianceOwnedPublic):
    """Something to do, for its owner, by a day or at any time. Done when its owner or its maker says so."""

    title = models.CharField("what", max_length=150)
    details = models.TextField(blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    due_on = models.DateField("due", null=True, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    done_at = models.DateTimeField("done", null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    version = models.PositiveIntegerField(default=1, db_default=1)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects: ClassVar[Any] = AllianceManager.from_queryset(TaskQuerySet)()

    class Meta(AllianceOwnedPublic.Meta):
        constraints = [
            *AllianceOwnedPublic.Meta.constraints,
            models.CheckConstraint(
                condition=Q(done_by__isnull=True) | Q(done_at__isnull=False), name="task_done_when"
            ),
        ]
        indexes = [
            models.Index(fields=["alliance", "owner", "done_at", "due_on"], name="task_of_owner"),
            models.Index(
                fields=["alliance", "owner", "due_on", "id"],
                condition=Q(done_at=None),
                name="task_open_of_owner",
            ),
            models.Index(
                fields=["alliance", "made_by", "due_on", "id"],
                condition=Q(done_at=None),
                name="task_open_by_maker",
            ),
        ]

    def __str__(self) -> str:
        return self.title
