"""Two who are one, copies of personal data, and how long people are kept."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import foundation.identifiers
import foundation.tenancy.fields
from foundation.audit.operations import AuditTable
from foundation.feed.operations import VersionTable
from foundation.tenancy.operations import ProtectTable


class Migration(migrations.Migration):
    dependencies = [
        ("alliance", "0032_hosting_and_exchanges"),
    ]

    operations = [
        migrations.CreateModel(
            name="PersonMerge",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("public_id", models.UUIDField(default=foundation.identifiers.new_public_id, editable=False)),
                ("removed", models.JSONField()),
                ("moved", models.JSONField()),
                ("changed", models.JSONField()),
                ("merged_at", models.DateTimeField(auto_now_add=True, verbose_name="merged")),
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
                    "kept",
                    foundation.tenancy.fields.OwnedForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="merges",
                        to="alliance.person",
                    ),
                ),
                (
                    "merged_by",
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
                "indexes": [
                    models.Index(fields=["alliance", "kept"], name="person_merge_of"),
                    models.Index(fields=["alliance", "merged_at"], name="person_merge_by_age"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("alliance", "id"), name="alliance_personmerge_owned"),
                    models.UniqueConstraint(
                        fields=("alliance", "public_id"), name="alliance_personmerge_public"
                    ),
                    foundation.tenancy.fields.CompositeForeignKey(
                        "kept", name="person_merge_kept_fk", to="alliance.Person"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RetentionRule",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("former_staff", "Former staff of partners"),
                            ("former_members", "Former members of the alliance"),
                            ("contacts", "Contacts of partners that have left"),
                        ],
                        max_length=30,
                    ),
                ),
                ("months", models.PositiveSmallIntegerField()),
                ("version", models.PositiveIntegerField(db_default=1, default=1, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
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
            ],
            options={
                "verbose_name": "retention rule",
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("alliance", "id"), name="alliance_retentionrule_owned"),
                    models.UniqueConstraint(fields=("alliance", "kind"), name="retention_rule_once"),
                    models.CheckConstraint(
                        condition=models.Q(("months__range", (1, 240))),
                        name="retention_rule_months",
                        violation_error_message="Write a number of months from 1 to 240.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SubjectAccess",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("public_id", models.UUIDField(default=foundation.identifiers.new_public_id, editable=False)),
                ("asked_at", models.DateTimeField(auto_now_add=True, verbose_name="asked for")),
                ("made_at", models.DateTimeField(null=True, verbose_name="made")),
                ("expires_at", models.DateTimeField(null=True, verbose_name="can be fetched until")),
                (
                    "fetched",
                    models.PositiveIntegerField(db_default=0, default=0, verbose_name="times fetched"),
                ),
                ("archive", models.BinaryField(null=True)),
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
                    "person",
                    foundation.tenancy.fields.OwnedForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="alliance.person",
                    ),
                ),
            ],
            options={
                "verbose_name": "subject-access export",
                "abstract": False,
                "indexes": [models.Index(fields=["alliance", "person", "-id"], name="subject_access_of")],
                "constraints": [
                    models.UniqueConstraint(fields=("alliance", "id"), name="alliance_subjectaccess_owned"),
                    models.UniqueConstraint(
                        fields=("alliance", "public_id"), name="alliance_subjectaccess_public"
                    ),
                    foundation.tenancy.fields.CompositeForeignKey(
                        "person", name="subject_access_person_fk", to="alliance.Person"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("archive", None), ("expires_at", None), ("made_at", None)),
                            models.Q(
                                ("archive__isnull", False),
                                ("expires_at__isnull", False),
                                ("made_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="subject_access_made_whole",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TwoPeople",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("said_at", models.DateTimeField(auto_now_add=True)),
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
                    "one",
                    foundation.tenancy.fields.OwnedForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="alliance.person",
                    ),
                ),
                (
                    "other",
                    foundation.tenancy.fields.OwnedForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="alliance.person",
                    ),
                ),
                (
                    "said_by",
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
                    models.UniqueConstraint(fields=("alliance", "id"), name="alliance_twopeople_owned"),
                    foundation.tenancy.fields.CompositeForeignKey(
                        "one", name="two_people_one_fk", to="alliance.Person"
                    ),
                    foundation.tenancy.fields.CompositeForeignKey(
                        "other", name="two_people_other_fk", to="alliance.Person"
                    ),
                    models.UniqueConstraint(fields=("alliance", "one", "other"), name="two_people_once"),
                    models.CheckConstraint(
                        condition=models.Q(("one__lt", models.F("other"))), name="two_people_in_order"
                    ),
                ],
            },
        ),
        ProtectTable("alliance_personmerge"),
        ProtectTable("alliance_twopeople"),
        ProtectTable("alliance_subjectaccess"),
        ProtectTable("alliance_retentionrule"),
        AuditTable("alliance_personmerge", personal=["removed", "changed", "moved"], silent=["public_id"]),
        AuditTable("alliance_twopeople"),
        AuditTable("alliance_subjectaccess", personal=["archive"], silent=["public_id"]),
        AuditTable("alliance_retentionrule", silent=["version", "updated_at"]),
        VersionTable("alliance_retentionrule"),
    ]
