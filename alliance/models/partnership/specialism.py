"""What a partner is a specialist in."""

from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q

from alliance.choices import SpecialismKind
from alliance.logic.partnership.specialisms import area_name
from foundation.tenancy.fields import CompositeForeignKey, OwnedForeignKey
from foundation.tenancy.models import AllianceManager, AllianceOwnedPublic, AllianceQuerySet


class SpecialismQuerySet(AllianceQuerySet):
    def current_on(self, day: date) -> "SpecialismQuerySet":
        """Those that count on that day, the last one included."""
        return self.filter(Q(expires_on=None) | Q(expires_on__gte=day))


class Specialism(AllianceOwnedPublic):
    """A subject, SEN type or phase that a partner is a specialist in: by what proof, from when, until when.

    `area` is a code of `logic.partnership.specialisms`. A renewed one is a new row, so that the old proof
    stays.
    """

    partner = OwnedForeignKey("alliance.Partner", on_delete=models.CASCADE, related_name="specialisms")
    kind = models.CharField(max_length=10, choices=SpecialismKind.choices)
    area = models.CharField(max_length=30)
    proof = models.CharField(max_length=300)
    proof_url = models.URLField("link to the proof", max_length=500, blank=True)
    awarded_on = models.DateField("awarded")
    expires_on = models.DateField("expires", null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects: ClassVar[Any] = AllianceManager.from_queryset(SpecialismQuerySet)()

    class Meta(AllianceOwnedPublic.Meta):
        constraints = [
            *AllianceOwnedPublic.Meta.constraints,
            CompositeForeignKey("partner", to="alliance.Partner", name="specialism_partner_fk"),
            models.UniqueConstraint(
                fields=["alliance", "partner", "kind", "area", "awarded_on"],
                name="specialism_once",
                violation_error_message="This specialism, awarded on this day, is there already.",
            ),
            models.CheckConstraint(
                condition=~Q(proof=""),
                name="specialism_proved",
                violation_error_message="Say what proves it: a letter, a designation, an accreditation.",
            ),
            models.CheckConstraint(
                condition=Q(expires_on__isnull=True) | Q(expires_on__gt=F("awarded_on")),
                name="specialism_expires_after_award",
                violation_error_message="It runs out before it was awarded.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return area_name(self.kind, self.area)
