"""What both kinds of school facts have in common: whose school, who says it, and whether it counts."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Exists, OuterRef, Q

from alliance.choices import FactSource
from alliance.models.partner import Partner
from foundation.tenancy.fields import OwnedForeignKey
from foundation.tenancy.models import AllianceManager, AllianceOwnedPublic, AllianceQuerySet


class SchoolFactQuerySet(AllianceQuerySet):
    def standing(self) -> "SchoolFactQuerySet":
        """The one of each fact that counts."""
        return self.filter(stands=True)

    def of_current(self) -> "SchoolFactQuerySet":
        """Those of partners that have not left: told by those that have, who are fewer to look up."""
        left = Partner.objects.filter(pk=OuterRef("partner"), left_on__isnull=False)
        return self.filter(~Exists(left))

    def visible_to(self, member: Any) -> "SchoolFactQuerySet":
        """Those of the partners that the member sees: staff see every one's."""
        if getattr(member, "is_staff", False):
            return self
        return self.filter(partner__in=Partner.objects.visible_to(member))


class SchoolFact(AllianceOwnedPublic):
    """A fact about a partner that is a school, as one source says it.

    The partner is the school under whichever URN: it goes along when the school gets a new one. Each source
    has a row of its own, and none overwrites another; `stands` marks the one that counts. Only
    `alliance.actions.facts.standing` writes it. `note` says where the source has it from.
    """

    partner = OwnedForeignKey("alliance.Partner", on_delete=models.CASCADE, related_name="+")
    source = models.CharField("who says it", max_length=10, choices=FactSource.choices)
    stands = models.BooleanField("counts", default=False, editable=False)
    note = models.CharField("where it is from", max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects: ClassVar[Any] = AllianceManager.from_queryset(SchoolFactQuerySet)()

    class Meta(AllianceOwnedPublic.Meta):
        abstract = True
        constraints = [
            *AllianceOwnedPublic.Meta.constraints,
            models.CheckConstraint(condition=Q(source__in=FactSource.values), name="%(class)s_known_source"),
        ]


def believable(year: str) -> Q:
    """The condition that a field holds a year that school facts can be of."""
    return Q(**{f"{year}__range": (2000, 2100)})
