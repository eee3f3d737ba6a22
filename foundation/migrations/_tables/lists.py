"""Saved views, changes of many rows, and drafts."""

import django.db.models.deletion
import django.db.models.functions.datetime
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

import foundation.identifiers
import foundation.tenancy.fields
from foundation.audit.operations import AuditTable
from foundation.tenancy.operations import PersonalTable, ProtectTable

OPERATIONS = [
    migrations.CreateModel(
        name="BulkChange",
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
            ("verb", models.CharField(max_length=40)),
            ("back", models.CharField(max_length=4000)),
            ("options", models.JSONField(default=dict)),
            ("sentence", models.CharField(blank=True, max_length=300)),
            ("selected_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ("done_at", models.DateTimeField(null=True)),
            ("undone_at", models.DateTimeField(null=True)),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(fields=("alliance", "id"), name="foundation_bulkchange_owned"),
                models.UniqueConstraint(
                    fields=("alliance", "public_id"), name="foundation_bulkchange_public"
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("undone_at__isnull", True), ("undone_at__gte", models.F("done_at")), _connector="OR"
                    ),
                    name="bulk_undone_after_done",
                ),
            ],
            "indexes": [models.Index(fields=["alliance", "user", "-id"], name="bulk_change_of_user")],
        },
    ),
    ProtectTable("foundation_bulkchange"),
    AuditTable("foundation_bulkchange", personal=["sentence"], silent=["public_id", "selected_at", "back"]),
    migrations.CreateModel(
        name="BulkRow",
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
                "change",
                foundation.tenancy.fields.OwnedForeignKey(
                    db_constraint=False,
                    db_index=False,
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="rows",
                    to="foundation.bulkchange",
                ),
            ),
            ("row_id", models.BigIntegerField()),
            ("seen", models.CharField(max_length=100)),
            ("before", models.JSONField(null=True)),
            ("refusal", models.CharField(db_default="", default="", max_length=300)),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(fields=("alliance", "id"), name="foundation_bulkrow_owned"),
                foundation.tenancy.fields.CompositeForeignKey(
                    "change", name="bulk_row_change_fk", to="foundation.BulkChange"
                ),
                models.UniqueConstraint(fields=("alliance", "change", "row_id"), name="bulk_row_once"),
            ],
        },
    ),
    ProtectTable("foundation_bulkrow"),
    migrations.CreateModel(
        name="SavedView",
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
            ("list", models.CharField(max_length=40)),
            ("name", models.CharField(max_length=60)),
            ("query", models.CharField(blank=True, max_length=2000)),
            (
                "owner",
                models.ForeignKey(
                    db_index=False,
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            ("shared", models.BooleanField(default=False)),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(fields=("alliance", "id"), name="foundation_savedview_owned"),
                models.UniqueConstraint(fields=("alliance", "public_id"), name="foundation_savedview_public"),
                models.UniqueConstraint(
                    models.F("alliance"),
                    models.F("list"),
                    models.F("owner"),
                    django.db.models.functions.text.Lower("name"),
                    name="saved_view_name_once",
                    violation_error_message="You have a view of this name already.",
                ),
            ],
        },
    ),
    ProtectTable("foundation_savedview"),
    AuditTable("foundation_savedview", personal=["name", "query"], silent=["public_id"]),
    migrations.CreateModel(
        name="DefaultView",
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
            ("list", models.CharField(max_length=40)),
            (
                "view",
                foundation.tenancy.fields.OwnedForeignKey(
                    db_constraint=False,
                    db_index=False,
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="+",
                    to="foundation.savedview",
                ),
            ),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(fields=("alliance", "id"), name="foundation_defaultview_owned"),
                foundation.tenancy.fields.CompositeForeignKey(
                    "view", name="default_view_view_fk", to="foundation.SavedView"
                ),
                models.UniqueConstraint(fields=("alliance", "user", "list"), name="default_view_once"),
            ],
        },
    ),
    ProtectTable("foundation_defaultview"),
    AuditTable("foundation_defaultview"),
    migrations.CreateModel(
        name="Draft",
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
            ("page", models.CharField(max_length=300)),
            ("written", models.JSONField()),
            ("kept_at", models.DateTimeField(auto_now=True)),
        ],
        options={
            "indexes": [models.Index(fields=["alliance", "user", "-kept_at"], name="draft_of_person")],
            "constraints": [
                models.UniqueConstraint(fields=("alliance", "id"), name="foundation_draft_owned"),
                models.UniqueConstraint(fields=("alliance", "user", "page"), name="draft_of_page"),
            ],
        },
    ),
    ProtectTable("foundation_draft"),
    PersonalTable("foundation_draft"),
]
