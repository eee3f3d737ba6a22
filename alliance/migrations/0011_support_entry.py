"""Operators who enter an alliance to help: a record that the application can end, and nothing else."""

import datetime

import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models

import foundation.identifiers
from foundation.audit.operations import AuditTable
from foundation.tenancy.operations import ProtectTable

KEEP = """
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
KEEP_NO_MORE = """
GRANT DELETE ON alliance_supportentry TO tsa_app;
DROP TRIGGER alliance_supportentry_kept ON alliance_supportentry;
DROP FUNCTION alliance_support_entry_kept();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("alliance", "0010_write_contacts"),
    ]

    operations = [
        migrations.CreateModel(
            name="SupportEntry",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("public_id", models.UUIDField(default=foundation.identifiers.new_public_id, editable=False)),
                ("reason", models.CharField(max_length=500)),
                ("started_at", models.DateTimeField(verbose_name="since")),
                ("ends_at", models.DateTimeField(verbose_name="until")),
                ("left_at", models.DateTimeField(blank=True, null=True, verbose_name="ended")),
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
                (
                    "operator",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "support entry",
                "abstract": False,
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
                                    models.F("started_at"),
                                    "+",
                                    models.Value(datetime.timedelta(seconds=3600)),
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
        migrations.RunSQL(KEEP, KEEP_NO_MORE),
    ]
