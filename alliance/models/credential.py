"""What a partner school's system shows to the API."""

from datetime import datetime
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from alliance.choices import ApiScope
from foundation.identifiers import new_public_id
from foundation.tenancy.fields import CompositeForeignKey, OwnedForeignKey


class ApiCredentialQuerySet(models.QuerySet["ApiCredential"]):
    def of(self, alliance: Any) -> "ApiCredentialQuerySet":
        """Those of one alliance: no row-level security stands behind this table."""
        return self.filter(alliance=alliance)

    def live(self, now: datetime) -> "ApiCredentialQuerySet":
        return self.filter(revoked_at=None, expires_at__gt=now)


class ApiCredential(models.Model):
    """A bearer credential of one partner. The secret is 256 random bits, shown once; its SHA-256 is kept.

    `view_number` rises when what the credential may see changes as a whole (its schools or scopes), so that
    a sync cursor from before is refused instead of silently missing rows. `attempt` names the filled-in form
    it was made by, which makes one only. On the identity plane: it is looked up before an alliance is
    entered.
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
    attempt = models.UUIDField(null=True, blank=True, editable=False)
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(
        "alliance.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = ApiCredentialQuerySet.as_manager()

    class Meta:
        constraints = [
            CompositeForeignKey("partner", to="alliance.Partner", name="credential_partner_fk"),
            models.UniqueConstraint(
                fields=["alliance", "attempt"],
                name="credential_made_once",
                violation_error_message="This credential has been made already.",
            ),
            models.CheckConstraint(
                condition=Q(revoked_by__isnull=True) | Q(revoked_at__isnull=False),
                name="credential_revoked_when",
            ),
            models.CheckConstraint(
                condition=Q(scopes__len__gt=0) & Q(scopes__contained_by=list(ApiScope.values)),
                name="credential_known_scopes",
                violation_error_message="Say what the credential may do.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix})"

    def is_live(self, now: datetime) -> bool:
        """Neither revoked nor expired."""
        return self.revoked_at is None and self.expires_at > now

    def allows(self, scope: str) -> bool:
        return scope in self.scopes

    @property
    def scope_labels(self) -> list[str]:
        return [str(scope.label) for scope in ApiScope if scope in self.scopes]
