"""How long an alliance keeps what it knows of people who have left."""

from django.db import models
from django.db.models import Q

from alliance.choices import RetentionKind
from foundation.tenancy.models import AllianceOwned

FEWEST_MONTHS, MOST_MONTHS = 1, 240


class RetentionRule(AllianceOwned):
    """People of one kind are erased so many months after they left; a kind without a rule is kept."""

    kind = models.CharField(max_length=30, choices=RetentionKind.choices)
    months = models.PositiveSmallIntegerField()
    version = models.PositiveIntegerField(default=1, db_default=1, editable=False)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta(AllianceOwned.Meta):
        verbose_name = "retention rule"
        constraints = [
            *AllianceOwned.Meta.constraints,
            models.UniqueConstraint(fields=["alliance", "kind"], name="retention_rule_once"),
            models.CheckConstraint(
                condition=Q(months__range=(FEWEST_MONTHS, MOST_MONTHS)),
                name="retention_rule_months",
                violation_error_message="Write a number of months from 1 to 240.",
            ),
        ]
