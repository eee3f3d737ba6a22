"""What the alliance says in its own words at the beginning of a year's report."""

from django.conf import settings
from django.db import models

from foundation.tenancy.models import AllianceOwned


class Foreword(AllianceOwned):
    """The foreword of a year's report, as it stands now. A version takes a copy when its figures are
    locked.
    """

    academic_year = models.PositiveSmallIntegerField()
    text = models.TextField(blank=True)
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    edited_at = models.DateTimeField(auto_now=True)

    class Meta(AllianceOwned.Meta):
        constraints = [
            *AllianceOwned.Meta.constraints,
            models.UniqueConstraint(fields=["alliance", "academic_year"], name="foreword_one_a_year"),
        ]
