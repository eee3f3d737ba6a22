"""An invitation to join an alliance."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from alliance.choices import Role
from foundation.tenancy.fields import CompositeForeignKey, OwnedForeignKey


class Invitation(models.Model):
    """Single use, expiring, and bound to one e-mail address and its roles. Only the token's SHA-256 is kept.

    On the identity plane: it is opened by somebody who belongs to no alliance yet.
    """

    alliance = models.ForeignKey("alliance.Alliance", on_delete=models.PROTECT, related_name="invitations")
    email = models.EmailField()
    roles = ArrayField(models.CharField(max_length=30, choices=Role.choices))
    partner = OwnedForeignKey(
        "alliance.Partner", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    ends_on = models.DateField(null=True, blank=True)
    token_digest = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey("alliance.User", null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(
        "alliance.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            CompositeForeignKey("partner", to="alliance.Partner", name="invitation_partner_fk"),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True) | Q(revoked_at__isnull=True), name="invitation_one_end"
            ),
            models.CheckConstraint(
                condition=Q(roles__len__gt=0) & Q(roles__contained_by=list(Role.values)),
                name="invitation_known_roles",
            ),
        ]

    def __str__(self) -> str:
        return f"Invitation to {self.alliance}"
