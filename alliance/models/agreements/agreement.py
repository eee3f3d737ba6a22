"""What the alliance and a partner have agreed."""

from datetime import date, timedelta
from typing import Any, ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from alliance.choices import (
    AGREEMENT_TRANSITIONS,
    BOTH_SIGNED,
    IN_FORCE,
    OPEN_AGREEMENTS,
    AgreementState,
)
from foundation.tenancy.fields import CompositeForeignKey, OwnedForeignKey
from foundation.tenancy.models import AllianceManager, AllianceOwnedPublic, AllianceQuerySet

BEGINS_AS_DRAFT = """
IF NEW.state <> 'draft' THEN
    RAISE EXCEPTION 'An agreement begins as a draft.';
END IF;
RETURN NEW;
"""
UNCHANGED_ONCE_SENT = """
IF OLD.state <> 'draft' AND
   (NEW.partner_id, NEW.title, NEW.tier, NEW.fee_pence, NEW.terms, NEW.starts_on, NEW.ends_on,
    NEW.notice_days, NEW.previous_id)
   IS DISTINCT FROM
   (OLD.partner_id, OLD.title, OLD.tier, OLD.fee_pence, OLD.terms, OLD.starts_on, OLD.ends_on,
    OLD.notice_days, OLD.previous_id) THEN
    RAISE EXCEPTION 'What an agreement says never changes once it was sent.';
END IF;
IF OLD.partner_signed_at IS NOT NULL AND
   (NEW.partner_signed_at, NEW.partner_signed_name) IS DISTINCT FROM
   (OLD.partner_signed_at, OLD.partner_signed_name)
   OR OLD.alliance_signed_at IS NOT NULL AND
   (NEW.alliance_signed_at, NEW.alliance_signed_name) IS DISTINCT FROM
   (OLD.alliance_signed_at, OLD.alliance_signed_name) THEN
    RAISE EXCEPTION 'A signature never changes.';
END IF;
RETURN NEW;
"""
SIGNED_BY_PARTNER = (AgreementState.SIGNED, *BOTH_SIGNED)
TO_COUNTERSIGN = Q(state=AgreementState.SIGNED, alliance_signed_at=None)
"""Waiting for the alliance's signature."""


def in_force_on(day: date) -> Q:
    """In force on that day: one that is renewed is, until its last one."""
    return Q(state__in=IN_FORCE) | Q(state=AgreementState.RENEWED, ends_on__gte=day)


class AgreementQuerySet(AllianceQuerySet):
    def visible_to(self, member: Any) -> "AgreementQuerySet":
        """Staff see every agreement; whoever acts for a partner sees its own, once they were sent."""
        if getattr(member, "is_staff", False):
            return self
        return self.filter(partner=member.partner_id).exclude(state=AgreementState.DRAFT)

    def in_force(self, on: date) -> "AgreementQuerySet":
        return self.filter(in_force_on(on))

    def open(self, on: date) -> "AgreementQuerySet":
        """Sent, signed or in force on that day: what goes on under a school's next URN,
        and what ends with a partnership whose last day this is.
        """
        return self.filter(Q(state__in=OPEN_AGREEMENTS) | in_force_on(on))

    def to_sign(self) -> "AgreementQuerySet":
        """Waiting for the partner's signature."""
        return self.filter(state=AgreementState.SENT)

    def to_countersign(self) -> "AgreementQuerySet":
        return self.filter(TO_COUNTERSIGN)


