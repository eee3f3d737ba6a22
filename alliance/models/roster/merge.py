"""Two persons who are one, or who are known to be two."""

from datetime import timedelta
from typing import Any, ClassVar

from django.db import models
from django.db.models import F

from foundation.tenancy.fields import CompositeForeignKey, OwnedForeignKey
from foundation.tenancy.models import AllianceManager, AllianceOwned, AllianceOwnedPublic, AllianceQuerySet

UNDO_DAYS = 30


class TwoPeople(AllianceOwned):
    """Somebody looked at two persons who seemed to be one, and said that they are two."""

    one = OwnedForeignKey("alliance.Person", on_delete=models.CASCADE, related_name="+")
    other = OwnedForeignKey("alliance.Person", on_delete=models.CASCADE, related_name="+")
    said_by = models.ForeignKey(
        "alliance.User", null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    said_at = models.DateTimeField(auto_now_add=True)

    class Meta(AllianceOwned.Meta):
        constraints = [
            *AllianceOwned.Meta.constraints,
            CompositeForeignKey("one", to="alliance.Person", name="two_people_one_fk"),
            CompositeForeignKey("other", to="alliance.Person", name="two_people_other_fk"),
            models.UniqueConstraint(fields=["alliance", "one", "other"], name="two_people_once"),
            models.CheckConstraint(condition=models.Q(one__lt=F("other")), name="two_people_in_order"),
        ]


class PersonMergeQuerySet(AllianceQuerySet):
    def open(self, now: Any) -> "PersonMergeQuerySet":
        """Can still be undone at that moment."""
        return self.filter(merged_at__gt=now - timedelta(days=UNDO_DAYS))


class PersonMerge(AllianceOwnedPublic):
    """One person was found to be another: the row of the other is gone, and kept here until nobody can undo
    it any more.

    `removed` is that row and the rows that could not stand beside the kept person's, as the database had
    them; `moved` names every row that refers to the kept person now, by table and column. Forgotten after 30
    days.
    """

    kept = OwnedForeignKey("alliance.Person", on_delete=models.CASCADE, related_name="merges")
    removed = models.JSONField()
    moved = models.JSONField()
    changed = models.JSONField()
    merged_by = models.ForeignKey(
        "alliance.User", null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    merged_at = models.DateTimeField("merged", auto_now_add=True)

    objects: ClassVar[Any] = AllianceManager.from_queryset(PersonMergeQuerySet)()

    class Meta(AllianceOwnedPublic.Meta):
        constraints = [
            *AllianceOwnedPublic.Meta.constraints,
            CompositeForeignKey("kept", to="alliance.Person", name="person_merge_kept_fk"),
        ]
        indexes = [
            models.Index(fields=["alliance", "kept"], name="person_merge_of"),
            models.Index(fields=["alliance", "merged_at"], name="person_merge_by_age"),
        ]
