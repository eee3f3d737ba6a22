"""What the portal tells a person: something finished, changed or needs them."""

from django.conf import settings
from django.db import models

from foundation.tenancy.models import AllianceOwnedPublic


class Notification(AllianceOwnedPublic):
    """One sentence for one person in one alliance, with the page it is about. Read when they open it."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    sentence = models.CharField(max_length=300)
    href = models.CharField(max_length=300)
    created_at = models.DateTimeField(auto_now_add=True)
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta(AllianceOwnedPublic.Meta):
        indexes = [models.Index(fields=["alliance", "user", "read_at", "-id"], name="notification_of_user")]

    def __str__(self) -> str:
        return self.sentence
