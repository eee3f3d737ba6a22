"""Editions of the report, their figures and their documents."""

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
        name="Edition",
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
            ("academic_year", models.PositiveSmallIntegerField()),
            ("number", models.PositiveSmallIntegerField()),
            (
                "state",
                models.CharField(
                    choices=[
                        ("collecting", "Collecting figures"),
                        ("frozen", "Figures locked"),
                        ("drafted", "Draft ready"),
                        ("approved", "Approved"),
                        ("published", "Published"),
                        ("superseded", "Replaced"),
                        ("restated", "Restated"),
                        ("set_aside", "Set aside"),
                        ("withdrawn", "Withdrawn"),
                    ],
                    default="collecting",
                    max_length=12,
                ),
            ),
            (
                "requested_by",
                models.ForeignKey(
                    db_index=False,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            ("requested_at", models.DateTimeField(auto_now_add=True)),
            (
                "frozen_by",
                models.ForeignKey(
                    db_index=False,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            ("frozen_at", models.DateTimeField(null=True)),
            ("drafted_at", models.DateTimeField(null=True)),
            (
                "approved_by",
                models.ForeignKey(
                    db_index=False,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            ("approved_at", models.DateTimeField(null=True)),
            (
                "published_by",
                models.ForeignKey(
                    db_index=False,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            ("published_at", models.DateTimeField(null=True)),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(fields=("alliance", "id"), name="reporting_edition_owned"),
                models.UniqueConstraint(fields=("alliance", "public_id"), name="reporting_edition_public"),
                models.UniqueConstraint(
                    fields=("alliance", "academic_year", "number"), name="edition_number_once"
                ),
                models.UniqueConstraint(
                    condition=models.Q(("state__in", ("collecting", "frozen", "drafted", "approved"))),
                    fields=("alliance", "academic_year"),
                    name="edition_one_in_the_making",
                    violation_error_message="A version of this year's report is already in the making.",
                ),
                models.UniqueConstraint(
                    condition=models.Q(("state", "published")),
                    fields=("alliance", "academic_year"),
                    name="edition_one_published",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("state__in", ["collecting", "set_aside"]),
                        ("frozen_at__isnull", False),
                        _connector="OR",
                    ),
                    name="edition_frozen_when",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("approved_at__isnull", False), ("approved_by__isnull", False)),
                        models.Q(("approved_at__isnull", True), ("approved_by__isnull", True)),
                        _connector="OR",
                    ),
                    name="edition_approved_who_and_when",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(
                            ("published_at__isnull", False),
                            ("published_by__isnull", False),
                            ("state__in", ("published", "superseded", "restated", "withdrawn")),
                        ),
                        models.Q(
                            models.Q(
                                ("state__in", ("published", "superseded", "restated", "withdrawn")),
                                _negated=True,
                            ),
                            ("published_at__isnull", True),
                            ("published_by__isnull", True),
                        ),
                        _connector="OR",
                    ),
                    name="edition_published_who_and_when",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(
                            ("state__in", ["approved", "published", "superseded", "restated", "withdrawn"]),
                            _negated=True,
                        ),
                        ("approved_at__isnull", False),
                        _connector="OR",
                    ),
                    name="edition_published_after_approval",
                ),
            ],
            "triggers": [
                pgtrigger.compiler.Trigger(
                    name="begins_by_collecting",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="\nIF NEW.state <> 'collecting' THEN\n    RAISE EXCEPTION 'A version of a report begins by collecting its figures.';\nEND IF;\nRETURN NEW;\n",
                        hash="3b5d6037e68dd65850e1955c31dffa32612f185d",
                        operation="INSERT",
                        pgid="pgtrigger_begins_by_collecting_0d9bf",
                        table="reporting_edition",
                        when="BEFORE",
                    ),
                ),
                pgtrigger.compiler.Trigger(
                    name="never_deleted",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                        hash="92911b8529a3a152554e112cb701e754e92ecc9f",
                        operation="DELETE",
                        pgid="pgtrigger_never_deleted_00ed1",
                        table="reporting_edition",
                        when="BEFORE",
                    ),
                ),
                pgtrigger.compiler.Trigger(
                    name="life",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        declare="DECLARE _is_valid_transition BOOLEAN;",
                        func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{collecting:frozen,frozen:drafted,drafted:approved,approved:published,published:superseded,published:restated,collecting:set_aside,frozen:set_aside,drafted:set_aside,approved:set_aside,published:withdrawn,superseded:withdrawn,restated:withdrawn}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                        hash="250535cc64dee1b6097a0ac09096f4e20fee28e5",
                        operation="UPDATE",
                        pgid="pgtrigger_life_aefbe",
                        table="reporting_edition",
                        when="BEFORE",
                    ),
                ),
                pgtrigger.compiler.Trigger(
                    name="unchanged_when_published",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="\nIF OLD.state = ANY (ARRAY['published', 'superseded', 'restated', 'withdrawn'])\n   AND to_jsonb(OLD) - 'state' IS DISTINCT FROM to_jsonb(NEW) - 'state' THEN\n    RAISE EXCEPTION 'A published version of a report never changes.';\nEND IF;\nIF NEW.state = 'withdrawn' AND OLD.state <> 'withdrawn'\n   AND NOT EXISTS (SELECT FROM reporting_removal AS removal\n                    WHERE removal.alliance_id = NEW.alliance_id AND removal.edition_id = NEW.id\n                      AND removal.kind = 'withdraw' AND removal.state = 'agreed') THEN\n    RAISE EXCEPTION 'A published version is withdrawn by somebody, for a reason.';\nEND IF;\nRETURN NEW;\n",
                        hash="6f1df58f527e1ef6d30dfb6a6790445a1f8a8f30",
                        operation="UPDATE",
                        pgid="pgtrigger_unchanged_when_published_f56e9",
                        table="reporting_edition",
                        when="BEFORE",
                    ),
                ),
            ],
        },
    ),
    ProtectTable("reporting_edition"),
    AuditTable("reporting_edition"),
    migrations.CreateModel(
        name="Document",
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
                    related_name="documents",
                    to="reporting.edition",
                ),
            ),
            ("kind", models.CharField(choices=[("full", "Full report")], max_length=10)),
            ("revision", models.PositiveSmallIntegerField(db_default=0, default=0)),
            ("path", models.CharField(max_length=200)),
            ("fence", models.PositiveBigIntegerField()),
            ("sha256", models.CharField(max_length=64)),
            ("size", models.PositiveIntegerField()),
            ("pages", models.PositiveSmallIntegerField()),
            ("made_at", models.DateTimeField(auto_now_add=True)),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(fields=("alliance", "id"), name="reporting_document_owned"),
                models.UniqueConstraint(fields=("alliance", "public_id"), name="reporting_document_public"),
                foundation.tenancy.fields.CompositeForeignKey(
                    "edition", name="document_edition_fk", to="reporting.Edition"
                ),
                models.UniqueConstraint(
                    fields=("alliance", "edition", "kind", "revision"), name="document_once_a_revision"
                ),
            ],
            "triggers": [
                pgtrigger.compiler.Trigger(
                    name="never_changed",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="e43032bb51609b25800d035f7410091eda66f8ac",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_never_changed_2c1ac",
                        table="reporting_document",
                        when="BEFORE",
                    ),
                ),
                pgtrigger.compiler.Trigger(
                    name="made_once",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="\nIF NOT EXISTS (SELECT FROM reporting_edition AS edition\n                WHERE edition.alliance_id = NEW.alliance_id AND edition.id = NEW.edition_id\n                  AND (edition.state = 'frozen' AND NEW.revision = 0\n                       OR edition.state = ANY (ARRAY['published', 'superseded', 'restated'])\n                          AND NEW.revision > 0\n                          AND NEW.revision = (SELECT count(*) FROM reporting_removal AS removal\n                                               WHERE removal.alliance_id = NEW.alliance_id\n                                                 AND removal.edition_id = NEW.edition_id\n                                                 AND removal.kind = 'redact'\n                                                 AND removal.state = 'done'))) THEN\n    RAISE EXCEPTION 'A document is made once from locked figures, and once after each redaction.';\nEND IF;\nRETURN NEW;\n",
                        hash="11087df526b7611eafffe9c47a8cfaf5ca79e124",
                        operation="INSERT",
                        pgid="pgtrigger_made_once_fb1dc",
                        table="reporting_document",
                        when="BEFORE",
                    ),
                ),
            ],
        },
    ),
    ProtectTable("reporting_document"),
    AuditTable("reporting_document"),
    migrations.CreateModel(
        name="Figure",
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
                    related_name="figures",
                    to="reporting.edition",
                ),
            ),
            ("position", models.PositiveSmallIntegerField()),
            ("section", models.CharField(max_length=20)),
            ("metric", models.CharField(max_length=40)),
            ("version", models.PositiveSmallIntegerField()),
            ("filters", models.JSONField(default=dict)),
            ("label", models.CharField(blank=True, max_length=200)),
            (
                "unit",
                models.CharField(
                    choices=[("count", "Number"), ("share", "Share"), ("miles", "Miles")], max_length=10
                ),
            ),
            (
                "state",
                models.CharField(
                    choices=[
                        ("value", "Value"),
                        ("no_data", "No data"),
                        ("not_published", "Not published"),
                        ("suppressed", "Hidden (too few)"),
                    ],
                    max_length=15,
                ),
            ),
            ("value", models.DecimalField(decimal_places=6, max_digits=14, null=True)),
            ("numerator", models.PositiveIntegerField(null=True)),
            ("denominator", models.PositiveIntegerField(null=True)),
            ("as_at", models.DateField()),
            (
                "records",
                models.CharField(
                    choices=[("school", "School"), ("partner", "Partner"), ("contact", "Contact")],
                    max_length=10,
                ),
            ),
            (
                "counted",
                django.contrib.postgres.fields.ArrayField(
                    base_field=models.CharField(max_length=36), default=list, size=None
                ),
            ),
            (
                "out_of",
                django.contrib.postgres.fields.ArrayField(
                    base_field=models.CharField(max_length=36), default=list, size=None
                ),
            ),
            ("left_out", models.JSONField(default=list)),
            ("digest", models.CharField(max_length=64)),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(fields=("alliance", "id"), name="reporting_figure_owned"),
                models.UniqueConstraint(fields=("alliance", "public_id"), name="reporting_figure_public"),
                foundation.tenancy.fields.CompositeForeignKey(
                    "edition", name="figure_edition_fk", to="reporting.Edition"
                ),
                models.UniqueConstraint(fields=("alliance", "edition", "position"), name="figure_place_once"),
                models.UniqueConstraint(
                    fields=("alliance", "edition", "metric", "filters"), name="figure_once"
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("state", "value"), ("value__isnull", False)),
                        models.Q(
                            models.Q(("state", "value"), _negated=True),
                            ("numerator__isnull", True),
                            ("value__isnull", True),
                        ),
                        _connector="OR",
                    ),
                    name="figure_value_when_there_is_one",
                ),
            ],
            "triggers": [
                pgtrigger.compiler.Trigger(
                    name="written_while_collecting",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="\n        IF NOT EXISTS (SELECT FROM reporting_edition AS edition\n                        WHERE edition.alliance_id = NEW.alliance_id AND edition.id = NEW.edition_id\n                          AND edition.state = 'collecting') THEN\n            RAISE EXCEPTION 'Figures are locked once, while they are collected.';\n        END IF;\n        RETURN NEW;\n        ",
                        hash="cf45abaa225cb55c49dd0c2de3d185f953e6c47e",
                        operation="INSERT",
                        pgid="pgtrigger_written_while_collecting_8bc83",
                        table="reporting_figure",
                        when="BEFORE",
                    ),
                ),
                pgtrigger.compiler.Trigger(
                    name="changed_by_removal_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="\n            IF to_jsonb(OLD) - 'label' IS DISTINCT FROM to_jsonb(NEW) - 'label'\n               OR NOT EXISTS (SELECT FROM reporting_removal AS removal\n                               WHERE removal.alliance_id = OLD.alliance_id\n                                 AND removal.edition_id = OLD.edition_id AND removal.state = 'agreed') THEN\n                RAISE EXCEPTION 'Locked figures never change; words are taken out of them by a removal.';\n            END IF;\n            RETURN NEW;\n            ",
                        hash="14574128d4d7c382316761f03098cda451e06616",
                        operation="UPDATE",
                        pgid="pgtrigger_changed_by_removal_only_cd11a",
                        table="reporting_figure",
                        when="BEFORE",
                    ),
                ),
                pgtrigger.compiler.Trigger(
                    name="never_deleted",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                        hash="49bf2f278635c64624681dc5db3222fc608f1838",
                        operation="DELETE",
                        pgid="pgtrigger_never_deleted_748db",
                        table="reporting_figure",
                        when="BEFORE",
                    ),
                ),
            ],
        },
    ),
    ProtectTable("reporting_figure"),
    migrations.CreateModel(
        name="Snapshot",
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
                "edition",
                foundation.tenancy.fields.OwnedForeignKey(
                    db_constraint=False,
                    db_index=False,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="snapshots",
                    to="reporting.edition",
                ),
            ),
            ("taken_at", models.DateTimeField()),
            ("as_at", models.DateField()),
            ("context", models.JSONField()),
            ("digest", models.CharField(max_length=64)),
            ("redacted_digest", models.CharField(blank=True, db_default="", default="", max_length=64)),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(fields=("alliance", "id"), name="reporting_snapshot_owned"),
                foundation.tenancy.fields.CompositeForeignKey(
                    "edition", name="snapshot_edition_fk", to="reporting.Edition"
                ),
                models.UniqueConstraint(fields=("alliance", "edition"), name="snapshot_once"),
            ],
            "triggers": [
                pgtrigger.compiler.Trigger(
                    name="written_while_collecting",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="\n        IF NOT EXISTS (SELECT FROM reporting_edition AS edition\n                        WHERE edition.alliance_id = NEW.alliance_id AND edition.id = NEW.edition_id\n                          AND edition.state = 'collecting') THEN\n            RAISE EXCEPTION 'Figures are locked once, while they are collected.';\n        END IF;\n        RETURN NEW;\n        ",
                        hash="855065fde8503649f44871fe3707f12d98cf031d",
                        operation="INSERT",
                        pgid="pgtrigger_written_while_collecting_da75d",
                        table="reporting_snapshot",
                        when="BEFORE",
                    ),
                ),
                pgtrigger.compiler.Trigger(
                    name="changed_by_removal_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="\n            IF to_jsonb(OLD) - 'context' - 'redacted_digest' IS DISTINCT FROM to_jsonb(NEW) - 'context' - 'redacted_digest'\n               OR NOT EXISTS (SELECT FROM reporting_removal AS removal\n                               WHERE removal.alliance_id = OLD.alliance_id\n                                 AND removal.edition_id = OLD.edition_id AND removal.state = 'agreed') THEN\n                RAISE EXCEPTION 'Locked figures never change; words are taken out of them by a removal.';\n            END IF;\n            RETURN NEW;\n            ",
                        hash="2a050ce43e3c5750d776bcf82a8e7de16e50a399",
                        operation="UPDATE",
                        pgid="pgtrigger_changed_by_removal_only_56969",
                        table="reporting_snapshot",
                        when="BEFORE",
                    ),
                ),
                pgtrigger.compiler.Trigger(
                    name="never_deleted",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                        hash="c2eba993ec40abbb58db24a55b05e0b67c5c45e7",
                        operation="DELETE",
                        pgid="pgtrigger_never_deleted_5a998",
                        table="reporting_snapshot",
                        when="BEFORE",
                    ),
                ),
            ],
        },
    ),
    ProtectTable("reporting_snapshot"),
]
