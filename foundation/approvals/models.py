"""What somebody is asked to decide, and the links that let them."""

from datetime import datetime
from typing import Any, ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from foundation.approvals.choices import DECIDED, TRANSITIONS, ApprovalState
from foundation.tenancy.fields import CompositeForeignKey, OwnedForeignKey
from foundation.tenancy.models import AllianceManager, AllianceOwned, AllianceOwnedPublic, AllianceQuerySet

BEGINS_BY_WAITING = """
IF NEW.state <> 'waiting' THEN
    RAISE EXCEPTION 'An approval begins by waiting for its answer.';
END IF;
RETURN NEW;
"""
UNCHANGED_WHEN_OVER = """
IF OLD.state <> 'waiting' THEN
    RAISE EXCEPTION 'An approval that was answered or withdrawn never changes.';
END IF;
RETURN NEW;
"""


class ApprovalQuerySet(AllianceQuerySet):
    def waiting(self) -> "ApprovalQuerySet":
        """Neither answered nor withdrawn; it may have run out, and can then be sent again."""
        return self.filter(state=ApprovalState.WAITING)

    def open(self, now: datetime) -> "ApprovalQuerySet":
        """Can be answered at that moment."""
        return self.waiting().filter(expires_at__gt=now)

    def run_out(self, now: datetime) -> "ApprovalQuerySet":
        return self.waiting().filter(expires_at__lte=now)

    def answered(self) -> "ApprovalQuerySet":
        return self.filter(state__in=DECIDED)

    def about(self, kind: str, subject: Any) -> "ApprovalQuerySet":
        return self.filter(kind=kind, subject=subject)


class Approval(AllianceOwnedPublic):
    """One question to one person: `kind` names what sort of thing it is about, `subject` is its public id.

    `actions` moves `state`, and a trigger refuses every move that `TRANSITIONS` does not list; once answered
    or withdrawn nothing about it changes. `decided_by` is the member who answered inside the portal, and
    empty where the link was used. `sent_at` is empty until a letter has left. `title`, the names and the
    remark are personal data of class 'partner'.
    """

    kind = models.CharField(max_length=40)
    subject = models.UUIDField()
    title = models.CharField(max_length=200)
    approver_name = models.CharField("asked", max_length=150)
    approver_email = models.EmailField("e-mail")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    asked_at = models.DateTimeField("asked", auto_now_add=True)
    expires_at = models.DateTimeField("can be answered until")
    sent_at = models.DateTimeField("letter sent", null=True)
    reminders = models.PositiveSmallIntegerField("reminders sent", default=0, db_default=0)
    state = models.CharField(max_length=10, choices=ApprovalState.choices, default=ApprovalState.WAITING)
    decided_at = models.DateTimeField("answered", null=True)
    decided_name = models.CharField("name typed", max_length=150, blank=True, default="", db_default="")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    remark = models.CharField(max_length=500, blank=True, default="", db_default="")

    objects: ClassVar[Any] = AllianceManager.from_queryset(ApprovalQuerySet)()

    class Meta(AllianceOwnedPublic.Meta):
        constraints = [
            *AllianceOwnedPublic.Meta.constraints,
            models.UniqueConstraint(
                fields=["alliance", "kind", "subject", "approver_email"],
                condition=Q(state=ApprovalState.WAITING),
                name="approval_waiting_once",
                violation_error_message="They have been asked already: send that letter again.",
            ),
            models.CheckConstraint(
                condition=Q(approver_email=Lower("approver_email")), name="approval_email_lower_case"
            ),
            models.CheckConstraint(
                condition=Q(state__in=DECIDED, decided_at__isnull=False) & ~Q(decided_name="")
                | ~Q(state__in=DECIDED)
                & Q(decided_at__isnull=True, decided_by__isnull=True, decided_name="", remark=""),
                name="approval_decided_who_and_when",
            ),
            models.CheckConstraint(condition=Q(expires_at__gt=F("asked_at")), name="approval_expires_later"),
        ]
        indexes = [
            models.Index(fields=["alliance", "state", "-id"], name="approval_by_state"),
            models.Index(fields=["alliance", "kind", "subject", "-id"], name="approval_about"),
            models.Index(
                fields=["alliance", "expires_at"],
                condition=Q(state=ApprovalState.WAITING),
                name="approval_runs_out",
            ),
            models.Index(
                fields=["alliance", "-asked_at", "-id"],
                include=["kind", "expires_at"],
                condition=Q(state=ApprovalState.WAITING),
                name="approval_waiting_newest",
            ),
        ]
        triggers = [
            pgtrigger.FSM(name="life", field="state", transitions=list(TRANSITIONS)),
            pgtrigger.Trigger(
                name="begins_by_waiting",
                operation=pgtrigger.Insert,
                when=pgtrigger.Before,
                func=BEGINS_BY_WAITING,
            ),
            pgtrigger.Trigger(
                name="unchanged_when_over",
                operation=pgtrigger.Update,
                when=pgtrigger.Before,
                func=UNCHANGED_WHEN_OVER,
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_waiting(self) -> bool:
        return self.state == ApprovalState.WAITING

    def has_run_out(self, now: datetime) -> bool:
        return self.is_waiting and self.expires_at <= now


class ApprovalLink(AllianceOwned):
    """A link that was sent. Only the SHA-256 of its token is kept, and the nonce that the portal's secret
    makes the token from again for a reminder (`links`). Sent anew, the link before is replaced.
    """

    approval = OwnedForeignKey("foundation.Approval", on_delete=models.CASCADE, related_name="links")
    nonce = models.CharField(max_length=32)
    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField(auto_now_add=True)
    replaced_at = models.DateTimeField(null=True)

    class Meta(AllianceOwned.Meta):
        constraints = [
            *AllianceOwned.Meta.constraints,
            CompositeForeignKey("approval", to="foundation.Approval", name="approval_link_approval_fk"),
            models.UniqueConstraint(fields=["alliance", "digest"], name="approval_link_once"),
            models.UniqueConstraint(
                fields=["alliance", "approval"],
                condition=Q(replaced_at=None),
                name="approval_link_one_in_force",
            ),
        ]
