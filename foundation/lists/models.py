"""What people keep of lists: changes of many rows with the way back, and views by name."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower, Now

from foundation.tenancy.fields import CompositeForeignKey, OwnedForeignKey
from foundation.tenancy.models import AllianceOwned, AllianceOwnedPublic


class BulkChange(AllianceOwnedPublic):
    """One verb for many rows: first who is meant, then what was done, and for half a minute the way back.

    `verb` names what is done, `options` what its form said; `back` is the address of the list it began at,
    `sentence` what it has done. Only the person who selected the rows sees it.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    verb = models.CharField(max_length=40)
    back = models.CharField(max_length=4_000)
    options = models.JSONField(default=dict)
    sentence = models.CharField(max_length=300, blank=True)
    selected_at = models.DateTimeField(db_default=Now())
    done_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)

    class Meta(AllianceOwnedPublic.Meta):
        constraints = [
            *AllianceOwnedPublic.Meta.constraints,
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True) | Q(undone_at__gte=F("done_at")),
                name="bulk_undone_after_done",
            ),
        ]
        indexes = [models.Index(fields=["alliance", "user", "-id"], name="bulk_change_of_user")]

    def __str__(self) -> str:
        return self.sentence or self.verb


class BulkRow(AllianceOwned):
    """A selected row. `seen` is how it stood when it was selected, later how the change left it.

    `before` is what the way back puts back; empty where the row was left out, and `refusal` says why.
    """

    change = OwnedForeignKey(BulkChange, on_delete=models.CASCADE, related_name="rows")
    row_id = models.BigIntegerField()
    seen = models.CharField(max_length=100)
    before = models.JSONField(null=True)
    refusal = models.CharField(max_length=300, db_default="", default="")

    class Meta(AllianceOwned.Meta):
        constraints = [
            *AllianceOwned.Meta.constraints,
            CompositeForeignKey("change", to="foundation.BulkChange", name="bulk_row_change_fk"),
            models.UniqueConstraint(fields=["alliance", "change", "row_id"], name="bulk_row_once"),
        ]


class SavedView(AllianceOwnedPublic):
    """A list as somebody wants to find it again: `query` is its address after the question mark.

    `list` names the list. A shared view is seen by all who see the list; its owner and leads change it.
    """

    list = models.CharField(max_length=40)
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=2_000, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    shared = models.BooleanField(default=False)

    class Meta(AllianceOwnedPublic.Meta):
        constraints = [
            *AllianceOwnedPublic.Meta.constraints,
            models.UniqueConstraint(
                "alliance",
                "list",
                "owner",
                Lower("name"),
                name="saved_view_name_once",
                violation_error_message="You have a view of this name already.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class DefaultView(AllianceOwned):
    """The view that a person's list opens with."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    list = models.CharField(max_length=40)
    view = OwnedForeignKey(SavedView, on_delete=models.CASCADE, related_name="+")

    class Meta(AllianceOwned.Meta):
        constraints = [
            *AllianceOwned.Meta.constraints,
            CompositeForeignKey("view", to="foundation.SavedView", name="default_view_view_fk"),
            models.UniqueConstraint(fields=["alliance", "user", "list"], name="default_view_once"),
        ]
