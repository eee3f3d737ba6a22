"""Tables that people bring."""

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
        name="Import",
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
            ("target", models.CharField(max_length=40)),
            (
                "state",
                models.CharField(
                    choices=[
                        ("uploaded", "Columns to match"),
                        ("planning", "Being checked"),
                        ("checked", "Ready to import"),
                        ("applying", "Being imported"),
                        ("applied", "Imported"),
                        ("undoing", "Being undone"),
                        ("undone", "Undone"),
                        ("cancelled", "Discarded"),
                    ],
                    default="uploaded",
                    max_length=10,
                ),
            ),
            ("file_name", models.CharField(max_length=200, verbose_name="file")),
            ("sheet", models.CharField(blank=True, max_length=100)),
            ("heads", models.JSONField(default=list)),
            ("first_row", models.PositiveIntegerField()),
            ("has_heads", models.BooleanField(default=True)),
            ("columns", models.JSONField(default=list)),
            ("counts", models.JSONField(default=dict)),
            (
                "started_by",
                models.ForeignKey(
                    db_index=False,
                    null=True,
                    on_delete=django.db.models.deletion.SET_NULL,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            ("started_at", models.DateTimeField(auto_now_add=True)),
            (
                "applied_by",
                models.ForeignKey(
                    db_index=False,
                    null=True,
                    on_delete=django.db.models.deletion.SET_NULL,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            ("applied_at", models.DateTimeField(null=True)),
            (
                "undone_by",
                models.ForeignKey(
                    db_index=False,
                    null=True,
                    on_delete=django.db.models.deletion.SET_NULL,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            ("undone_at", models.DateTimeField(null=True)),
            ("erased_at", models.DateTimeField(null=True)),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(fields=("alliance", "id"), name="foundation_import_owned"),
                models.UniqueConstraint(fields=("alliance", "public_id"), name="foundation_import_public"),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(
                            ("applied_at__isnull", False),
                            ("state__in", ("applying", "applied", "undoing", "undone")),
                        ),
                        models.Q(
                            models.Q(
                                ("state__in", ("applying", "applied", "undoing", "undone")), _negated=True
                            ),
                            ("applied_at__isnull", True),
                        ),
                        _connector="OR",
                    ),
                    name="import_applied_when",
                ),
            ],
            "indexes": [models.Index(fields=["alliance", "-id"], name="import_newest")],
            "triggers": [
                pgtrigger.compiler.Trigger(
                    name="life",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        declare="DECLARE _is_valid_transition BOOLEAN;",
                        func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{uploaded:planning,planning:checked,planning:uploaded,checked:planning,checked:applying,applying:applied,applying:undoing,applied:undoing,undoing:undone,uploaded:cancelled,planning:cancelled,checked:cancelled}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                        hash="1749b0b24901ce2fd71b909c7f90066291df6220",
                        operation="UPDATE",
                        pgid="pgtrigger_life_152a0",
                        table="foundation_import",
                        when="BEFORE",
                    ),
                )
            ],
        },
    ),
    ProtectTable("foundation_import"),
    AuditTable("foundation_import", personal=["file_name", "heads", "sheet"], silent=["counts"]),
    migrations.CreateModel(
        name="ImportRow",
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
                "source",
                foundation.tenancy.fields.OwnedForeignKey(
                    db_constraint=False,
                    db_index=False,
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="rows",
                    to="foundation.import",
                ),
            ),
            ("number", models.PositiveIntegerField()),
            ("cells", models.JSONField()),
            (
                "outcome",
                models.CharField(
                    blank=True,
                    choices=[
                        ("create", "New"),
                        ("update", "Changed"),
                        ("skip", "Nothing to do"),
                        ("error", "To mend"),
                    ],
                    default="",
                    max_length=6,
                ),
            ),
            (
                "result",
                models.CharField(
                    blank=True,
                    choices=[("", "Not yet"), ("done", "Saved"), ("undone", "Undone"), ("kept", "Kept")],
                    default="",
                    max_length=6,
                ),
            ),
            ("about", models.CharField(blank=True, max_length=200)),
            ("reason", models.TextField(blank=True)),
            ("changes", models.JSONField(default=list)),
            ("trace", models.JSONField(null=True)),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(fields=("alliance", "id"), name="foundation_importrow_owned"),
                foundation.tenancy.fields.CompositeForeignKey(
                    "source", name="import_row_source_fk", to="foundation.Import"
                ),
                models.UniqueConstraint(fields=("alliance", "source", "number"), name="import_row_once"),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("result", "done"), _negated=True), ("trace__isnull", False), _connector="OR"
                    ),
                    name="import_row_can_be_undone",
                ),
            ],
            "indexes": [
                models.Index(fields=["alliance", "source", "outcome", "number"], name="import_row_by_outcome")
            ],
        },
    ),
    ProtectTable("foundation_importrow"),
    migrations.CreateModel(
        name="ColumnMatch",
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
            ("target", models.CharField(max_length=40)),
            ("heads_digest", models.CharField(max_length=64)),
            ("columns", models.JSONField()),
        ],
        options={
            "verbose_name_plural": "column matches",
            "constraints": [
                models.UniqueConstraint(fields=("alliance", "id"), name="foundation_columnmatch_owned"),
                models.UniqueConstraint(
                    fields=("alliance", "target", "heads_digest"), name="column_match_once"
                ),
            ],
        },
    ),
    ProtectTable("foundation_columnmatch"),
]
