"""The envelopes of work: global, because the relay and the sweeper see all alliances; ids only, no
payload.
"""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from foundation.identifiers import new_public_id
from foundation.tenancy.fields import CompositeForeignKey
from foundation.tenancy.models import AllianceOwned


class JobState(models.TextChoices):
    """queued → running → succeeded | failed | cancelled; a lost or failed run goes back to queued."""

    QUEUED = "queued", "Waiting"
    RUNNING = "running", "Under way"
    SUCCEEDED = "succeeded", "Done"
    FAILED = "failed", "Failed"
    CANCELLED = "cancelled", "Cancelled"


LIVE = (JobState.QUEUED, JobState.RUNNING)
ENDED = (JobState.SUCCEEDED, JobState.FAILED, JobState.CANCELLED)


class JobQuerySet(models.QuerySet["Job"]):
    def of(self, alliance: Any) -> "JobQuerySet":
        """The jobs of one alliance: no row-level security stands behind this table."""
        return self.filter(alliance=alliance)

    def about(self, kind: str, subject: str) -> "JobQuerySet":
        return self.filter(kind=kind, subject=subject)

    def live(self) -> "JobQuerySet":
        return self.filter(state__in=LIVE)


class Job(models.Model):
    """One piece of work for one alliance: what kind, about which row (`subject` is its id), and how far
    it is.

    `fence` rises with every claim: whoever holds a lower one has been taken over and can write nothing.
    `steps` is the progress that pages show: labels from the code, and counts. What ended a job in words
    is in `JobOutcome`.
    """

    public_id = models.UUIDField(default=new_public_id, unique=True, editable=False)
    alliance = models.ForeignKey(
        "alliance.Alliance", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    kind = models.CharField(max_length=40)
    subject = models.CharField(max_length=64, blank=True)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    state = models.CharField(max_length=10, choices=JobState.choices, default=JobState.QUEUED)
    fence = models.PositiveBigIntegerField(default=0)
    claims = models.PositiveSmallIntegerField(default=0)
    failures = models.PositiveSmallIntegerField(default=0)
    worker = models.CharField(max_length=100, blank=True)
    steps = models.JSONField(default=list)
    queued_at = models.DateTimeField(db_default=Now())
    not_before = models.DateTimeField(db_default=Now())
    started_at = models.DateTimeField(null=True)
    lease_until = models.DateTimeField(null=True)
    cancel_requested_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["alliance", "id"], name="job_of_alliance"),
            models.UniqueConstraint(
                fields=["alliance", "kind", "subject"], condition=Q(state__in=LIVE), name="job_live_once"
            ),
            models.CheckConstraint(
                condition=Q(state=JobState.RUNNING, lease_until__isnull=False)
                | ~Q(state=JobState.RUNNING) & Q(lease_until__isnull=True),
                name="job_leased_while_running",
            ),
            models.CheckConstraint(
                condition=Q(state__in=ENDED, finished_at__isnull=False)
                | Q(state__in=LIVE, finished_at__isnull=True),
                name="job_finished_when_ended",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "lease_until"], condition=Q(state__in=LIVE), name="job_live"),
            models.Index(fields=["alliance", "kind", "subject", "-id"], name="job_about"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}".strip()

    @property
    def is_live(self) -> bool:
        return self.state in LIVE


class OutboxEntry(models.Model):
    """A job to be told to the broker: written with the job, published by the relay, again by the sweeper."""

    job = models.OneToOneField(Job, on_delete=models.CASCADE, related_name="outbox_entry")
    due_at = models.DateTimeField(db_default=Now())
    published_at = models.DateTimeField(null=True)
    times = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name_plural = "outbox entries"
        indexes = [
            models.Index(fields=["due_at"], condition=Q(published_at__isnull=True), name="outbox_pending")
        ]


class JobOutcome(AllianceOwned):
    """The sentence a job ended with, for people: owned, because a sentence may name what the job was
    about.
    """

    job = models.ForeignKey(
        Job, on_delete=models.CASCADE, related_name="+", db_constraint=False, db_index=False
    )
    sentence = models.TextField()
    at = models.DateTimeField(db_default=Now())

    class Meta(AllianceOwned.Meta):
        constraints = [
            *AllianceOwned.Meta.constraints,
            CompositeForeignKey("job", to="foundation.Job", name="job_outcome_job_fk"),
            models.UniqueConstraint(fields=["alliance", "job"], name="job_outcome_once"),
        ]
