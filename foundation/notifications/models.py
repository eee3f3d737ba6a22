"""What the portal tells a person: something finished, changed or needs them."""

from collections.abc import Collection
from typing import Any, ClassVar

from django.conf import settings
from django.db import models

from foundation.notifications.choices import Pace
from foundation.notifications.kinds import may_see
from foundation.tenancy.models import AllianceManager, AllianceOwned, AllianceOwnedPublic, AllianceQuerySet


class NotificationQuerySet(AllianceQuerySet):
    def for_member(self, member: Any, among: Collection[str] | None = None) -> "NotificationQuerySet":
        """What this member was told here, of things they may still see, the latest first; `among`: as in
        `may_see`.
        """
        return self.filter(may_see(member, among), user=member.user_id).order_by("-id")

    def unread(self) -> "NotificationQuerySet":
        return self.filter(read_at=None)


class Notification(AllianceOwnedPublic):
    """One sentence for one person in one alliance, with the page it is about. Read when they open it.

    `kind` names what sort of news it is, `subject` is the public id of what it is about. `by_email`: the
    person had asked for such news by letter, at this `pace`; `mailed_in` is the job that writes it,
    `mailed_at` when it went.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    kind = models.CharField(max_length=40, blank=True, default="", db_default="")
    subject = models.UUIDField(null=True, blank=True)
    sentence = models.CharField(max_length=300)
    href = models.CharField(max_length=300)
    created_at = models.DateTimeField(auto_now_add=True)
    read_at = models.DateTimeField(null=True, blank=True)
    by_email = models.BooleanField(default=False, db_default=False)
    pace = models.CharField(
        max_length=10, choices=Pace.choices, default=Pace.AT_ONCE, db_default=Pace.AT_ONCE
    )
    mailed_in = models.BigIntegerField(null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[Any] = AllianceManager.from_queryset(NotificationQuerySet)()

    class Meta(AllianceOwnedPublic.Meta):
        indexes = [
            models.Index(fields=["alliance", "user", "read_at", "-id"], name="notification_of_user"),
            models.Index(fields=["alliance", "user", "-id"], name="notification_latest"),
            models.Index(fields=["alliance", "created_at"], name="notification_by_age"),
            models.Index(
                fields=["alliance", "pace", "user"],
                condition=models.Q(by_email=True, mailed_in=None, read_at=None),
                name="notification_to_send",
            ),
        ]

    def __str__(self) -> str:
        return self.sentence


class NotificationChoice(AllianceOwned):
    """A kind of news that one person wants by e-mail too, and how soon; what is not here comes to the portal
    alone.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    kind = models.CharField(max_length=40, blank=True)
    pace = models.CharField(
        max_length=10, choices=Pace.choices, default=Pace.AT_ONCE, db_default=Pace.AT_ONCE
    )

    class Meta(AllianceOwned.Meta):
        constraints = [
            *AllianceOwned.Meta.constraints,
            models.UniqueConstraint(fields=["alliance", "kind", "user"], name="notification_choice_once"),
        ]
