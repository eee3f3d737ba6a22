"""People at schools, their employments, and what is kept of them for how long."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

import foundation.identifiers
import foundation.ranges
import foundation.tenancy.fields
from foundation.audit.operations import AuditTable
from foundation.feed.operations import FeedHeld, FeedTable, VersionTable
from foundation.tenancy.operations import ProtectTable

OPERATIONS = [
    migrations.CreateModel(
        name="Person",
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
            ("given_name", models.CharField(blank=True, max_length=100, verbose_name="first name")),
            ("family_name", models.CharField(max_length=100, verbose_name="last name")),
            (
                "full_name",
                models.GeneratedField(
                    db_persist=True,
                    expression=django.db.models.functions.text.Trim(
                        django.db.models.functions.text.Concat(
                            models.F("given_name"),
                            models.Value(" "),
                            models.F("family_name"),
                            output_field=models.CharField(),
                        )
                    ),
                    output_field=models.CharField(max_length=201),
                ),
            ),
            ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail")),
            (
                "further_emails",
                django.contrib.postgres.fields.ArrayField(
                    base_field=models.EmailField(max_length=254), blank=True, default=list, size=5
                ),
            ),
            ("trn", models.CharField(blank=True, max_length=7, verbose_name="TRN")),
            (
                "user",
                models.ForeignKey(
                    blank=True,
                    db_index=False,
                    null=True,
                    on_delete=django.db.models.deletion.SET_NULL,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="log-in",
                ),
            ),
            ("erased_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="erased")),
            ("version", models.PositiveIntegerField(db_default=1, default=1, editable=False)),
            ("created_at", models.DateTimeField(auto_now_add=True)),
            ("updated_at", models.DateTimeField(auto_now=True)),
        ],
        options={
            "verbose_name_plural": "people",
            "constraints": [
                models.UniqueConstraint(fields=("alliance", "id"), name="alliance_person_owned"),
                models.UniqueConstraint(fields=("alliance", "public_id"), name="alliance_person_public"),
                models.UniqueConstraint(
                    fields=("alliance", "user"),
                    name="person_user_once",
                    violation_error_message="This log-in belongs to another person already.",
                ),
                models.CheckConstraint(
                    condition=models.Q(("family_name", ""), _negated=True),
                    name="person_named",
                    violation_error_message="Write the person's last name.",
                ),
                models.CheckConstraint(
                    condition=models.Q(("trn", ""), ("trn__regex", "^[0-9]{7}$"), _connector="OR"),
                    name="person_trn",
                    violation_error_message="A TRN has 7 digits.",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("email", django.db.models.functions.text.Lower("email")),
                        (
                            "further_emails",
                            django.db.models.functions.comparison.Cast(
                                django.db.models.functions.text.Lower(
                                    django.db.models.functions.comparison.Cast(
                                        "further_emails", models.TextField()
                                    )
                                ),
                                django.contrib.postgres.fields.ArrayField(
                                    base_field=models.EmailField(max_length=254), size=None
                                ),
                            ),
                        ),
                    ),
                    name="person_email_lower",
                    violation_error_message="E-mail addresses are kept in lower case.",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("erased_at", None),
                        models.Q(
                            ("email", ""),
                            ("family_name", "Former member"),
                            ("further_emails", []),
                            ("given_name", ""),
                            ("trn", ""),
                            ("user", None),
                        ),
                        _connector="OR",
                    ),
                    name="person_erased_says_nothing",
                ),
            ],
            "indexes": [
                models.Index(fields=["alliance", "family_name", "given_name", "id"], name="person_by_name"),
                models.Index(
                    condition=models.Q(("email", ""), _negated=True),
                    fields=["alliance", "email"],
                    name="person_by_email",
                ),
                models.Index(
                    condition=models.Q(("trn", ""), _negated=True),
                    fields=["alliance", "trn"],
                    name="person_by_trn",
                ),
                models.Index(
                    condition=models.Q(("erased_at__isnull", False)),
                    fields=["alliance", "id"],
                    name="person_erased",
                ),
            ],
        },
    ),
    ProtectTable("alliance_person"),
    AuditTable(
        "alliance_person",
        personal=["given_name", "family_name", "email", "further_emails", "trn", "user_id"],
        silent=["public_id", "full_name", "version", "created_at", "updated_at"],
    ),
    VersionTable("alliance_person"),
    migrations.CreateModel(
        name="Employment",
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
                "person",
                foundation.tenancy.fields.OwnedForeignKey(
                    db_constraint=False,
                    db_index=False,
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="employments",
                    to="alliance.person",
                ),
            ),
            (
                "partner",
                foundation.tenancy.fields.OwnedForeignKey(
                    db_constraint=False,
                    db_index=False,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="employments",
                    to="alliance.partner",
                ),
            ),
            ("post", models.CharField(blank=True, max_length=100)),
            (
                "fte",
                models.DecimalField(
                    blank=True, decimal_places=2, max_digits=3, null=True, verbose_name="FTE"
                ),
            ),
            ("started_on", models.DateField(blank=True, null=True, verbose_name="from")),
            ("ended_on", models.DateField(blank=True, null=True, verbose_name="to")),
            ("reference", models.CharField(blank=True, max_length=50, verbose_name="staff reference")),
            ("version", models.PositiveIntegerField(db_default=1, default=1, editable=False)),
            ("created_at", models.DateTimeField(auto_now_add=True)),
            ("updated_at", models.DateTimeField(auto_now=True)),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(fields=("alliance", "id"), name="alliance_employment_owned"),
                models.UniqueConstraint(fields=("alliance", "public_id"), name="alliance_employment_public"),
                foundation.tenancy.fields.CompositeForeignKey(
                    "person", name="employment_person_fk", to="alliance.Person"
                ),
                foundation.tenancy.fields.CompositeForeignKey(
                    "partner", name="employment_partner_fk", to="alliance.Partner"
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("started_on", None),
                        ("ended_on", None),
                        ("ended_on__gte", models.F("started_on")),
                        _connector="OR",
                    ),
                    name="employment_ends_after_start",
                    violation_error_message="The last day is before the first one.",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("fte", None), models.Q(("fte__gt", 0), ("fte__lte", 1)), _connector="OR"
                    ),
                    name="employment_fte",
                    violation_error_message="FTE is more than 0 and at most 1: full time is 1.",
                ),
                django.contrib.postgres.constraints.ExclusionConstraint(
                    expressions=[
                        ("alliance", "="),
                        ("person", "="),
                        ("partner", "="),
                        (
                            foundation.ranges.DateRange(
                                "started_on",
                                "ended_on",
                                django.contrib.postgres.fields.ranges.RangeBoundary(
                                    inclusive_lower=True, inclusive_upper=True
                                ),
                            ),
                            "&&",
                        ),
                    ],
                    name="employment_no_overlap",
                    violation_error_message="This person works there already at that time.",
                ),
                django.contrib.postgres.constraints.ExclusionConstraint(
                    condition=models.Q(("reference", ""), _negated=True),
                    expressions=[("alliance", "="), ("partner", "="), ("reference", "="), ("person", "<>")],
                    name="employment_reference_names_one",
                    violation_error_message="This staff reference belongs to somebody else.",
                ),
            ],
            "indexes": [
                models.Index(
                    fields=["alliance", "person", "-started_on"],
                    include=("ended_on",),
                    name="employment_by_person",
                ),
                models.Index(fields=["alliance", "partner", "ended_on"], name="employment_of_partner"),
                models.Index(
                    condition=models.Q(("post", ""), _negated=True),
                    fields=["alliance", "post"],
                    name="employment_by_post",
                ),
            ],
        },
    ),
    ProtectTable("alliance_employment"),
    AuditTable(
        "alliance_employment",
        personal=["post", "reference"],
        silent=["public_id", "version", "created_at", "updated_at"],
    ),
    VersionTable("alliance_employment"),
    FeedTable(
        "alliance_employment",
        type="employment",
        holder="partner_id",
        related={"staff_person": ["alliance_person", "person_id"]},
    ),
    migrations.CreateModel(
        name="PersonMerge",
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
                "kept",
                foundation.tenancy.fields.OwnedForeignKey(
                    db_constraint=False,
                    db_index=False,
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="merges",
                    to="alliance.person",
                ),
            ),
            ("removed", models.JSONField()),
            ("moved", models.JSONField()),
            ("changed", models.JSONField()),
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
            ("merged_at", models.DateTimeField(auto_now_add=True, verbose_name="merged")),
        ],
        options={
            "indexes": [
                models.Index(fields=["alliance", "kept"], name="person_merge_of"),
                models.Index(fields=["alliance", "merged_at"], name="person_merge_by_age"),
            ],
            "constraints": [
                models.UniqueConstraint(fields=("alliance", "id"), name="alliance_personmerge_owned"),
                models.UniqueConstraint(fields=("alliance", "public_id"), name="alliance_personmerge_public"),
                foundation.tenancy.fields.CompositeForeignKey(
                    "kept", name="person_merge_kept_fk", to="alliance.Person"
                ),
            ],
        },
    ),
    ProtectTable("alliance_personmerge"),
    AuditTable("alliance_personmerge", personal=["removed", "changed", "moved"], silent=["public_id"]),
    migrations.CreateModel(
        name="RetentionRule",
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
        ],
        options={
            "verbose_name": "retention rule",
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
    ProtectTable("alliance_retentionrule"),
    AuditTable("alliance_retentionrule", silent=["version", "updated_at"]),
    VersionTable("alliance_retentionrule"),
    migrations.CreateModel(
        name="SubjectAccess",
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
                "person",
                foundation.tenancy.fields.OwnedForeignKey(
                    db_constraint=False,
                    db_index=False,
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="+",
                    to="alliance.person",
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
            ("asked_at", models.DateTimeField(auto_now_add=True, verbose_name="asked for")),
            ("made_at", models.DateTimeField(null=True, verbose_name="made")),
            ("expires_at", models.DateTimeField(null=True, verbose_name="can be fetched until")),
            ("fetched", models.PositiveIntegerField(db_default=0, default=0, verbose_name="times fetched")),
            ("archive", models.BinaryField(null=True)),
        ],
        options={
            "verbose_name": "subject-access export",
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
    ProtectTable("alliance_subjectaccess"),
    AuditTable("alliance_subjectaccess", personal=["archive"], silent=["public_id"]),
    migrations.CreateModel(
        name="TwoPeople",
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
            ("said_at", models.DateTimeField(auto_now_add=True)),
        ],
        options={
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
    ProtectTable("alliance_twopeople"),
    AuditTable("alliance_twopeople"),
    FeedHeld(
        "alliance_person",
        type="staff_person",
        through="alliance_employment",
        column="person_id",
        holder="partner_id",
    ),
]
