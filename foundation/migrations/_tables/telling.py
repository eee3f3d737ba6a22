"""Notifications, approvals, and answers kept for systems that ask twice."""

import django.db.models.deletion
import django.db.models.functions.datetime
import django.db.models.functions.text
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models

import foundation.identifiers
import foundation.tenancy.fields
from foundation.audit.operations import AuditTable
from foundation.tenancy.operations import ProtectTable

OPERATIONS = [
    migrations.CreateModel(
        name="Notification",
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
                "user",
                models.ForeignKey(
                    db_index=False,
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            ("kind", models.CharField(blank=True, db_default="", default="", max_length=40)),
            ("subject", models.UUIDField(blank=True, null=True)),
            ("sentence", models.CharField(max_length=300)),
            ("href", models.CharField(max_length=300)),
            ("created_at", models.DateTimeField(auto_now_add=True)),
            ("read_at", models.DateTimeField(blank=True, null=True)),
            ("by_email", models.BooleanField(db_default=False, default=False)),
            (
                "pace",
                models.CharField(
                    choices=[
                        ("at_once", "By e-mail at once"),
                        ("daily", "In a daily digest"),
                        ("weekly", "In a weekly digest"),
                    ],
                    db_default="at_once",
                    default="at_once",
                    max_length=10,
                ),
            ),
            ("mailed_in", models.BigIntegerField(blank=True, null=True)),
            ("mailed_at", models.DateTimeField(blank=True, null=True)),
        ],
        options={
            "indexes": [
                models.Index(fields=["alliance", "user", "read_at", "-id"], name="notification_of_user"),
                models.Index(fields=["alliance", "user", "-id"], name="notification_latest"),
                models.Index(fields=["alliance", "created_at"], name="notification_by_age"),
                models.Index(
                    condition=models.Q(("by_email", True), ("mailed_in", None), ("read_at", None)),
                    fields=["alliance", "pace", "user"],
                    name="notification_to_send",
                ),
            ],
            "constraints": [
                models.UniqueConstraint(fields=("alliance", "id"), name="foundation_notification_owned"),
                models.UniqueConstraint(
                    fields=("alliance", "public_id"), name="foundation_notification_public"
                ),
            ],
        },
    ),
    ProtectTable("foundation_notification"),
    migrations.CreateModel(
        name="KeptAnswer",
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
            ("reader", models.CharField(max_length=40)),
            ("key_digest", models.CharField(max_length=64)),
            ("request_digest", models.CharField(max_length=64)),
            ("status", models.PositiveSmallIntegerField()),
            ("headers", models.JSONField(default=dict)),
            ("body", models.BinaryField()),
            ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
        ],
        options={
            "indexes": [models.Index(fields=["alliance", "at"], name="kept_answer_by_age")],
            "constraints": [
                models.UniqueConstraint(fields=("alliance", "id"), name="foundation_keptanswer_owned"),
                models.UniqueConstraint(fields=("alliance", "reader", "key_digest"), name="kept_answer_once"),
            ],
        },
    ),
    ProtectTable("foundation_keptanswer"),
    migrations.CreateModel(
        name="NotificationChoice",
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
                "user",
                models.ForeignKey(
                    db_index=False,
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            ("kind", models.CharField(blank=True, max_length=40)),
            (
                "pace",
                models.CharField(
                    choices=[
                        ("at_once", "By e-mail at once"),
                        ("daily", "In a daily digest"),
                        ("weekly", "In a weekly digest"),
                    ],
                    db_default="at_once",
                    default="at_once",
                    max_length=10,
                ),
            ),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(
                    fields=("alliance", "id"), name="foundation_notificationchoice_owned"
                ),
                models.UniqueConstraint(fields=("alliance", "kind", "user"), name="notification_choice_once"),
            ],
        },
    ),
    ProtectTable("foundation_notificationchoice"),
    AuditTable("foundation_notificationchoice"),
    migrations.CreateModel(
        name="Approval",
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
            ("kind", models.CharField(max_length=40)),
            ("subject", models.UUIDField()),
            ("title", models.CharField(max_length=200)),
            ("approver_name", models.CharField(max_length=150, verbose_name="asked")),
            ("approver_email", models.EmailField(max_length=254, verbose_name="e-mail")),
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
            ("remark", models.CharField(blank=True, db_default="", default="", max_length=500)),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(fields=("alliance", "id"), name="foundation_approval_owned"),
                models.UniqueConstraint(fields=("alliance", "public_id"), name="foundation_approval_public"),
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
                models.Index(
                    condition=models.Q(("state", "waiting")),
                    fields=["alliance", "-asked_at", "-id"],
                    include=("kind", "expires_at"),
                    name="approval_waiting_newest",
                ),
            ],
            "triggers": [
                pgtrigger.compiler.Trigger(
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
                pgtrigger.compiler.Trigger(
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
                pgtrigger.compiler.Trigger(
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
            ],
        },
    ),
    ProtectTable("foundation_approval"),
    AuditTable(
        "foundation_approval", personal=["title", "approver_name", "approver_email", "decided_name", "remark"]
    ),
    migrations.CreateModel(
        name="ApprovalLink",
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
                "approval",
                foundation.tenancy.fields.OwnedForeignKey(
                    db_constraint=False,
                    db_index=False,
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="links",
                    to="foundation.approval",
                ),
            ),
            ("nonce", models.CharField(max_length=32)),
            ("digest", models.CharField(max_length=64)),
            ("made_at", models.DateTimeField(auto_now_add=True)),
            ("replaced_at", models.DateTimeField(null=True)),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(fields=("alliance", "id"), name="foundation_approvallink_owned"),
                foundation.tenancy.fields.CompositeForeignKey(
                    "approval", name="approval_link_approval_fk", to="foundation.Approval"
                ),
                models.UniqueConstraint(fields=("alliance", "digest"), name="approval_link_once"),
                models.UniqueConstraint(
                    condition=models.Q(("replaced_at", None)),
                    fields=("alliance", "approval"),
                    name="approval_link_one_in_force",
                ),
            ],
        },
    ),
    ProtectTable("foundation_approvallink"),
    AuditTable("foundation_approvallink", silent=["nonce", "digest"]),
]
