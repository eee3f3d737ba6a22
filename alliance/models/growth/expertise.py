"""Who knows what: areas of expertise, and how strongly partners and prospects cover them."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from alliance.choices import Strength
from foundation.tenancy.fields import CompositeForeignKey, OwnedForeignKey
from foundation.tenancy.models import AllianceOwned, AllianceOwnedPublic


class ExpertiseArea(AllianceOwnedPublic):
    """Something that the alliance wants to know well."""

    name = models.CharField("area of expertise", max_length=80)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta(AllianceOwnedPublic.Meta):
        constraints = [
            *AllianceOwnedPublic.Meta.constraints,
            models.UniqueConstraint(
                "alliance",
                Lower("name"),
                name="expertise_area_once",
                violation_error_message="This area is on the list already.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PartnerExpertise(AllianceOwned):
    """How strongly a partner covers an area; no row is not at all."""

    area = OwnedForeignKey("alliance.ExpertiseArea", on_delete=models.CASCADE, related_name="partners")
    partner = OwnedForeignKey("alliance.Partner", on_delete=models.CASCADE, related_name="expertise")
    strength = models.PositiveSmallIntegerField(choices=Strength.choices)

    class Meta(AllianceOwned.Meta):
        verbose_name = "expertise"
        constraints = [
            *AllianceOwned.Meta.constraints,
            CompositeForeignKey("area", to="alliance.ExpertiseArea", name="partner_expertise_area_fk"),
            CompositeForeignKey("partner", to="alliance.Partner", name="partner_expertise_partner_fk"),
            models.UniqueConstraint(fields=["alliance", "partner", "area"], name="partner_expertise_once"),
            models.CheckConstraint(
                condition=Q(strength__in=Strength.values), name="partner_expertise_strength"
            ),
        ]
        indexes = [models.Index(fields=["alliance", "area"], name="partner_expertise_of_area")]


class ProspectExpertise(AllianceOwned):
    """How strongly a prospect would cover an area, as far as the alliance knows."""

    area = OwnedForeignKey("alliance.ExpertiseArea", on_delete=models.CASCADE, related_name="prospects")
    prospect = OwnedForeignKey("alliance.Prospect", on_delete=models.PROTECT, related_name="expertise")
    strength = models.PositiveSmallIntegerField(choices=Strength.choices)

    class Meta(AllianceOwned.Meta):
        verbose_name = "expertise"
        constraints = [
            *AllianceOwned.Meta.constraints,
            CompositeForeignKey("area", to="alliance.ExpertiseArea", name="prospect_expertise_area_fk"),
            CompositeForeignKey("prospect", to="alliance.Prospect", name="prospect_expertise_prospect_fk"),
            models.UniqueConstraint(fields=["alliance", "prospect", "area"], name="prospect_expertise_once"),
            models.CheckConstraint(
                condition=Q(strength__in=Strength.values), name="prospect_expertise_strength"
            ),
        ]
        indexes = [models.Index(fields=["alliance", "area"], name="prospect_expertise_of_area")]
