"""A letter to the partner that its agreement ends."""

from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.db.models import F

from alliance.choices import AgreementState
from foundation.tenancy.fields import CompositeForeignKey, OwnedForeignKey
from foundation.tenancy.models import AllianceManager, AllianceOwned, AllianceQuerySet


class AgreementNoticeQuerySet(AllianceQuerySet):
    def waiting(self, today: date) -> "AgreementNoticeQuerySet":
        """Not sent, and still true: nothing renewed or ended the agreement, no nearer notice is due, and the
        partner has not left.
        """
        return self.filter(
            sent_at=None,
            agreement__state=AgreementState.RENEWAL_DUE,
            agreement__told_days=F("days"),
            agreement__ends_on__gte=today,
            agreement__partner__left_on=None,
        )


class AgreementNotice(AllianceOwned):
    """One for each stage, `days` before the last day. It names nobody: whom it goes to is looked up when it
    is written. `sent_at` stays empty where the partner's people are told in the portal or nobody has an
    address.
    """

    agreement = OwnedForeignKey("alliance.Agreement", on_delete=models.PROTECT, related_name="notices")
    days = models.PositiveSmallIntegerField("days before the last one")
    sent_at = models.DateTimeField("sent", null=True)

    objects: ClassVar[Any] = AllianceManager.from_queryset(AgreementNoticeQuerySet)()

    class Meta(AllianceOwned.Meta):
        verbose_name = "letter that it ends"
        constraints = [
            *AllianceOwned.Meta.constraints,
            CompositeForeignKey("agreement", to="alliance.Agreement", name="agreement_notice_agreement_fk"),
            models.UniqueConstraint(
                fields=["alliance", "agreement", "days"], name="agreement_notice_once_each"
            ),
        ]
