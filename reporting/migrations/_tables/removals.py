"""Forewords, and what is taken back of a published report."""

import django.contrib.postgres.fields
import django.db.models.deletion
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models

import foundation.identifiers
import foundation.tenancy.fields
from foundation.audit.operations import AuditTable
from foundation.tenancy.operations import ProtectTable

OPERATIONS = [
    migrations.CreateModel(
        name="Foreword",
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
            ("academic_year", models.PositiveSmallIntegerField()),
            ("text", models.TextField(blank=True)),
            (
                "edited_by",
                models.ForeignKey(
                    db_index=False,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            ("edited_at", models.DateTimeField(auto_now=True)),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(fields=("alliance", "id"), name="reporting_foreword_owned"),
                models.UniqueConstraint(fields=("alliance", "academic_year"), name="foreword_one_a_year"),
            ],
        },
    ),
    ProtectTable("reporting_foreword"),
    AuditTable("reporting_foreword", personal=["text"]),
    migrations.CreateModel(
        name="Removal",
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
                "edition",
                foundation.tenancy.fields.OwnedForeignKey(
                    db_constraint=False,
                    db_index=False,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="removals",
                    to="reporting.edition",
                ),
            ),
            (
                "kind",
                models.CharField(
                    choices=[("withdraw", "The whole version"), ("redact", "Passages of it")], max_length=10
                ),
            ),
            (
                "state",
                models.CharField(
                    choices=[
                        ("asked", "Waits for a second person"),
                        ("agreed", "Agreed"),
                        ("done", "Done"),
                        ("dropped", "Not done"),
                    ],
                    default="asked",
                    max_length=10,
                ),
            ),
            (
                "reason",
                models.CharField(
                    choices=[
                        ("person_named", "It named somebody who should not be named"),
                        ("consent_ended", "Somebody withdrew their consent"),
                        ("wrong", "It said something that is not right"),
                        ("other", "Another reason"),
                    ],
                    max_length=20,
                ),
            ),
            ("explanation", models.CharField(blank=True, max_length=300)),
            (
                "passages",
                django.contrib.postgres.fields.ArrayField(
                    base_field=models.CharField(max_length=40), blank=True, default=list, size=None
                ),
            ),
            ("digest_before", models.CharField(max_length=64)),
            ("digest_after", models.CharField(blank=True, max_length=64)),
            (
                "asked_by",
                models.ForeignKey(
                    db_index=False,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            ("asked_at", models.DateTimeField(auto_now_add=True)),
            (
                "agreed_by",
                models.ForeignKey(
                    db_index=False,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            ("agreed_at", models.DateTimeField(null=True)),
            (
                "dropped_by",
                models.ForeignKey(
                    db_index=False,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            ("dropped_at", models.DateTimeField(null=True)),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(fields=("alliance", "id"), name="reporting_removal_owned"),
                models.UniqueConstraint(fields=("alliance", "public_id"), name="reporting_removal_public"),
                foundation.tenancy.fields.CompositeForeignKey(
                    "edition", name="removal_edition_fk", to="reporting.Edition"
                ),
                models.UniqueConstraint(
                    condition=models.Q(("state__in", ["asked", "agreed"])),
                    fields=("alliance", "edition"),
                    name="removal_one_at_a_time",
                    violation_error_message="Somebody has already asked for this version to be taken back.",
                ),
                models.UniqueConstraint(
                    condition=models.Q(("kind", "withdraw"), ("state", "done")),
                    fields=("alliance", "edition"),
                    name="removal_withdrawn_once",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(
                            ("agreed_at__isnull", False),
                            ("agreed_by__isnull", False),
                            ("state__in", ("agreed", "done")),
                        ),
                        models.Q(
                            models.Q(("state__in", ("agreed", "done")), _negated=True),
                            ("agreed_at__isnull", True),
                            ("agreed_by__isnull", True),
                        ),
                        _connector="OR",
                    ),
                    name="removal_agreed_who_and_when",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(
                            ("dropped_at__isnull", False), ("dropped_by__isnull", False), ("state", "dropped")
                        ),
                        models.Q(
                            models.Q(("state", "dropped"), _negated=True),
                            ("dropped_at__isnull", True),
                            ("dropped_by__isnull", True),
                        ),
                        _connector="OR",
                    ),
                    name="removal_dropped_who_and_when",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("kind", "withdraw"), ("passages__len", 0)),
                        models.Q(("kind", "redact"), ("passages__len__gt", 0)),
                        _connector="OR",
                    ),
                    name="removal_names_its_passages",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(
                            ("kind", "redact"),
                            ("state", "done"),
                            models.Q(("digest_after", ""), _negated=True),
                        ),
                        models.Q(
                            models.Q(("kind", "redact"), ("state", "done"), _negated=True),
                            ("digest_after", ""),
                        ),
                        _connector="OR",
                    ),
                    name="removal_redaction_has_its_digest",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("reason", "other"), _negated=True),
                        models.Q(("explanation", ""), _negated=True),
                        _connector="OR",
                    ),
                    name="removal_other_is_explained",
                    violation_error_message="Say in a sentence why, without naming anybody.",
                ),
            ],
            "triggers": [
                pgtrigger.compiler.Trigger(
                    name="life",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        declare="DECLARE _is_valid_transition BOOLEAN;",
                        func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{asked:agreed,agreed:done,asked:dropped}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                        hash="265b0904a66cc0076895b6695f37bb5cc6b8209a",
                        operation="UPDATE",
                        pgid="pgtrigger_life_ad267",
                        table="reporting_removal",
                        when="BEFORE",
                    ),
                ),
                pgtrigger.compiler.Trigger(
                    name="begins_by_asking",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="\nIF NEW.state <> 'asked' THEN\n    RAISE EXCEPTION 'A removal begins by somebody asking for it.';\nEND IF;\nRETURN NEW;\n",
                        hash="96f8e63cfb376b97fcc3e5ef9e77f3d6aaecafe3",
                        operation="INSERT",
                        pgid="pgtrigger_begins_by_asking_70dbb",
                        table="reporting_removal",
                        when="BEFORE",
                    ),
                ),
                pgtrigger.compiler.Trigger(
                    name="unchanged_when_over",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="\nIF OLD.state = ANY (ARRAY['done', 'dropped']) THEN\n    RAISE EXCEPTION 'A removal that is over never changes.';\nEND IF;\nRETURN NEW;\n",
                        hash="647652603360836d630bc3cbbe8b390d52e7aed5",
                        operation="UPDATE",
                        pgid="pgtrigger_unchanged_when_over_3baf7",
                        table="reporting_removal",
                        when="BEFORE",
                    ),
                ),
                pgtrigger.compiler.Trigger(
                    name="never_deleted",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                        hash="6226e4f650d43bc3846f6b76512f32d4b5993bf6",
                        operation="DELETE",
                        pgid="pgtrigger_never_deleted_ccb84",
                        table="reporting_removal",
                        when="BEFORE",
                    ),
                ),
            ],
        },
    ),
    ProtectTable("reporting_removal"),
    AuditTable("reporting_removal", personal=["explanation"]),
]
