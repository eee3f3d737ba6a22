"""The organisations an alliance is made of."""

from datetime import date
from typing import Any

import pgtrigger
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone

from alliance.choices import Organisation, OtherKind, PartnerKind
from alliance.models.contact_check import KEEP_CHECK
from foundation.tenancy.fields import CompositeForeignKey, OwnedForeignKey
from foundation.tenancy.models import (
    AllianceManager,
    AllianceOwned,
    AllianceOwnedPublic,
    AllianceQuerySet,
)


class PartnerQuerySet(AllianceQuerySet):
    def current(self) -> "PartnerQuerySet":
        return self.filter(left_on=None)

    def visible_to(self, member: Any) -> "PartnerQuerySet":
        """Staff see every partner; whoever acts for one partner sees that one (a trust's contact, its
        schools too).
        """
        if getattr(member, "is_staff", False):
            return self
        if member.partner_id is None:
            return self.none()
        own = Q(pk=member.partner_id)
        trust_uid = Partner._base_manager.filter(pk=member.partner_id).values("trust_uid")
        return self.filter(own | Q(school__trust_uid__in=trust_uid) & ~Q(school__trust_uid=""))


class Partner(AllianceOwnedPublic):
    """A school, trust, provider, local authority or other organisation that belongs to the alliance.

    A school is named by its register row, a trust by UID, a provider by UKPRN, an authority by its code;
    another organisation has none of these and says what it is (`other_kind`) and why it is here. `name` is
    the register's where there is one, and is kept in step by the register import. `listed` shows the partner
    to the other partners. `mailbox` is where letters to the organisation go, which several people may
    read: what asks one person to decide never goes there.
    """

    organisation = models.CharField(max_length=20, choices=Organisation.choices)
    name = models.CharField(max_length=200)
    school = models.ForeignKey(
        "alliance.School", null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    trust_uid = models.CharField("trust UID", max_length=10, blank=True)
    ukprn = models.CharField("UKPRN", max_length=8, blank=True)
    local_authority = models.ForeignKey(
        "alliance.LocalAuthority",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )
    other_kind = models.CharField(
        "kind of organisation",
        max_length=20,
        choices=OtherKind.choices,
        blank=True,
        db_default="",
        default="",
    )
    address = models.TextField(blank=True)
    reason = models.TextField(blank=True)
    listed = models.BooleanField("shown to other partners", default=True)
    mailbox = models.EmailField("mailbox for letters", blank=True, db_default="", default="")
    joined_on = models.DateField("joined")
    left_on = models.DateField("left", null=True, blank=True)
    left_because = models.CharField("why they left", max_length=300, blank=True, db_default="", default="")
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = AllianceManager.from_queryset(PartnerQuerySet)()

    class Meta(AllianceOwnedPublic.Meta):
        constraints = [
            *AllianceOwnedPublic.Meta.constraints,
            models.UniqueConstraint(
                fields=["alliance", "school"],
                name="partner_school_once",
                violation_error_message="This school is already a partner.",
            ),
            models.UniqueConstraint(
                fields=["alliance", "trust_uid"],
                condition=~Q(trust_uid=""),
                name="partner_trust_once",
                violation_error_message="This trust is already a partner.",
            ),
            models.UniqueConstraint(
                fields=["alliance", "ukprn"],
                condition=Q(organisation=Organisation.PROVIDER),
                name="partner_provider_once",
                violation_error_message="This provider is already a partner.",
            ),
            models.UniqueConstraint(
                fields=["alliance", "local_authority"],
                name="partner_local_authority_once",
                violation_error_message="This local authority is already a partner.",
            ),
            models.UniqueConstraint(
                "alliance",
                Lower("name"),
                condition=Q(organisation=Organisation.OTHER),
                name="partner_other_once",
                violation_error_message="An organisation of this name is already a partner.",
            ),
            models.CheckConstraint(
                condition=(
                    Q(organisation=Organisation.SCHOOL, school__isnull=False)
                    | Q(organisation=Organisation.TRUST, school__isnull=True) & ~Q(trust_uid="")
                    | Q(organisation=Organisation.PROVIDER, school__isnull=True) & ~Q(ukprn="")
                    | Q(
                        organisation=Organisation.LOCAL_AUTHORITY,
                        school__isnull=True,
                        local_authority__isnull=False,
                    )
                    | Q(organisation=Organisation.OTHER, school__isnull=True) & ~Q(reason="")
                ),
                name="partner_identified",
                violation_error_message="Say which organisation this is: URN, trust UID, UKPRN or authority "
                "code; for another organisation say why it is a partner.",
            ),
            models.CheckConstraint(
                condition=Q(other_kind="") | Q(organisation=Organisation.OTHER),
                name="partner_other_kind",
                violation_error_message="Only another organisation has a kind of its own.",
            ),
            models.CheckConstraint(
                condition=Q(left_on__isnull=True) | Q(left_on__gte=models.F("joined_on")),
                name="partner_left_after_joining",
                violation_error_message="The leaving date is before the joining date.",
            ),
            models.CheckConstraint(
                condition=Q(left_because="") | Q(left_on__isnull=False),
                name="partner_left_because",
                violation_error_message="Only a partner that has left can have left for a reason.",
            ),
        ]
        indexes = [
            models.Index(fields=["alliance", "name", "id"], name="partner_by_name"),
            models.Index(fields=["alliance", "joined_on", "id"], name="partner_by_joining"),
            models.Index(fields=["alliance", "left_on"], name="partner_by_leaving"),
        ]

    def __str__(self) -> str:
        return self.name


class PartnerRole(AllianceOwned):
    """The part a partner plays in one academic year, named by the year it starts in (2025 is 2025/26)."""

    partner = OwnedForeignKey("alliance.Partner", on_delete=models.CASCADE, related_name="roles")
    kind = models.CharField(max_length=30, choices=PartnerKind.choices)
    academic_year = models.PositiveSmallIntegerField()

    class Meta(AllianceOwned.Meta):
        constraints = [
            *AllianceOwned.Meta.constraints,
            CompositeForeignKey("partner", to="alliance.Partner", name="partner_role_partner_fk"),
            models.UniqueConstraint(
                fields=["alliance", "partner", "academic_year", "kind"], name="partner_role_once"
            ),
            models.CheckConstraint(
                condition=Q(academic_year__range=(2000, 2100)), name="partner_role_believable_year"
            ),
        ]
        indexes = [models.Index(fields=["alliance", "academic_year", "kind"], name="partner_role_by_year")]


class Contact(AllianceOwnedPublic):
    """Somebody to write to at a partner. Names and addresses are personal data of class 'partner'.

    `verified_at` is when somebody last checked that they are still the right person; `ContactCheck` keeps
    every time.
    """

    partner = OwnedForeignKey("alliance.Partner", on_delete=models.CASCADE, related_name="contacts")
    name = models.CharField(max_length=150)
    post = models.CharField(max_length=100, blank=True)
    email = models.EmailField("e-mail", blank=True)
    phone = models.CharField(max_length=30, blank=True)
    is_main = models.BooleanField("main contact", default=False)
    verified_at = models.DateTimeField("verified", null=True, blank=True)
    verified_by = models.ForeignKey(
        "alliance.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta(AllianceOwnedPublic.Meta):
        constraints = [
            *AllianceOwnedPublic.Meta.constraints,
            CompositeForeignKey("partner", to="alliance.Partner", name="contact_partner_fk"),
            models.UniqueConstraint(
                fields=["alliance", "partner"], condition=Q(is_main=True), name="contact_one_main"
            ),
            models.CheckConstraint(
                condition=Q(verified_by__isnull=True) | Q(verified_at__isnull=False),
                name="contact_verified_when",
            ),
        ]
        indexes = [
            models.Index(fields=["alliance", "partner", "id"], name="contact_of_partner"),
            models.Index(
                fields=["alliance", "verified_at"], condition=Q(is_main=True), name="contact_main_by_check"
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="keep_check",
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("verified_at"),
                when=pgtrigger.After,
                func=KEEP_CHECK,
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def verified_on(self) -> date | None:
        """The day of `verified_at` where the portal is."""
        return timezone.localdate(self.verified_at) if self.verified_at else None
