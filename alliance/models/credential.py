"""What a partner school's system shows to the API."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from foundation.identifiers import new_public_id
from foundation.tenancy.fields import CompositeForeignKey, OwnedForeignKey


class ApiCredential(models.Model):
    """A bearer credential of one partner. The secret is 256 random bits, shown once; its SHA-256 is kept.

    `view_number` rises when what the credential may see changes as a whole (its schools or scopes), so that a sync
    cursor from before is refused instead of silently missing rows. On the identity plane: it is looked up before an
    alliance is entered.
    """

    alliance = models.ForeignKey("alliance.Alliance", on_delete=models.PROTECT, related_name="+")
    public_id = models.UUIDField(default=new_public_id, unique=True, editable=False)
    partner = OwnedForeignKey("alliance.Partner", on_delete=models.PROTECT, related_name="credentials")
    name = models.CharField(max_length=100)
    prefix = models.CharField(max_length=12, unique=True)
    digest = models.CharField(max_length=64)
    scopes = ArrayField(models.CharField(max_length=40))
    view_number = models.PositiveIntegerField(default=1)
    created_by = models.ForeignKey("alliance.User", null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(
        "alliance.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        constraints = [
            CompositeForeignKey("partner", to="alliance.Partner", name="credential_partner_fk"),
            models.CheckConstraint(
                condition=Q(revoked_by__isnull=True) | Q(revoked_at__isnull=False),
                name="credential_revoked_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix})"
