"""The due diligence of one partner, from due to decided."""

from typing import Any, ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from alliance.choices import DILIGENCE_OPEN, DILIGENCE_TRANSITIONS, DiligenceState
from alliance.logic.diligence.triggers import Trigger
from alliance.models.partner import Partner
from foundation.tenancy.fields import CompositeForeignKey, OwnedForeignKey
from foundation.tenancy.models import AllianceManager, AllianceOwnedPublic, AllianceQuerySet

BEGINS_DUE = """
IF NEW.state <> 'due' THEN
    RAISE EXCEPTION 'A review begins by being due.';
END IF;
RETURN NEW;
"""


class DiligenceReviewQuerySet(AllianceQuerySet):
    def open(self) -> "DiligenceReviewQuerySet":
        return self.filter(state__in=DILIGENCE_OPEN)

    def latest_of_current(self) -> "DiligenceReviewQuerySet":
        """The newest review of every partner that has not left: told by those that have, who are fewer to
        look up.
        """
        left = Partner.objects.filter(pk=OuterRef("partner"), left_on__isnull=False)
        return self.filter(~Exists(left), is_latest=True)


class DiligenceReview(AllianceOwnedPublic):
    """One round of due diligence. `actions.diligence` moves `state`; triggers refuse every move that
    `DILIGENCE_TRANSITIONS` does not list.

    `triggers` say why it is due (`logic.diligence.triggers`), register changes during it included. A waiver
    is asked for with a reason and approved by somebody else: `decided_by`. `is_latest` marks the newest
    review of its partner.
    """

    partner = OwnedForeignKey("alliance.Partner", on_delete=models.CASCADE, related_name="reviews")
    state = models.CharField(max_length=20, choices=DiligenceState.choices, default=DiligenceState.DUE)
    is_latest = models.BooleanField(default=True)
    triggers = models.JSONField(default=list)
    due_on = models.DateField("due")
    opened_at = models.DateTimeField("opened", auto_now_add=True)
    started_at = models.DateTimeField("started", null=True, blank=True)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    decided_at = models.DateTimeField("decided", null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    note = models.TextField("what it came to", blank=True)
    next_due_on = models.DateField("next due", null=True, blank=True)
    waiver_reason = models.TextField("reason for the waiver", blank=True)
    waiver_asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    waiver_asked_at = models.DateTimeField("waiver asked for", null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField(auto_now=True)

    objects: ClassVar[Any] = AllianceManager.from_queryset(DiligenceReviewQuerySet)()

    class Meta(AllianceOwnedPublic.Meta):
        verbose_name = "due diligence"
        verbose_name_plural = "due diligence"
        constraints = [
            *AllianceOwnedPublic.Meta.constraints,
            CompositeForeignKey("partner", to="alliance.Partner", name="diligence_partner_fk"),
            models.UniqueConstraint(
                fields=["alliance", "partner"], condition=Q(is_latest=True), name="diligence_one_latest"
            ),
            models.UniqueConstraint(
                fields=["alliance", "partner"],
                condition=Q(state__in=DILIGENCE_OPEN),
                name="diligence_one_open",
                violation_error_message="Due diligence of this partner is under way already.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=DILIGENCE_OPEN, decided_at__isnull=True, decided_by__isnull=True)
                | ~Q(state__in=DILIGENCE_OPEN)
                & Q(decided_at__isnull=False, decided_by__isnull=False, next_due_on__isnull=False),
                name="diligence_decided_who_and_when",
            ),
            models.CheckConstraint(
                condition=Q(started_at__isnull=True, started_by__isnull=True)
                | Q(started_at__isnull=False, started_by__isnull=False),
                name="diligence_started_who_and_when",
            ),
            models.CheckConstraint(
                condition=Q(waiver_reason="", waiver_asked_by__isnull=True, waiver_asked_at__isnull=True)
                | ~Q(waiver_reason="") & Q(waiver_asked_by__isnull=False, waiver_asked_at__isnull=False),
                name="diligence_waiver_asked_why_and_who",
            ),
            models.CheckConstraint(
                condition=~Q(state=DiligenceState.WAIVED)
                | ~Q(waiver_reason="") & ~Q(decided_by=F("waiver_asked_by")),
                name="diligence_waived_by_another",
                violation_error_message="Somebody else than who asked for the waiver approves it.",
            ),
            models.CheckConstraint(
                condition=~Q(state=DiligenceState.FAILED) | ~Q(note=""), name="diligence_failed_because"
            ),
        ]
        indexes = [
            models.Index(
                fields=["alliance", "due_on", "id"], condition=Q(is_latest=True), name="diligence_by_day"
            ),
        ]
        triggers = [
            pgtrigger.FSM(name="life", field="state", transitions=list(DILIGENCE_TRANSITIONS)),
            pgtrigger.Trigger(
                name="begins_due", operation=pgtrigger.Insert, when=pgtrigger.Before, func=BEGINS_DUE
            ),
        ]

    def __str__(self) -> str:
        return f"Due diligence of {self.partner}"

    @property
    def is_open(self) -> bool:
        return self.state in DILIGENCE_OPEN

    @property
    def waiver_is_asked(self) -> bool:
        """Asked for, and neither approved nor turned down."""
        return self.is_open and bool(self.waiver_reason)

    @property
    def why(self) -> list[Trigger]:
        return [Trigger.read(told) for told in self.triggers]