class Agreement(AllianceOwnedPublic):
    """Terms, fee and time of one agreement; what each side owes stands in `Obligation`.

    `actions.agreements` moves `state`, triggers refuse every move that `AGREEMENT_TRANSITIONS` does not list,
    and once sent what it says never changes. Two signatures put it in force: the partner's, then the
    alliance's. `party` and `party_urn` are the partner's name and URN on the day it was sent; what became of
    the URN since is told by `Novation`. `previous` is the agreement that this one renews. `told_days` is the
    last notice given about its end: 90 or 30 days before it, 0 for none.
    """

    partner = OwnedForeignKey("alliance.Partner", on_delete=models.PROTECT, related_name="agreements")
    previous = OwnedForeignKey(
        "alliance.Agreement", null=True, blank=True, on_delete=models.PROTECT, related_name="next"
    )
    state = models.CharField(max_length=12, choices=AgreementState.choices, default=AgreementState.DRAFT)
    title = models.CharField(max_length=150)
    tier = models.CharField(max_length=40, blank=True)
    fee_pence = models.PositiveIntegerField("fee", default=0)
    terms = models.TextField()
    starts_on = models.DateField("first day")
    ends_on = models.DateField("last day")
    notice_days = models.PositiveSmallIntegerField("days of notice", default=90)
    party = models.CharField("partner as it signs", max_length=200, blank=True)
    party_urn = models.CharField("URN as it signs", max_length=10, blank=True)
    sent_at = models.DateTimeField("sent", null=True)
    partner_signed_at = models.DateTimeField("signed by the partner", null=True)
    partner_signed_name = models.CharField("signed for the partner by", max_length=150, blank=True)
    alliance_signed_at = models.DateTimeField("signed by the alliance", null=True)
    alliance_signed_name = models.CharField("signed for the alliance by", max_length=150, blank=True)
    alliance_signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    told_days = models.PositiveSmallIntegerField("notice of its end", default=0)
    ended_on = models.DateField("ended", null=True)
    end_reason = models.CharField("why it ended", max_length=300, blank=True)
    shown_to = models.GeneratedField(
        expression=models.Case(
            models.When(state=AgreementState.DRAFT, then=models.Value(None)), default=models.F("partner_id")
        ),
        output_field=models.BigIntegerField(null=True),
        db_persist=True,
    )
    """The partner, from the day it was sent: a draft is in nobody's feed."""
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects: ClassVar[Any] = AllianceManager.from_queryset(AgreementQuerySet)()

    class Meta(AllianceOwnedPublic.Meta):
        constraints = [
            *AllianceOwnedPublic.Meta.constraints,
            CompositeForeignKey("partner", to="alliance.Partner", name="agreement_partner_fk"),
            CompositeForeignKey("previous", to="alliance.Agreement", name="agreement_previous_fk"),
            models.UniqueConstraint(
                fields=["alliance", "previous"],
                name="agreement_renewed_once",
                violation_error_message="This agreement has its next one already.",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")),
                name="agreement_ends_after_it_starts",
                violation_error_message="The last day must be after the first.",
            ),
            models.CheckConstraint(
                condition=Q(state=AgreementState.DRAFT) | Q(sent_at__isnull=False) & ~Q(party=""),
                name="agreement_sent_to_somebody",
            ),
            models.CheckConstraint(
                condition=Q(partner_signed_at__isnull=True, partner_signed_name="")
                | Q(partner_signed_at__isnull=False) & ~Q(partner_signed_name=""),
                name="agreement_partner_signed_who_and_when",
            ),
            models.CheckConstraint(
                condition=Q(alliance_signed_at__isnull=True, alliance_signed_name="")
                | Q(alliance_signed_at__isnull=False, partner_signed_at__isnull=False)
                & ~Q(alliance_signed_name=""),
                name="agreement_alliance_signed_second",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=SIGNED_BY_PARTNER) | Q(partner_signed_at__isnull=False),
                name="agreement_signed_by_partner",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=BOTH_SIGNED) | Q(alliance_signed_at__isnull=False),
                name="agreement_in_force_when_both_signed",
            ),
            models.CheckConstraint(
                condition=Q(state=AgreementState.TERMINATED, ended_on__isnull=False) & ~Q(end_reason="")
                | ~Q(state=AgreementState.TERMINATED) & Q(ended_on__isnull=True, end_reason=""),
                name="agreement_terminated_when_and_why",
                violation_error_message="Say from when, and why.",
            ),
        ]
        indexes = [
            models.Index(fields=["alliance", "ends_on", "id"], name="agreement_by_end"),
            models.Index(fields=["alliance", "partner", "-starts_on"], name="agreement_of_partner"),
            models.Index(
                fields=["alliance", "state", "ends_on"],
                include=["alliance_signed_at"],
                name="agreement_by_standing",
            ),
            models.Index(fields=["alliance", "tier"], name="agreement_by_tier"),
        ]
        triggers = [
            pgtrigger.FSM(name="life", field="state", transitions=list(AGREEMENT_TRANSITIONS)),
            pgtrigger.Trigger(
                name="begins_as_draft",
                operation=pgtrigger.Insert,
                when=pgtrigger.Before,
                func=BEGINS_AS_DRAFT,
            ),
            pgtrigger.Trigger(
                name="unchanged_once_sent",
                operation=pgtrigger.Update,
                when=pgtrigger.Before,
                func=UNCHANGED_ONCE_SENT,
            ),
            pgtrigger.Protect(
                name="only_drafts_are_deleted",
                operation=pgtrigger.Delete,
                condition=~pgtrigger.Q(old__state=AgreementState.DRAFT),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_draft(self) -> bool:
        return self.state == AgreementState.DRAFT

    @property
    def is_in_force(self) -> bool:
        """And nothing signed follows it."""
        return self.state in IN_FORCE

    def is_in_force_on(self, day: date) -> bool:
        """One that is renewed is, until its last day."""
        return self.is_in_force or (self.state == AgreementState.RENEWED and self.ends_on >= day)

    @property
    def never_began(self) -> bool:
        """Ended before the alliance had signed it, or before its first day."""
        return self.ended_on is not None and (
            self.alliance_signed_at is None or self.ended_on < self.starts_on
        )

    def days_left(self, today: date) -> int:
        return (self.ends_on - today).days

    @property
    def notice_by(self) -> date:
        """The last day on which notice can be given, so that it ends with its last day."""
        return self.ends_on - timedelta(days=self.notice_days)
