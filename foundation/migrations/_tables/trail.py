"""The audit trail, the change feed, and what was erased for good."""

import uuid

import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

import foundation.feed.fields
import foundation.identifiers
from foundation.audit.operations import NameAgents
from foundation.feed.operations import CreateVersionFunction
from foundation.tenancy.operations import ProtectTable, ReadOnlyTable

OPERATIONS = [
    migrations.CreateModel(
        name="AuditEvent",
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
            ("at", models.DateTimeField()),
            ("user_id", models.BigIntegerField(null=True)),
            ("agent", models.CharField(blank=True, db_default="", default="", max_length=64)),
            ("request_id", models.CharField(max_length=64)),
            ("table", models.CharField(max_length=63)),
            ("row_id", models.BigIntegerField()),
            (
                "action",
                models.CharField(
                    choices=[("I", "Created"), ("U", "Changed"), ("D", "Deleted")], max_length=1
                ),
            ),
            ("changes", models.JSONField()),
        ],
        options={
            "indexes": [
                models.Index(fields=["alliance", "table", "row_id", "-id"], name="audit_of_record"),
                models.Index(
                    condition=models.Q(("action", "D")),
                    fields=["alliance", "table", "id"],
                    name="audit_of_removed",
                ),
            ],
            "constraints": [
                models.UniqueConstraint(fields=("alliance", "id"), name="foundation_auditevent_owned")
            ],
        },
    ),
    ProtectTable("foundation_auditevent"),
    ReadOnlyTable("foundation_auditevent"),
    NameAgents(),
    migrations.CreateModel(
        name="FeedGeneration",
        fields=[
            ("id", models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
            ("token", models.UUIDField(default=uuid.uuid4)),
            ("cluster", models.CharField(max_length=100)),
            ("renewed_at", models.DateTimeField(auto_now=True)),
        ],
        options={
            "constraints": [
                models.CheckConstraint(condition=models.Q(("pk", 1)), name="feed_generation_single")
            ],
        },
    ),
    migrations.CreateModel(
        name="Change",
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
            ("at", models.DateTimeField()),
            ("xid", foundation.feed.fields.Xid8Field()),
            ("type", models.CharField(max_length=30)),
            ("object_id", models.BigIntegerField()),
            ("public_id", models.UUIDField()),
            ("holder_before", models.BigIntegerField(null=True)),
            ("holder_after", models.BigIntegerField(null=True)),
            ("shared_before", models.BooleanField()),
            ("shared_after", models.BooleanField()),
        ],
        options={
            "indexes": [
                models.Index(fields=["alliance", "xid", "id"], name="change_in_order"),
                django.contrib.postgres.indexes.BrinIndex(
                    autosummarize=True, fields=["at"], name="change_by_moment"
                ),
            ],
            "constraints": [
                models.UniqueConstraint(fields=("alliance", "id"), name="foundation_change_owned")
            ],
        },
    ),
    ProtectTable("foundation_change"),
    migrations.RunSQL("REVOKE UPDATE ON foundation_change FROM tsa_app"),
    migrations.CreateModel(
        name="Erasure",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            (
                "public_id",
                models.UUIDField(default=foundation.identifiers.new_public_id, editable=False, unique=True),
            ),
            ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ("kind", models.CharField(max_length=40)),
            (
                "alliance",
                models.ForeignKey(
                    db_index=False,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="alliance.alliance",
                ),
            ),
            ("subject", models.CharField(max_length=64)),
        ],
    ),
    CreateVersionFunction(),
    migrations.RunSQL("REVOKE UPDATE, DELETE ON foundation_erasure FROM tsa_app"),
]
