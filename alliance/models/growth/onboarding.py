"""How many newcomers a year can be brought in, and what is in place for each of them."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from alliance.choices import OnboardingItem
from foundation.tenancy.fields import CompositeForeignKey, OwnedForeignKey
from foundation.tenancy.models import AllianceOwned

MOST_PLACES = 500


class OnboardingCapacity(AllianceOwned):
    """The places of one academic year, named by the year it starts in, and how many are used.

    `actions.growth.capacity` takes and gives back places, each with one conditional update; the database
    lets no more be used than there are.
    """

    academic_year = models.PositiveSmallIntegerField()
    places = models.PositiveSmallIntegerField()
    used = models.PositiveSmallIntegerField(default=0)

    class Meta(AllianceOwned.Meta):
        verbose_name_plural = "onboarding capacities"
        constraints = [
            *AllianceOwned.Meta.constraints,
            models.UniqueConstraint(fields=["alliance", "academic_year"], name="onboarding_capacity_once"),
            models.CheckConstraint(
                condition=Q(used__lte=F("places")),
                name="onboarding_capacity_kept",
                violation_error_message="More newcomers than places.",
            ),
            models.CheckConstraint(
                condition=Q(academic_year__range=(2000, 2100)) & Q(places__lte=MOST_PLACES),
                name="onboarding_capacity_believable",
            ),
        ]


class OnboardingTick(AllianceOwned):
    """Something that is in place for a newcomer: ticked by hand, or found in the records when it became a
    partner.
    """

    prospect = OwnedForeignKey("alliance.Prospect", on_delete=models.PROTECT, related_name="ticks")
    item = models.CharField(max_length=20, choices=OnboardingItem.choices)
    note = models.CharField(max_length=200, blank=True)
    done_at = models.DateTimeField("done")
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    class Meta(AllianceOwned.Meta):
        verbose_name = "onboarding step"
        constraints = [
            *AllianceOwned.Meta.constraints,
            CompositeForeignKey("prospect", to="alliance.Prospect", name="onboarding_tick_prospect_fk"),
            models.UniqueConstraint(fields=["alliance", "prospect", "item"], name="onboarding_tick_once"),
        ]
