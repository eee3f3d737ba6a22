"""An agreement that a school's successor carries on."""

from django.db import models

from foundation.tenancy.fields import CompositeForeignKey, OwnedForeignKey
from foundation.tenancy.models import AllianceOwned


class Novation(AllianceOwned):
    """The school became another record of the register, and its agreement went with it: never changed."""

    agreement = OwnedForeignKey("alliance.Agreement", on_delete=models.PROTECT, related_name="novations")
    from_name = models.CharField(max_length=200)
    from_urn = models.CharField(max_length=10)
    to_name = models.CharField(max_length=200)
    to_urn = models.CharField(max_length=10)
    made_on = models.DateField()

    class Meta(AllianceOwned.Meta):
        constraints = [
            *AllianceOwned.Meta.constraints,
            CompositeForeignKey("agreement", to="alliance.Agreement", name="novation_agreement_fk"),
            models.UniqueConstraint(fields=["alliance", "agreement", "to_urn"], name="novation_once"),
        ]
