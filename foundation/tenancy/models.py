"""What every row of the tenant plane is: owned by exactly one alliance."""

from collections.abc import Iterable
from typing import Any, Self

from django.db import models

from foundation.identifiers import new_public_id
from foundation.tenancy.scope import current_alliance_id


class AllianceQuerySet(models.QuerySet):
    """Rows of the alliance in scope."""

    def bulk_create(self, objs: Iterable[Any], *args: Any, **kwargs: Any) -> list[Any]:
        owned = list(objs)
        for obj in owned:
            obj.claim()
        return super().bulk_create(owned, *args, **kwargs)


class AllianceManager(models.Manager.from_queryset(AllianceQuerySet)):  # type: ignore[misc]  # made at run time
    """Raises outside a scope, and narrows to the alliance in scope; PostgreSQL does the same again."""

    def get_queryset(self) -> AllianceQuerySet:
        return super().get_queryset().filter(alliance_id=current_alliance_id())

    @classmethod
    def from_queryset(
        cls, queryset_class: type[models.QuerySet], class_name: str | None = None
    ) -> type[Self]:
        """A manager that speaks the domain words of `queryset_class` and stays inside the scope."""
        if not issubclass(queryset_class, AllianceQuerySet):
            raise TypeError(f"{queryset_class.__name__} must extend AllianceQuerySet.")
        return super().from_queryset(queryset_class, class_name)


class AllianceOwned(models.Model):
    """A row of one alliance. The alliance is taken from the scope and never changes.

    `UNIQUE (alliance_id, id)` is what the composite foreign keys of other owned tables point at.
    """

    id = models.BigAutoField(primary_key=True)
    alliance = models.ForeignKey(
        "alliance.Alliance", on_delete=models.PROTECT, related_name="+", editable=False, db_index=False
    )

    objects = AllianceManager()

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(fields=["alliance", "id"], name="%(app_label)s_%(class)s_owned"),
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.claim()
        super().save(*args, **kwargs)

    def claim(self) -> None:
        """Take the alliance in scope; refuse to be written on behalf of another one."""
        alliance_id = current_alliance_id()
        if self.alliance_id is None:
            self.alliance_id = alliance_id
        if self.alliance_id != alliance_id:
            raise ValueError(
                f"{self._meta.label} {self.pk} belongs to another alliance than the one in scope."
            )


class AllianceOwnedPublic(AllianceOwned):
    """An owned row that appears in addresses or in the API, under an id that tells no count and no order of
    growth.
    """

    public_id = models.UUIDField(default=new_public_id, editable=False)

    class Meta(AllianceOwned.Meta):
        abstract = True
        constraints = [
            *AllianceOwned.Meta.constraints,
            models.UniqueConstraint(fields=["alliance", "public_id"], name="%(app_label)s_%(class)s_public"),
        ]
