"""Due diligence: checklists, reviews and actions."""

import django.db.models.deletion
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models

import foundation.identifiers
import foundation.tenancy.fields
from foundation.audit.operations import AuditTable
from foundation.feed.operations import FeedTable, VersionTable
from foundation.tenancy.operations import ProtectTable

OPERATIONS = [
    migrations.CreateModel(
        name="ChecklistLine",
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
                "kind",
                models.CharField(
                    choices=[
                        ("lead_school", "Lead school"),
                        ("strategic_partner", "Strategic partner"),
                        ("member", "Alliance member"),
                        ("specialist_school", "Specialist school"),
                        ("university", "University"),
                        ("itt_provider", "Accredited ITT provider"),
                        ("training_partner", "Training partner"),
                        ("local_authority", "Local authority"),
                        ("trust", "Multi-academy trust"),
                        ("diocese", "Diocese"),
                        ("research_school", "Research school"),
                        ("other_hub", "Other hub"),
                    ],
                    max_length=30,
                ),
            ),
            ("position", models.PositiveSmallIntegerField()),
            ("code", models.CharField(blank=True, max_length=20)),
            ("title", models.CharField(max_length=120)),
            ("hint", models.CharField(blank=True, max_length=300)),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(fields=("alliance", "id"), name="alliance_checklistline_owned"),
                models.UniqueConstraint(fields=("alliance", "kind", "position"), name="checklist_line_once"),
                models.CheckConstraint(
                    condition=models.Q(("title", ""), _negated=True), name="checklist_line_titled"
                ),
            ],
        },
    ),
    ProtectTable("alliance_checklistline"),
    AuditTable("alliance_checklistline"),
    migrations.CreateModel(
        name="DiligenceReview",
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
                "partner",
                foundation.tenancy.fields.OwnedForeignKey(
                    db_constraint=False,
                    db_index=False,
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="reviews",
                    to="alliance.partner",
                ),
            ),
            (
                "state",
                models.CharField(
                    choices=[
                        ("due", "Due"),
                        ("in_progress", "In progress"),
                        ("passed", "Passed"),
                        ("passed_with_actions", "Passed with actions"),
                        ("failed", "Failed"),
                        ("waived", "Waived"),
                    ],
                    default="due",
                    max_length=20,
                ),
            ),
            ("is_latest", models.BooleanField(default=True)),
            ("triggers", models.JSONField(default=list)),
            ("due_on", models.DateField(verbose_name="due")),
            ("opened_at", models.DateTimeField(auto_now_add=True, verbose_name="opened")),
            ("started_at", models.DateTimeField(blank=True, null=True, verbose_name="started")),
            (
                "started_by",
                models.ForeignKey(
                    db_index=False,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="decided")),
            (
                "decided_by",
                models.ForeignKey(
                    db_index=False,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            ("note", models.TextField(blank=True, verbose_name="what it came to")),
            ("next_due_on", models.DateField(blank=True, null=True, verbose_name="next due")),
            ("waiver_reason", models.TextField(blank=True, verbose_name="reason for the waiver")),
            (
                "waiver_asked_by",
                models.ForeignKey(
                    db_index=False,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            ("waiver_asked_at", models.DateTimeField(blank=True, null=True, verbose_name="waiver asked for")),
            ("version", models.PositiveIntegerField(default=1)),
            ("updated_at", models.DateTimeField(auto_now=True)),
        ],
        options={
            "verbose_name": "due diligence",
            "verbose_name_plural": "due diligence",
            "constraints": [
                models.UniqueConstraint(fields=("alliance", "id"), name="alliance_diligencereview_owned"),
                models.UniqueConstraint(
                    fields=("alliance", "public_id"), name="alliance_diligencereview_public"
                ),
                foundation.tenancy.fields.CompositeForeignKey(
                    "partner", name="diligence_partner_fk", to="alliance.Partner"
                ),
                models.UniqueConstraint(
                    condition=models.Q(("is_latest", True)),
                    fields=("alliance", "partner"),
                    name="diligence_one_latest",
                ),
                models.UniqueConstraint(
                    condition=models.Q(("state__in", ("due", "in_progress"))),
                    fields=("alliance", "partner"),
                    name="diligence_one_open",
                    violation_error_message="Due diligence of this partner is under way already.",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(
                            ("decided_at__isnull", True),
                            ("decided_by__isnull", True),
                            ("state__in", ("due", "in_progress")),
                        ),
                        models.Q(
                            models.Q(("state__in", ("due", "in_progress")), _negated=True),
                            ("decided_at__isnull", False),
                            ("decided_by__isnull", False),
                            ("next_due_on__isnull", False),
                        ),
                        _connector="OR",
                    ),
                    name="diligence_decided_who_and_when",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("started_at__isnull", True), ("started_by__isnull", True)),
                        models.Q(("started_at__isnull", False), ("started_by__isnull", False)),
                        _connector="OR",
                    ),
                    name="diligence_started_who_and_when",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(
                            ("waiver_asked_at__isnull", True),
                            ("waiver_asked_by__isnull", True),
                            ("waiver_reason", ""),
                        ),
                        models.Q(
                            models.Q(("waiver_reason", ""), _negated=True),
                            ("waiver_asked_at__isnull", False),
                            ("waiver_asked_by__isnull", False),
                        ),
                        _connector="OR",
                    ),
                    name="diligence_waiver_asked_why_and_who",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("state", "waived"), _negated=True),
                        models.Q(
                            models.Q(("waiver_reason", ""), _negated=True),
                            models.Q(("decided_by", models.F("waiver_asked_by")), _negated=True),
                        ),
                        _connector="OR",
                    ),
                    name="diligence_waived_by_another",
                    violation_error_message="Somebody else than who asked for the waiver approves it.",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("state", "failed"), _negated=True),
                        models.Q(("note", ""), _negated=True),
                        _connector="OR",
                    ),
                    name="diligence_failed_because",
                ),
            ],
            "indexes": [
                models.Index(
                    condition=models.Q(("is_latest", True)),
                    fields=["alliance", "due_on", "id"],
                    name="diligence_by_day",
                )
            ],
            "triggers": [
                pgtrigger.compiler.Trigger(
                    name="life",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        declare="DECLARE _is_valid_transition BOOLEAN;",
                        func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{due:in_progress,due:waived,in_progress:passed,in_progress:passed_with_actions,in_progress:failed,in_progress:waived}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                        hash="e510be98c9a315fca18b3b6de2d95d4dd8871864",
                        operation="UPDATE",
                        pgid="pgtrigger_life_8d23b",
                        table="alliance_diligencereview",
                        when="BEFORE",
                    ),
                ),
                pgtrigger.compiler.Trigger(
                    name="begins_due",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="\nIF NEW.state <> 'due' THEN\n    RAISE EXCEPTION 'A review begins by being due.';\nEND IF;\nRETURN NEW;\n",
                        hash="a2edda9527991bda7f6dec635046905697c252cc",
                        operation="INSERT",
                        pgid="pgtrigger_begins_due_90758",
                        table="alliance_diligencereview",
                        when="BEFORE",
                    ),
                ),
            ],
        },
    ),
    ProtectTable("alliance_diligencereview"),
    AuditTable(
        "alliance_diligencereview",
        personal=["note", "waiver_reason"],
        silent=["triggers", "is_latest", "opened_at", "updated_at", "version"],
    ),
    VersionTable("alliance_diligencereview"),
    FeedTable("alliance_diligencereview", type="diligence_review", holder="partner_id"),
    migrations.CreateModel(
        name="DiligenceAction",
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
                "review",
                foundation.tenancy.fields.OwnedForeignKey(
                    db_constraint=False,
                    db_index=False,
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="actions",
                    to="alliance.diligencereview",
                ),
            ),
            ("what", models.CharField(max_length=300, verbose_name="action")),
            (
                "owner",
                models.ForeignKey(
                    db_index=False,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            ("due_on", models.DateField(verbose_name="due")),
            ("done_at", models.DateTimeField(blank=True, null=True, verbose_name="done")),
            (
                "done_by",
                models.ForeignKey(
                    db_index=False,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            ("created_at", models.DateTimeField(auto_now_add=True)),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(fields=("alliance", "id"), name="alliance_diligenceaction_owned"),
                models.UniqueConstraint(
                    fields=("alliance", "public_id"), name="alliance_diligenceaction_public"
                ),
                foundation.tenancy.fields.CompositeForeignKey(
                    "review", name="diligence_action_review_fk", to="alliance.DiligenceReview"
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("done_at__isnull", True), ("done_by__isnull", True)),
                        models.Q(("done_at__isnull", False), ("done_by__isnull", False)),
                        _connector="OR",
                    ),
                    name="diligence_action_done_who_and_when",
                ),
            ],
            "indexes": [
                models.Index(
                    condition=models.Q(("done_at", None)),
                    fields=["alliance", "due_on"],
                    name="diligence_action_waiting",
                ),
                models.Index(fields=["alliance", "review"], name="diligence_action_of_review"),
            ],
        },
    ),
    ProtectTable("alliance_diligenceaction"),
    AuditTable("alliance_diligenceaction", personal=["what"], silent=["created_at"]),
    migrations.CreateModel(
        name="DiligenceCheck",
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
                "review",
                foundation.tenancy.fields.OwnedForeignKey(
                    db_constraint=False,
                    db_index=False,
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="checks",
                    to="alliance.diligencereview",
                ),
            ),
            ("position", models.PositiveSmallIntegerField()),
            ("code", models.CharField(blank=True, max_length=20)),
            ("title", models.CharField(max_length=120, verbose_name="check")),
            ("hint", models.CharField(blank=True, max_length=300)),
            (
                "state",
                models.CharField(
                    choices=[
                        ("open", "Not checked yet"),
                        ("met", "Met"),
                        ("not_met", "Not met"),
                        ("not_applicable", "Does not apply"),
                    ],
                    default="open",
                    max_length=15,
                ),
            ),
            ("evidence", models.TextField(blank=True, verbose_name="what was seen")),
            ("evidence_url", models.URLField(blank=True, max_length=500, verbose_name="link to it")),
            ("answered_at", models.DateTimeField(blank=True, null=True)),
            (
                "answered_by",
                models.ForeignKey(
                    db_index=False,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            ("version", models.PositiveIntegerField(default=1)),
            ("updated_at", models.DateTimeField(auto_now=True)),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(fields=("alliance", "id"), name="alliance_diligencecheck_owned"),
                models.UniqueConstraint(
                    fields=("alliance", "public_id"), name="alliance_diligencecheck_public"
                ),
                foundation.tenancy.fields.CompositeForeignKey(
                    "review", name="diligence_check_review_fk", to="alliance.DiligenceReview"
                ),
                models.UniqueConstraint(
                    fields=("alliance", "review", "position"), name="diligence_check_once"
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(
                            ("answered_at__isnull", True), ("answered_by__isnull", True), ("state", "open")
                        ),
                        models.Q(
                            models.Q(("state", "open"), _negated=True),
                            ("answered_at__isnull", False),
                            ("answered_by__isnull", False),
                            models.Q(("evidence", ""), _negated=True),
                        ),
                        _connector="OR",
                    ),
                    name="diligence_check_answered_what_who_and_when",
                    violation_error_message="Write what was seen.",
                ),
            ],
        },
    ),
    ProtectTable("alliance_diligencecheck"),
    AuditTable(
        "alliance_diligencecheck", personal=["evidence"], silent=["position", "hint", "updated_at", "version"]
    ),
    VersionTable("alliance_diligencecheck"),
]
