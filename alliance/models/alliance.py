"""The tenant itself, and the area it serves."""

from django.core.validators import RegexValidator
from django.db import models

from alliance.choices import SecondFactor
from foundation.identifiers import new_public_id
from foundation.tenancy.models import AllianceOwned

colour = RegexValidator(r"^#[0-9a-f]{6}$", "Write the colour as # and six of 0–9, a–f, such as #0e4f5c.")


class Alliance(models.Model):
    """A partnership of schools, universities, trusts and local authorities. Made by an operator; never
    deleted. The database raises `version` with every update.

    `logo` is the handle of a PNG in the data directory; its size is in px. The file of a logo that is
    replaced stays: reports that are locked show it.
    """

    public_id = models.UUIDField(default=new_public_id, unique=True, editable=False)
    name = models.CharField(max_length=200)
    slug = models.SlugField("address", max_length=60, unique=True)
    lead_school = models.ForeignKey(
        "alliance.School", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    second_factor = models.CharField(
        "second factor asked of", max_length=10, choices=SecondFactor.choices, db_default=SecondFactor.STAFF
    )
    two_pairs_of_eyes = models.BooleanField(default=False)
    alliance_colour = models.CharField(max_length=7, default="#0e4f5c", validators=[colour])
    accent_colour = models.CharField(max_length=7, default="#e3a72f", validators=[colour])
    logo = models.UUIDField(null=True, blank=True)
    logo_width = models.PositiveSmallIntegerField(null=True, blank=True)
    logo_height = models.PositiveSmallIntegerField(null=True, blank=True)
    reply_to = models.EmailField("replies to letters", blank=True, default="", db_default="")
    diligence_months = models.PositiveSmallIntegerField("due diligence every", default=12, db_default=12)
    created_at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(db_default=1, editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(second_factor__in=SecondFactor.values), name="alliance_second_factor_known"
            ),
            models.CheckConstraint(
                condition=models.Q(logo=None, logo_width=None, logo_height=None)
                | models.Q(logo__isnull=False, logo_width__isnull=False, logo_height__isnull=False),
                name="alliance_logo_and_its_size",
            ),
            models.CheckConstraint(
                condition=models.Q(diligence_months__range=(3, 60)), name="alliance_diligence_cycle"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def asks_second_factor(self, *, staff: bool) -> bool:
        """Whether members, staff or others, show a second factor here."""
        return self.second_factor == SecondFactor.EVERYBODY or (
            staff and self.second_factor == SecondFactor.STAFF
        )

    @property
    def logo_is_wide(self) -> bool:
        return self.logo is not None and self.logo_width >= 1.5 * self.logo_height


class ServedAuthority(AllianceOwned):
    """A local authority whose open schools are the area the alliance means to reach."""

    local_authority = models.ForeignKey(
        "alliance.LocalAuthority", on_delete=models.PROTECT, related_name="+", db_index=False
    )

    class Meta(AllianceOwned.Meta):
        constraints = [
            *AllianceOwned.Meta.constraints,
            models.UniqueConstraint(fields=["alliance", "local_authority"], name="served_authority_once"),
        ]
