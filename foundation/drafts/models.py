"""Text that is not saved yet."""

from django.conf import settings
from django.db import models

from foundation.tenancy.models import AllianceOwned

LONGEST_ADDRESS = 300
"""Characters of the address of a page that a draft is kept for."""


class Draft(AllianceOwned):
    """What one person has written into the form at one address (`page`); `written` maps a field to its texts.

    Half a sentence about somebody is nobody else's to read: row-level security keeps a draft to its writer,
    also within the alliance. Dropped when the form is saved or the draft thrown away, and after a month.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    page = models.CharField(max_length=LONGEST_ADDRESS)
    written = models.JSONField()
    kept_at = models.DateTimeField(auto_now=True)

    class Meta(AllianceOwned.Meta):
        constraints = [
            *AllianceOwned.Meta.constraints,
            models.UniqueConstraint(fields=["alliance", "user", "page"], name="draft_of_page"),
        ]
        indexes = [models.Index(fields=["alliance", "user", "-kept_at"], name="draft_of_person")]
