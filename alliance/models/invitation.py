"""An invitation to join an alliance."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone

from alliance.choices import ORGANISATION_ROLES, Role
from foundation.identifiers import new_public_id
from foundation.tenancy.fields import CompositeForeignKey, OwnedForeignKey


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def pending(self) -> "InvitationQuerySet":
        """Neither accepted nor withdrawn; it may have expired, and can then be sent again."""
        return self.filter(accepted_at=None, revoked_at=None)

    def open(self) -> "InvitationQuerySet":
        """Can still be accepted."""
        return self.pending().filter(expires_at__gt=timezone.now())


class Invitation(models.Model):
    """Single use, expiring, and bound to one e-mail address and its roles. Only the token's SHA-256 is kept.

    On the identity plane: it is opened by somebody who belongs to no alliance yet. An alliance has at most
    one pending invitation to an address. `sent_at` is empty until the letter has left.
    """

    public_id = models.UUIDField(default=new_public_id, unique=True, editable=False)
    alliance = models.ForeignKey("alliance.Alliance", on_delete=models.PROTECT, related_name="invitations")
    email = models.EmailField()
    roles = ArrayField(models.CharField(max_length=30, choices=Role.choices))
    partner = OwnedForeignKey(
        "alliance.Partner", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    ends_on = models.DateField("last day", null=True, blank=True)
    token_digest = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey("alliance.User", null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(
        "alliance.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    revoked_at = models.DateTimeField("withdrawn", null=True, blank=True)

    token = ""
    """The secret itself, in memory only, on the instance that has just been made or sent again."""
    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["alliance", "email"],
                condition=Q(accepted_at=None, revoked_at=None),
                name="invitation_pending_once",
                violation_error_message="This address has an invitation already: send that one again.",
            ),
            models.CheckConstraint(condition=Q(email=Lower("email")), name="invitation_email_lower_case"),
            CompositeForeignKey("partner", to="alliance.Partner", name="invitation_partner_fk"),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True) | Q(revoked_at__isnull=True), name="invitation_one_end"
            ),
            models.CheckConstraint(
                condition=Q(roles__len__gt=0) & Q(roles__contained_by=list(Role.values)),
                name="invitation_known_roles",
            ),
            models.CheckConstraint(
                condition=Q(partner__isnull=False) | ~Q(roles__overlap=sorted(ORGANISATION_ROLES)),
                name="invitation_partner_named",
                violation_error_message="Say which partner this person speaks for.",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=False) | ~Q(roles__overlap=[Role.EXTERNAL_REVIEWER]),
                name="invitation_reviewer_ends",
                violation_error_message="An external reviewer's access needs a last day.",
            ),
        ]
        indexes = [
            models.Index(
                fields=["alliance", "-created_at", "-id"],
                condition=Q(accepted_at=None, revoked_at=None),
                name="invitation_newest",
            )
        ]

    def __str__(self) -> str:
        return f"Invitation to {self.alliance}"

    @property
    def has_expired(self) -> bool:
        return self.expires_at <= timezone.now()

    @property
    def role_labels(self) -> list[str]:
        return [Role(role).label for role in self.roles]
