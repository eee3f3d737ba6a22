"""The file of a signed agreement."""

from django.db import models

from foundation.tenancy.fields import CompositeForeignKey, OwnedForeignKey
from foundation.tenancy.models import AllianceOwned


class AgreementDocument(AllianceOwned):
    """A tagged PDF of an agreement as it stood at one version; the latest is the one to read."""

    agreement = OwnedForeignKey("alliance.Agreement", on_delete=models.PROTECT, related_name="documents")
    signatures = models.PositiveSmallIntegerField()
    """How many it shows: none, the partner's, or both."""
    path = models.CharField(max_length=300)
    sha256 = models.CharField(max_length=64)
    pages = models.PositiveSmallIntegerField()
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta(AllianceOwned.Meta):
        constraints = [
            *AllianceOwned.Meta.constraints,
            CompositeForeignKey("agreement", to="alliance.Agreement", name="agreement_document_agreement_fk"),
            models.UniqueConstraint(
                fields=["alliance", "agreement", "signatures"], name="agreement_document_once"
            ),
        ]
