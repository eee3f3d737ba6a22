"""The file of a signed agreement."""

from django.db import models

from foundation.tenancy.fields import CompositeForeignKey, OwnedForeignKey
from foundation.tenancy.models import AllianceOwned


class AgreementDocument(AllianceOwned):
    """A tagged PDF of an agreement as it stood at one version; the latest is the one to read.

    `digest` stands for what it says and who signed: its beginning is printed as the check code. It was taken
    with `alliance_name`, what the alliance was called on the paper.
    """

    agreement = OwnedForeignKey("alliance.Agreement", on_delete=models.PROTECT, related_name="documents")
    signatures = models.PositiveSmallIntegerField()
    """How many it shows: none, the partner's, or both."""
    path = models.CharField(max_length=300)
    sha256 = models.CharField(max_length=64)
    pages = models.PositiveSmallIntegerField()
    digest = models.CharField(max_length=64, default="", db_default="")
    alliance_name = models.CharField(max_length=200, default="", db_default="")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta(AllianceOwned.Meta):
        constraints = [
            *AllianceOwned.Meta.constraints,
            CompositeForeignKey("agreement", to="alliance.Agreement", name="agreement_document_agreement_fk"),
            models.UniqueConstraint(
                fields=["alliance", "agreement", "signatures"], name="agreement_document_once"
            ),
        ]
