"""Whether a school wants to host trainees."""

from datetime import date

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone

from alliance.choices import HostingAppetite, NotHostingReason
from foundation.tenancy.fields import CompositeForeignKey, OwnedForeignKey
from foundation.tenancy.models import AllianceOwnedPublic


class HostingPreference(AllianceOwnedPublic):
    """What a school last said about hosting trainees. After half a year without anybody asking it is
    *unconfirmed* (`logic.partnership.hosting`), whatever it says.

    Only a school that is not open has reasons, and it has at least one.
    """

    partner = OwnedForeignKey("alliance.Partner", on_delete=models.CASCADE, related_name="+")
    appetite = models.CharField("hosting trainees", max_length=20, choices=HostingAppetite.choices)
    reasons = ArrayField(models.CharField(max_length=20, choices=NotHostingReason.choices), default=list)
    note = models.CharField(max_length=300, blank=True)
    verified_at = models.DateTimeField("verified")
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta(AllianceOwnedPublic.Meta):
        constraints = [
            *AllianceOwnedPublic.Meta.constraints,
            CompositeForeignKey("partner", to="alliance.Partner", name="hosting_partner_fk"),
            models.UniqueConstraint(fields=["alliance", "partner"], name="hosting_once"),
            models.CheckConstraint(
                condition=Q(appetite=HostingAppetite.NOT_OPEN) & ~Q(reasons=[])
                | ~Q(appetite=HostingAppetite.NOT_OPEN) & Q(reasons=[]),
                name="hosting_not_open_because",
                violation_error_message="Say why the school is not open to trainees.",
            ),
        ]

    def __str__(self) -> str:
        return self.get_appetite_display()

    @property
    def verified_on(self) -> date:
        """The day of `verified_at` where the portal is."""
        return timezone.localdate(self.verified_at)
