"""Who belongs to an alliance, and as what."""

from datetime import date
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone

from alliance.choices import ORGANISATION_ROLES, STAFF_ROLES, Role
from foundation.identifiers import new_public_id
from foundation.tenancy.fields import CompositeForeignKey, OwnedForeignKey


class MembershipQuerySet(models.QuerySet["Membership"]):
    def current(self, today: date | None = None) -> "MembershipQuerySet":
        """Neither ended by hand nor past their last day, which still counts in full."""
        day = today or timezone.localdate()
        return self.filter(ended_at=None).filter(Q(ends_on=None) | Q(ends_on__gte=day))

    def former(self) -> "MembershipQuerySet":
        """Ended by hand, or by their last day."""
        return self.filter(Q(ended_at__isnull=False) | Q(ends_on__lt=timezone.localdate()))

    def of(self, user: Any) -> "MembershipQuerySet":
        """The memberships one person may enter, with their alliances, the one used last first."""
        return (
            self.current()
            .filter(user=user)
            .select_related("alliance")
            .order_by(
                models.Case(models.When(alliance=user.last_alliance_id, then=0), default=1), "alliance__name"
            )
        )

    def holding(self, *roles: Role) -> "MembershipQuerySet":
        return self.filter(roles__overlap=[*roles])


class Membership(models.Model):
    """A user in an alliance with one or more roles.

    On the identity plane: a person switches alliance before entering it.
    Partner-school roles name the partner they are held for; an external reviewer has a last day. The
    database raises `version` with every update.
    """

    public_id = models.UUIDField(default=new_public_id, unique=True, editable=False)
    alliance = models.ForeignKey("alliance.Alliance", on_delete=models.PROTECT, related_name="memberships")
    user = models.ForeignKey(
        "alliance.User", on_delete=models.CASCADE, related_name="memberships", verbose_name="person"
    )
    roles = ArrayField(models.CharField(max_length=30, choices=Role.choices))
    partner = OwnedForeignKey(
        "alliance.Partner", null=True, blank=True, on_delete=models.PROTECT, related_name="memberships"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    ends_on = models.DateField("last day", null=True, blank=True)
    ended_at = models.DateTimeField("access ended", null=True, blank=True)
    version = models.PositiveIntegerField(db_default=1, editable=False)

    has_second_factor: bool
    """Whether the person has set one up: known of those read by `memberships_to_enter`."""

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["alliance", "user"], name="membership_once"),
            CompositeForeignKey("partner", to="alliance.Partner", name="membership_partner_fk"),
            models.CheckConstraint(
                condition=Q(roles__len__gt=0) & Q(roles__contained_by=list(Role.values)),
                name="membership_known_roles",
            ),
            models.CheckConstraint(
                condition=Q(partner__isnull=False) | ~Q(roles__overlap=sorted(ORGANISATION_ROLES)),
                name="membership_partner_named",
                violation_error_message="Say which partner this person speaks for.",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=False) | ~Q(roles__overlap=[Role.EXTERNAL_REVIEWER]),
                name="membership_reviewer_ends",
                violation_error_message="An external reviewer's access needs a last day.",
            ),
        ]
        indexes = [
            models.Index(
                fields=["alliance", "roles"], include=["ended_at", "ends_on"], name="membership_by_roles"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} in {self.alliance}"

    @property
    def is_current(self) -> bool:
        return self.ended_at is None and (self.ends_on is None or self.ends_on >= timezone.localdate())

    def holds(self, *roles: Role) -> bool:
        return not set(roles).isdisjoint(self.roles)

    @property
    def is_staff(self) -> bool:
        return not STAFF_ROLES.isdisjoint(self.roles)

    @property
    def needs_second_factor(self) -> bool:
        return self.alliance.asks_second_factor(staff=self.is_staff)

    @property
    def role_labels(self) -> list[str]:
        return [Role(role).label for role in self.roles]
