"""What the alliance tells its people, and who has read it."""

from datetime import date
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from alliance.choices import Audience
from alliance.models.audience import AudienceQuerySet
from foundation.tenancy.fields import CompositeForeignKey, OwnedForeignKey
from foundation.tenancy.models import AllianceManager, AllianceOwned, AllianceOwnedPublic


class AnnouncementQuerySet(AudienceQuerySet):
    def visible_to(self, member: Any) -> "AnnouncementQuerySet":
        """What is for the member, once it is out; staff see those to come too."""
        seen = super().visible_to(member)
        return seen if member.is_staff else seen.filter(published_at__isnull=False)

    def standing(self, today: date) -> "AnnouncementQuerySet":
        """Out, and not past its last day."""
        return self.filter(published_at__isnull=False).filter(Q(shows_until=None) | Q(shows_until__gte=today))

    def saying_whether_read(self, user: Any) -> "AnnouncementQuerySet":
        """With `is_read`: this person has opened it."""
        reading = AnnouncementReading.objects.filter(announcement=OuterRef("pk"), user=user)
        return self.annotate(is_read=Exists(reading))

    def in_order(self) -> "AnnouncementQuerySet":
        """Pinned ones first, then the newest."""
        return self.order_by("-is_pinned", "-shows_from", "-pk")


class Announcement(AllianceOwnedPublic):
    """A few sentences for an audience, from one day to another.

    `published_at` is when it came out: at once where its first day is here, else on that morning by the
    clock, which also tells everybody it is for. From then on it is in the change feed too.
    """

    title = models.CharField(max_length=150)
    body = models.TextField()
    audience = models.CharField("for", max_length=10, choices=Audience.choices)
    shows_from = models.DateField("first day")
    shows_until = models.DateField("last day", null=True, blank=True)
    is_pinned = models.BooleanField("pinned", default=False)
    published_at = models.DateTimeField(null=True, blank=True, editable=False)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    version = models.PositiveIntegerField(default=1, db_default=1)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects: ClassVar[Any] = AllianceManager.from_queryset(AnnouncementQuerySet)()

    class Meta(AllianceOwnedPublic.Meta):
        constraints = [
            *AllianceOwnedPublic.Meta.constraints,
            models.CheckConstraint(
                condition=Q(shows_until__isnull=True) | Q(shows_until__gte=F("shows_from")),
                name="announcement_ends_after_it_begins",
                violation_error_message="The last day is before the first.",
            ),
        ]
        indexes = [
            models.Index(
                fields=["alliance", "-is_pinned", "-shows_from", "-id"], name="announcement_in_order"
            )
        ]

    def __str__(self) -> str:
        return self.title


class AnnouncementReading(AllianceOwned):
    """Somebody has opened an announcement; when, for the first time."""

    announcement = OwnedForeignKey("alliance.Announcement", on_delete=models.CASCADE, related_name="readings")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    read_at = models.DateTimeField(auto_now_add=True)

    class Meta(AllianceOwned.Meta):
        constraints = [
            *AllianceOwned.Meta.constraints,
            CompositeForeignKey("announcement", to="alliance.Announcement", name="announcement_reading_fk"),
            models.UniqueConstraint(
                fields=["alliance", "announcement", "user"], name="announcement_read_once"
            ),
        ]
