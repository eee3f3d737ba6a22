"""A school taking part in the alliance's work."""

from django.db import models

from alliance.choices import Strand
from foundation.tenancy.models import AllianceOwnedPublic


class Engagement(AllianceOwnedPublic):
    """One school took part in one thing on one day, as recorded by hand or brought from earlier records.

    What the programmes record themselves is counted from their own tables; this is for everything else. The
    school need not be a partner: reach counts every school of the area.
    """

    school = models.ForeignKey("alliance.School", on_delete=models.PROTECT, related_name="+", db_index=False)
    strand = models.CharField(max_length=10, choices=Strand.choices)
    took_part_on = models.DateField("date")
    description = models.CharField("what they took part in", max_length=200)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta(AllianceOwnedPublic.Meta):
        constraints = [
            *AllianceOwnedPublic.Meta.constraints,
            models.UniqueConstraint(
                fields=["alliance", "school", "strand", "took_part_on", "description"], name="engagement_once"
            ),
        ]
        indexes = [
            models.Index(fields=["alliance", "took_part_on"], name="engagement_by_day"),
            models.Index(fields=["alliance", "school", "took_part_on"], name="engagement_of_school"),
        ]

    def __str__(self) -> str:
        return self.description
