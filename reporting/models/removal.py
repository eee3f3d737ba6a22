"""Taking back what was published: a whole version, or passages of it."""

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from foundation.tenancy.fields import CompositeForeignKey, OwnedForeignKey
from foundation.tenancy.models import AllianceManager, AllianceOwnedPublic, AllianceQuerySet
from reporting.choices import REMOVAL_TRANSITIONS, RemovalKind, RemovalReason, RemovalState

AGREED = (RemovalState.AGREED, RemovalState.DONE)
BEGINS_BY_ASKING = """
IF NEW.state <> 'asked' THEN
    RAISE EXCEPTION 'A removal begins by somebody asking for it.';
END IF;
RETURN NEW;
"""
UNCHANGED_WHEN_OVER = """
IF OLD.state = ANY (ARRAY['done', 'dropped']) THEN
    RAISE EXCEPTION 'A removal that is over never changes.';
END IF;
RETURN NEW;
"""


class RemovalQuerySet(AllianceQuerySet):
    def waiting(self) -> "RemovalQuerySet":
        """Asked for, and neither agreed to nor dropped: the version is held back meanwhile."""
        return self.filter(state=RemovalState.ASKED)

    def done(self) -> "RemovalQuerySet":
        return self.filter(state=RemovalState.DONE)

    def redactions(self) -> "RemovalQuerySet":
        return self.done().filter(kind=RemovalKind.REDACT)


class Removal(AllianceOwnedPublic):
    """Somebody asks that a version, or `passages` of it, be taken back; where the alliance asks for two
    pairs of eyes, somebody else agrees.

    `actions.removals` moves `state`. While it is *agreed* triggers let the version's words be taken out; it
    is *done* in the same transaction. `passages` are ids (`logic.redaction`), never the words themselves.
    `explanation` is read by everybody. `digest_before` and `digest_after` chain the check codes.
    """

    edition = OwnedForeignKey("reporting.Edition", on_delete=models.PROTECT, related_name="removals")
    kind = models.CharField(max_length=10, choices=RemovalKind.choices)
    state = models.CharField(max_length=10, choices=RemovalState.choices, default=RemovalState.ASKED)
    reason = models.CharField(max_length=20, choices=RemovalReason.choices)
    explanation = models.CharField(max_length=300, blank=True)
    passages = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    digest_before = models.CharField(max_length=64)
    digest_after = models.CharField(max_length=64, blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    asked_at = models.DateTimeField(auto_now_add=True)
    agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    agreed_at = models.DateTimeField(null=True)
    dropped_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    dropped_at = models.DateTimeField(null=True)

    objects = AllianceManager.from_queryset(RemovalQuerySet)()

    class Meta(AllianceOwnedPublic.Meta):
        constraints = [
            *AllianceOwnedPublic.Meta.constraints,
            CompositeForeignKey("edition", to="reporting.Edition", name="removal_edition_fk"),
            models.UniqueConstraint(
                fields=["alliance", "edition"],
                condition=Q(state__in=[RemovalState.ASKED, RemovalState.AGREED]),
                name="removal_one_at_a_time",
                violation_error_message="Somebody has already asked for this version to be taken back.",
            ),
            models.UniqueConstraint(
                fields=["alliance", "edition"],
                condition=Q(kind=RemovalKind.WITHDRAW, state=RemovalState.DONE),
                name="removal_withdrawn_once",
            ),
            models.CheckConstraint(
                condition=Q(state__in=AGREED, agreed_by__isnull=False, agreed_at__isnull=False)
                | ~Q(state__in=AGREED) & Q(agreed_by__isnull=True, agreed_at__isnull=True),
                name="removal_agreed_who_and_when",
            ),
            models.CheckConstraint(
                condition=Q(state=RemovalState.DROPPED, dropped_by__isnull=False, dropped_at__isnull=False)
                | ~Q(state=RemovalState.DROPPED) & Q(dropped_by__isnull=True, dropped_at__isnull=True),
                name="removal_dropped_who_and_when",
            ),
            models.CheckConstraint(
                condition=Q(kind=RemovalKind.WITHDRAW, passages__len=0)
                | Q(kind=RemovalKind.REDACT, passages__len__gt=0),
                name="removal_names_its_passages",
            ),
            models.CheckConstraint(
                condition=Q(kind=RemovalKind.REDACT, state=RemovalState.DONE) & ~Q(digest_after="")
                | ~Q(kind=RemovalKind.REDACT, state=RemovalState.DONE) & Q(digest_after=""),
                name="removal_redaction_has_its_digest",
            ),
            models.CheckConstraint(
                condition=~Q(reason=RemovalReason.OTHER) | ~Q(explanation=""),
                name="removal_other_is_explained",
                violation_error_message="Say in a sentence why, without naming anybody.",
            ),
        ]
        triggers = [
            pgtrigger.FSM(name="life", field="state", transitions=list(REMOVAL_TRANSITIONS)),
            pgtrigger.Trigger(
                name="begins_by_asking",
                operation=pgtrigger.Insert,
                when=pgtrigger.Before,
                func=BEGINS_BY_ASKING,
            ),
            pgtrigger.Trigger(
                name="unchanged_when_over",
                operation=pgtrigger.Update,
                when=pgtrigger.Before,
                func=UNCHANGED_WHEN_OVER,
            ),
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} of {self.edition}"

    @property
    def asked(self) -> str:
        """Who asks for what, and why."""
        what = "it be withdrawn" if self.kind == RemovalKind.WITHDRAW else "passages of it be removed"
        return f"{self.asked_by} asks that {what}: {self.words}"

    @property
    def words(self) -> str:
        """Why, as readers see it: a sentence."""
        return f"{self.explanation or self.get_reason_display()}".rstrip(".") + "."
