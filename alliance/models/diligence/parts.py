"""What a review is made of: its checks, and the actions that come out of it."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from alliance.choices import CheckState
from foundation.tenancy.fields import CompositeForeignKey, OwnedForeignKey
from foundation.tenancy.models import AllianceOwnedPublic


class DiligenceCheck(AllianceOwnedPublic):
    """One line of a review's checklist, copied when it began; answered by whom, when, and on what."""

    review = OwnedForeignKey("alliance.DiligenceReview", on_delete=models.CASCADE, related_name="checks")
    position = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=20, blank=True)
    title = models.CharField("check", max_length=120)
    hint = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=15, choices=CheckState.choices, default=CheckState.OPEN)
    evidence = models.TextField("what was seen", blank=True)
    evidence_url = models.URLField("link to it", max_length=500, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta(AllianceOwnedPublic.Meta):
        constraints = [
            *AllianceOwnedPublic.Meta.constraints,
            CompositeForeignKey("review", to="alliance.DiligenceReview", name="diligence_check_review_fk"),
            models.UniqueConstraint(fields=["alliance", "review", "position"], name="diligence_check_once"),
            models.CheckConstraint(
                condition=Q(state=CheckState.OPEN, answered_at__isnull=True, answered_by__isnull=True)
                | ~Q(state=CheckState.OPEN)
                & Q(answered_at__isnull=False, answered_by__isnull=False)
                & ~Q(evidence=""),
                name="diligence_check_answered_what_who_and_when",
                violation_error_message="Write what was seen.",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class DiligenceAction(AllianceOwnedPublic):
    """Something a partner or the alliance is to do because of a review: by whom, by when, and when it was
    done.
    """

    review = OwnedForeignKey("alliance.DiligenceReview", on_delete=models.CASCADE, related_name="actions")
    what = models.CharField("action", max_length=300)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    due_on = models.DateField("due")
    done_at = models.DateTimeField("done", null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta(AllianceOwnedPublic.Meta):
        constraints = [
            *AllianceOwnedPublic.Meta.constraints,
            CompositeForeignKey("review", to="alliance.DiligenceReview", name="diligence_action_review_fk"),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True, done_by__isnull=True)
                | Q(done_at__isnull=False, done_by__isnull=False),
                name="diligence_action_done_who_and_when",
            ),
        ]
        indexes = [
            models.Index(
                fields=["alliance", "due_on"], condition=Q(done_at=None), name="diligence_action_waiting"
            ),
            models.Index(fields=["alliance", "review"], name="diligence_action_of_review"),
        ]

    def __str__(self) -> str:
        return self.what
