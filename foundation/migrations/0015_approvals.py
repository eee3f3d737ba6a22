"""Asking heads and others to decide: the question, and the digests of the links that were sent."""

import django.db.models.deletion
import django.db.models.functions.text
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import foundation.identifiers
import foundation.tenancy.fields
from foundation.audit.operations import AuditTable
from foundation.tenancy.operations import ProtectTable


class Migration(migrations.Migration):
    dependencies = [
        ("alliance", "0001_initial"),
        ("foundation", "0014_audit_agent"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Approval",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("public_id", models.UUIDField(default=foundation.identifiers.new_public_id, editable=False)),
                ("kind", models.CharField(max_length=40)),
                ("subject", models.UUIDField()),
                ("title", models.CharField(max_length=200)),
                ("approver_name", models.CharField(max_length=150, verbose_name="asked")),
                ("approver_email", models.EmailField(max_length=254, verbose_name="e-mail")),
                ("asked_at", models.DateTimeField(auto_now_add=True, verbose_name="asked")),
                ("expires_at", models.DateTimeField(verbose_name="can be answered until")),
                ("sent_at", models.DateTimeField(null=True, verbose_name="letter sent")),
                (
                    "reminders",
                    models.PositiveSmallIntegerField(db_default=0, default=0, verbose_name="reminders sent"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("agreed", "Agreed"),
                            ("declined", "Declined"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("decided_at", models.DateTimeField(null=True, verbose_name="answered")),
                (
                    "decided_name",
                    models.CharField(
                        blank=True, db_default="", default="", max_length=150, verbose_name="name typed"
                    ),
                ),
                ("remark", models.CharField(blank=True, db_default="", default="", max_length=500)),
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
                    "asked_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        fields=("alliance", "public_id"), name="foundation_approval_public"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "waiting")),
                        fields=("alliance", "kind", "subject", "approver_email"),
                        name="approval_waiting_once",
                        violation_error_message="They have been asked already: send that letter again.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("approver_email", django.db.models.functions.text.Lower("approver_email"))
                        ),
                        name="approval_email_lower_case",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("decided_at__isnull", False),
                                ("state__in", ("agreed", "declined")),
                                models.Q(("decided_name", ""), _negated=True),
                            ),
                            models.Q(
                                models.Q(("state__in", ("agreed", "declined")), _negated=True),
                                ("decided_at__isnull", True),
                                ("decided_by__isnull", True),
                                ("decided_name", ""),
                                ("remark", ""),
                            ),
                            _connector="OR",
                        ),
                        name="approval_decided_who_and_when",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("expires_at__gt", models.F("asked_at"))),
                        name="approval_expires_later",
                    ),
                ],
                "indexes": [
                    models.Index(fields=["alliance", "state", "-id"], name="approval_by_state"),
                    models.Index(fields=["alliance", "kind", "subject", "-id"], name="approval_about"),
                    models.Index(
                        condition=models.Q(("state", "waiting")),
                        fields=["alliance", "expires_at"],
                        name="approval_runs_out",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ApprovalLink",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("nonce", models.CharField(max_length=32)),
                ("digest", models.CharField(max_length=64)),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                ("replaced_at", models.DateTimeField(null=True)),
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
                    "approval",
                    foundation.tenancy.fields.OwnedForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="links",
                        to="foundation.approval",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("alliance", "id"), name="foundation_approvallink_owned"),
                    models.UniqueConstraint(fields=("alliance", "digest"), name="approval_link_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("replaced_at", None)),
                        fields=("alliance", "approval"),
                        name="approval_link_one_in_force",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="approval",
            constraint=models.UniqueConstraint(fields=("alliance", "id"), name="foundation_approval_owned"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="approval",
            trigger=pgtrigger.compiler.Trigger(
                name="life",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{waiting:agreed,waiting:declined,waiting:withdrawn}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="d1ecbb5c3800859790f0cc29bb41c7c710ffd745",
                    operation="UPDATE",
                    pgid="pgtrigger_life_2da93",
                    table="foundation_approval",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="approval",
            trigger=pgtrigger.compiler.Trigger(
                name="begins_by_waiting",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\nIF NEW.state <> 'waiting' THEN\n    RAISE EXCEPTION 'An approval begins by waiting for its answer.';\nEND IF;\nRETURN NEW;\n",
                    hash="9594d76d4293af27094699f052d2865a7c02fa1d",
                    operation="INSERT",
                    pgid="pgtrigger_begins_by_waiting_7656e",
                    table="foundation_approval",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="approval",
            trigger=pgtrigger.compiler.Trigger(
                name="unchanged_when_over",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\nIF OLD.state <> 'waiting' THEN\n    RAISE EXCEPTION 'An approval that was answered or withdrawn never changes.';\nEND IF;\nRETURN NEW;\n",
                    hash="4e942c6d0aa0d83e7e4050d94e95cda392f4cb35",
                    operation="UPDATE",
                    pgid="pgtrigger_unchanged_when_over_92d7e",
                    table="foundation_approval",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="approvallink",
            constraint=foundation.tenancy.fields.CompositeForeignKey(
                "approval", name="approval_link_approval_fk", to="foundation.Approval"
            ),
        ),
        ProtectTable("foundation_approval"),
        AuditTable(
            "foundation_approval",
            personal=["title", "approver_name", "approver_email", "decided_name", "remark"],
        ),
        ProtectTable("foundation_approvallink"),
        AuditTable("foundation_approvallink", silent=["nonce", "digest"]),
    ]
