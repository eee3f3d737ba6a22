"""Jobs, the outbox they leave by, and the signs of life of processes."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

import foundation.identifiers
import foundation.tenancy.fields
from foundation.tenancy.operations import ProtectTable

OPERATIONS = [
    migrations.CreateModel(
        name="Job",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            (
                "public_id",
                models.UUIDField(default=foundation.identifiers.new_public_id, editable=False, unique=True),
            ),
            (
                "alliance",
                models.ForeignKey(
                    db_index=False,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="alliance.alliance",
                ),
            ),
            ("kind", models.CharField(max_length=40)),
            ("subject", models.CharField(blank=True, max_length=64)),
            (
                "requested_by",
                models.ForeignKey(
                    db_index=False,
                    null=True,
                    on_delete=django.db.models.deletion.SET_NULL,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "state",
                models.CharField(
                    choices=[
                        ("queued", "Waiting"),
                        ("running", "Under way"),
                        ("succeeded", "Done"),
                        ("failed", "Failed"),
                        ("cancelled", "Cancelled"),
                    ],
                    default="queued",
                    max_length=10,
                ),
            ),
            ("fence", models.PositiveBigIntegerField(default=0)),
            ("claims", models.PositiveSmallIntegerField(default=0)),
            ("failures", models.PositiveSmallIntegerField(default=0)),
            ("worker", models.CharField(blank=True, max_length=100)),
            ("steps", models.JSONField(default=list)),
            ("queued_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ("not_before", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ("started_at", models.DateTimeField(null=True)),
            ("lease_until", models.DateTimeField(null=True)),
            ("cancel_requested_at", models.DateTimeField(null=True)),
            ("finished_at", models.DateTimeField(null=True)),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(fields=("alliance", "id"), name="job_of_alliance"),
                models.UniqueConstraint(
                    condition=models.Q(("state__in", ("queued", "running"))),
                    fields=("alliance", "kind", "subject"),
                    name="job_live_once",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("lease_until__isnull", False), ("state", "running")),
                        models.Q(
                            models.Q(("state", "running"), _negated=True), ("lease_until__isnull", True)
                        ),
                        _connector="OR",
                    ),
                    name="job_leased_while_running",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(
                            ("finished_at__isnull", False),
                            ("state__in", ("succeeded", "failed", "cancelled")),
                        ),
                        models.Q(("finished_at__isnull", True), ("state__in", ("queued", "running"))),
                        _connector="OR",
                    ),
                    name="job_finished_when_ended",
                ),
            ],
            "indexes": [
                models.Index(
                    condition=models.Q(("state__in", ("queued", "running"))),
                    fields=["state", "lease_until"],
                    name="job_live",
                ),
                models.Index(fields=["alliance", "kind", "subject", "-id"], name="job_about"),
            ],
        },
    ),
    migrations.CreateModel(
        name="JobOutcome",
        fields=[
            ("id", models.BigAutoField(primary_key=True, serialize=False)),
            (
                "alliance",
                models.ForeignKey(
                    db_index=False,
                    editable=False,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="alliance.alliance",
                ),
            ),
            (
                "job",
                models.ForeignKey(
                    db_constraint=False,
                    db_index=False,
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="+",
                    to="foundation.job",
                ),
            ),
            ("sentence", models.TextField()),
            ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(fields=("alliance", "id"), name="foundation_joboutcome_owned"),
                foundation.tenancy.fields.CompositeForeignKey(
                    "job", name="job_outcome_job_fk", to="foundation.Job"
                ),
                models.UniqueConstraint(fields=("alliance", "job"), name="job_outcome_once"),
            ],
        },
    ),
    ProtectTable("foundation_joboutcome"),
    migrations.CreateModel(
        name="OutboxEntry",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            (
                "job",
                models.OneToOneField(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="outbox_entry",
                    to="foundation.job",
                ),
            ),
            ("due_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ("published_at", models.DateTimeField(null=True)),
            ("times", models.PositiveSmallIntegerField(default=0)),
        ],
        options={
            "verbose_name_plural": "outbox entries",
            "indexes": [
                models.Index(
                    condition=models.Q(("published_at__isnull", True)),
                    fields=["due_at"],
                    name="outbox_pending",
                )
            ],
        },
    ),
    migrations.CreateModel(
        name="Pulse",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            (
                "part",
                models.CharField(
                    choices=[("relay", "Relay"), ("worker", "Worker"), ("beat", "Clock")], max_length=10
                ),
            ),
            ("instance", models.CharField(max_length=100)),
            ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ("feed_lag_seconds", models.PositiveIntegerField(null=True)),
        ],
        options={
            "constraints": [models.UniqueConstraint(fields=("part", "instance"), name="pulse_of_process")],
        },
    ),
]
