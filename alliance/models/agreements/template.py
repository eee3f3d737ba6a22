"""What the alliance's agreements usually say."""

from django.db import models

from foundation.tenancy.models import AllianceOwnedPublic


class AgreementTemplate(AllianceOwnedPublic):
    """What a new agreement begins with. `obligations` are lines, each "Partner: …" or "Alliance: …"."""

    name = models.CharField(max_length=100)
    tier = models.CharField(max_length=40, blank=True)
    fee_pence = models.PositiveIntegerField("fee", default=0)
    months = models.PositiveSmallIntegerField("months it runs", default=12)
    notice_days = models.PositiveSmallIntegerField("days of notice", default=90)
    terms = models.TextField()
    obligations = models.TextField(blank=True)

    class Meta(AllianceOwnedPublic.Meta):
        constraints = [
            *AllianceOwnedPublic.Meta.constraints,
            models.UniqueConstraint(
                fields=["alliance", "name"],
                name="agreement_template_once",
                violation_error_message="There is a template of this name already.",
            ),
            models.CheckConstraint(
                condition=models.Q(months__range=(1, 120)), name="agreement_template_believable_months"
            ),
        ]

    def __str__(self) -> str:
        return self.name
