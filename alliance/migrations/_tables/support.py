"""Operators who help, and steps that an alliance skips."""

import datetime

import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models

import foundation.identifiers
from foundation.audit.operations import AuditTable
from foundation.tenancy.operations import ProtectTable

KEEP_AS_WRITTEN = """
CREATE FUNCTION alliance_support_entry_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.left_at IS NOT NULL AND NEW.left_at IS DISTINCT FROM OLD.left_at
       OR (NEW.alliance_id, NEW.public_id, NEW.operator_id, NEW.reason, NEW.started_at, NEW.ends_at)
       IS DISTINCT FROM (OLD.alliance_id, OLD.public_id, OLD.operator_id, OLD.reason, OLD.started_at, OLD.ends_at)
    THEN
        RAISE EXCEPTION 'A support entry stays as it was written; it can only end.'
              USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER alliance_supportentry_kept BEFORE UPDATE ON alliance_supportentry
    FOR EACH ROW EXECUTE FUNCTION alliance_support_entry_kept();
REVOKE DELETE ON alliance_supportentry FROM tsa_app;
"""

OPERATIONS = [
    migrations.CreateModel(
        name="SupportEntry",
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
            ("public_id", models.UUIDField(default=foundation.identifiers.new_public_id, editable=False)),
            (
                "operator",
                models.ForeignKey(
                    db_index=False,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            ("reason", models.CharField(max_length=500)),
            ("started_at", models.DateTimeField(verbose_name="since")),
            ("ends_at", models.DateTimeField(verbose_name="until")),
            ("left_at", models.DateTimeField(blank=True, null=True, verbose_name="ended")),
            (
                "ended_by",
                models.ForeignKey(
                    blank=True,
                    db_index=False,
                    null=True,
                    on_delete=django.db.models.deletion.SET_NULL,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
        ],
        options={
            "verbose_name": "support entry",
            "indexes": [models.Index(fields=["alliance", "-started_at"], name="support_entry_latest")],
            "constraints": [
                models.UniqueConstraint(fields=("alliance", "id"), name="alliance_supportentry_owned"),
                models.UniqueConstraint(
                    fields=("alliance", "public_id"), name="alliance_supportentry_public"
                ),
                models.UniqueConstraint(
                    condition=models.Q(("left_at", None)),
                    fields=("alliance", "operator"),
                    name="support_entry_once",
                    violation_error_message="This operator is inside already.",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("ends_at__gt", models.F("started_at")),
                        (
                            "ends_at__lte",
                            django.db.models.expressions.CombinedExpression(
                                models.F("started_at"), "+", models.Value(datetime.timedelta(seconds=3600))
                            ),
                        ),
                    ),
                    name="support_entry_length",
                    violation_error_message="A support entry lasts 60 minutes at most.",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("left_at", None), ("left_at__gte", models.F("started_at")), _connector="OR"
                    ),
                    name="support_entry_order",
                ),
                models.CheckConstraint(
                    condition=models.Q(("ended_by", None), ("left_at__isnull", False), _connector="OR"),
                    name="support_entry_ended_when",
                ),
                models.CheckConstraint(
                    condition=models.Q(("reason", ""), _negated=True),
                    name="support_entry_reason",
                    violation_error_message="Write why, for the alliance to read.",
                ),
            ],
        },
    ),
    ProtectTable("alliance_supportentry"),
    AuditTable("alliance_supportentry", personal=["reason"], silent=["public_id"]),
    migrations.RunSQL(KEEP_AS_WRITTEN),
    migrations.CreateModel(
        name="SkippedStep",
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
            ("key", models.CharField(max_length=40, verbose_name="step")),
            ("skipped_at", models.DateTimeField(auto_now_add=True)),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(fields=("alliance", "id"), name="alliance_skippedstep_owned"),
                models.UniqueConstraint(fields=("alliance", "key"), name="skipped_step_once"),
            ],
        },
    ),
    ProtectTable("alliance_skippedstep"),
    AuditTable("alliance_skippedstep", silent=["skipped_at"]),
]
