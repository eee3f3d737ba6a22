"""What a partner gives to the others and takes from them."""

from django.db import models
from django.db.models import Q

from alliance.choices import Direction, ExchangeKind
from foundation.tenancy.fields import CompositeForeignKey, OwnedForeignKey
from foundation.tenancy.models import AllianceOwnedPublic


class Exchange(AllianceOwnedPublic):
    """So much of one kind, given or taken on one day, as recorded by hand.

    What the programmes record themselves is told from their own tables (`queries.partnership.exchanges`).
    """

    partner = OwnedForeignKey("alliance.Partner", on_delete=models.CASCADE, related_name="+")
    direction = models.CharField(max_length=5, choices=Direction.choices)
    kind = models.CharField(max_length=20, choices=ExchangeKind.choices)
    quantity = models.DecimalField(max_digits=6, decimal_places=1)
    happened_on = models.DateField("date")
    what = models.CharField("what it was", max_length=200)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta(AllianceOwnedPublic.Meta):
        verbose_name = "give and take"
        verbose_name_plural = "give and take"
        constraints = [
            *AllianceOwnedPublic.Meta.constraints,
            CompositeForeignKey("partner", to="alliance.Partner", name="exchange_partner_fk"),
            models.UniqueConstraint(
                fields=["alliance", "partner", "direction", "kind", "happened_on", "what"],
                name="exchange_once",
            ),
            models.CheckConstraint(
                condition=Q(quantity__gt=0),
                name="exchange_of_something",
                violation_error_message="Write more than nothing.",
            ),
        ]
        indexes = [models.Index(fields=["alliance", "happened_on"], name="exchange_by_day")]

    def __str__(self) -> str:
        return self.what
