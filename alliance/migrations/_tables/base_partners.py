"""Alliances and their partners, in their first form."""

import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

import foundation.identifiers
import foundation.tenancy.fields
from foundation.audit.operations import AuditTable
from foundation.tenancy.operations import ProtectTable

OPERATIONS = [
    migrations.CreateModel(
        name="Alliance",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            (
                "public_id",
                models.UUIDField(default=foundation.identifiers.new_public_id, editable=False, unique=True),
            ),
            ("name", models.CharField(max_length=200)),
            ("slug", models.SlugField(max_length=60, unique=True, verbose_name="address")),
            (
                "lead_school",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="alliance.school",
                ),
            ),
            ("two_pairs_of_eyes", models.BooleanField(default=False)),
            (
                "alliance_colour",
                models.CharField(
                    default="#0e4f5c",
                    max_length=7,
                    validators=[
                        django.core.validators.RegexValidator(
                            "^#[0-9a-f]{6}$", "Write the colour as # and six of 0–9, a–f, such as #0e4f5c."
                        )
                    ],
                ),
            ),
            (
                "accent_colour",
                models.CharField(
                    default="#e3a72f",
                    max_length=7,
                    validators=[
                        django.core.validators.RegexValidator(
                            "^#[0-9a-f]{6}$", "Write the colour as # and six of 0–9, a–f, such as #0e4f5c."
                        )
                    ],
                ),
            ),
            ("created_at", models.DateTimeField(auto_now_add=True)),
            (
                "second_factor_required",
                models.BooleanField(default=True, verbose_name="second factor for staff"),
            ),
        ],
    ),
    AuditTable("alliance_alliance", silent=["created_at"], alliance_column="id"),
    migrations.CreateModel(
        name="Partner",
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
                "organisation",
                models.CharField(
                    choices=[
                        ("school", "School"),
                        ("trust", "Trust"),
                        ("provider", "ITT provider"),
                        ("local_authority", "Local authority"),
                        ("other", "Other organisation"),
                    ],
                    max_length=20,
                ),
            ),
            ("name", models.CharField(max_length=200)),
            (
                "school",
                models.ForeignKey(
                    blank=True,
                    db_index=False,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="alliance.school",
                ),
            ),
            ("trust_uid", models.CharField(blank=True, max_length=10, verbose_name="trust UID")),
            ("ukprn", models.CharField(blank=True, max_length=8, verbose_name="UKPRN")),
            (
                "local_authority",
                models.ForeignKey(
                    blank=True,
                    db_index=False,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="alliance.localauthority",
                ),
            ),
            ("address", models.TextField(blank=True)),
            ("reason", models.TextField(blank=True)),
            ("listed", models.BooleanField(default=True, verbose_name="shown to other partners")),
            ("joined_on", models.DateField(verbose_name="joined")),
            ("left_on", models.DateField(blank=True, null=True, verbose_name="left")),
            ("version", models.PositiveIntegerField(default=1)),
            ("created_at", models.DateTimeField(auto_now_add=True)),
            ("updated_at", models.DateTimeField(auto_now=True)),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(fields=("alliance", "id"), name="alliance_partner_owned"),
                models.UniqueConstraint(fields=("alliance", "public_id"), name="alliance_partner_public"),
                models.UniqueConstraint(
                    fields=("alliance", "school"),
                    name="partner_school_once",
                    violation_error_message="This school is already a partner.",
                ),
                models.UniqueConstraint(
                    condition=models.Q(("trust_uid", ""), _negated=True),
                    fields=("alliance", "trust_uid"),
                    name="partner_trust_once",
                    violation_error_message="This trust is already a partner.",
                ),
                models.UniqueConstraint(
                    condition=models.Q(("organisation", "provider")),
                    fields=("alliance", "ukprn"),
                    name="partner_provider_once",
                    violation_error_message="This provider is already a partner.",
                ),
                models.UniqueConstraint(
                    fields=("alliance", "local_authority"),
                    name="partner_local_authority_once",
                    violation_error_message="This local authority is already a partner.",
                ),
                models.UniqueConstraint(
                    models.F("alliance"),
                    django.db.models.functions.text.Lower("name"),
                    condition=models.Q(("organisation", "other")),
                    name="partner_other_once",
                    violation_error_message="An organisation of this name is already a partner.",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("organisation", "school"), ("school__isnull", False)),
                        models.Q(
                            ("organisation", "trust"),
                            ("school__isnull", True),
                            models.Q(("trust_uid", ""), _negated=True),
                        ),
                        models.Q(
                            ("organisation", "provider"),
                            ("school__isnull", True),
                            models.Q(("ukprn", ""), _negated=True),
                        ),
                        models.Q(
                            ("local_authority__isnull", False),
                            ("organisation", "local_authority"),
                            ("school__isnull", True),
                        ),
                        models.Q(
                            ("organisation", "other"),
                            ("school__isnull", True),
                            models.Q(("reason", ""), _negated=True),
                        ),
                        _connector="OR",
                    ),
                    name="partner_identified",
                    violation_error_message="Say which organisation this is: URN, trust UID, UKPRN or authority code; for another organisation say why it is a partner.",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("left_on__isnull", True), ("left_on__gte", models.F("joined_on")), _connector="OR"
                    ),
                    name="partner_left_after_joining",
                    violation_error_message="The leaving date is before the joining date.",
                ),
            ],
            "indexes": [
                models.Index(fields=["alliance", "name", "id"], name="partner_by_name"),
                models.Index(fields=["alliance", "joined_on", "id"], name="partner_by_joining"),
                models.Index(fields=["alliance", "left_on"], name="partner_by_leaving"),
            ],
        },
    ),
    ProtectTable("alliance_partner"),
    AuditTable("alliance_partner", silent=["updated_at", "version", "created_at"]),
    migrations.CreateModel(
        name="Engagement",
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
                "school",
                models.ForeignKey(
                    db_index=False,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="alliance.school",
                ),
            ),
            (
                "strand",
                models.CharField(
                    choices=[
                        ("itt", "Initial teacher training"),
                        ("ect", "Early career teachers"),
                        ("cpd", "Professional development"),
                        ("support", "School-to-school support"),
                        ("other", "Other"),
                    ],
                    max_length=10,
                ),
            ),
            ("took_part_on", models.DateField(verbose_name="date")),
            ("description", models.CharField(max_length=200, verbose_name="what they took part in")),
            ("created_at", models.DateTimeField(auto_now_add=True)),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(fields=("alliance", "id"), name="alliance_engagement_owned"),
                models.UniqueConstraint(fields=("alliance", "public_id"), name="alliance_engagement_public"),
                models.UniqueConstraint(
                    fields=("alliance", "school", "strand", "took_part_on", "description"),
                    name="engagement_once",
                ),
            ],
            "indexes": [
                models.Index(fields=["alliance", "took_part_on"], name="engagement_by_day"),
                models.Index(fields=["alliance", "school", "took_part_on"], name="engagement_of_school"),
            ],
        },
    ),
    ProtectTable("alliance_engagement"),
    AuditTable("alliance_engagement", silent=["created_at"]),
    migrations.CreateModel(
        name="ServedAuthority",
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
                "local_authority",
                models.ForeignKey(
                    db_index=False,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="alliance.localauthority",
                ),
            ),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(fields=("alliance", "id"), name="alliance_servedauthority_owned"),
                models.UniqueConstraint(fields=("alliance", "local_authority"), name="served_authority_once"),
            ],
        },
    ),
    ProtectTable("alliance_servedauthority"),
    AuditTable("alliance_servedauthority"),
    migrations.CreateModel(
        name="Contact",
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
                    related_name="contacts",
                    to="alliance.partner",
                ),
            ),
            ("name", models.CharField(max_length=150)),
            ("post", models.CharField(blank=True, max_length=100)),
            ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail")),
            ("phone", models.CharField(blank=True, max_length=30)),
            ("is_main", models.BooleanField(default=False, verbose_name="main contact")),
            ("verified_at", models.DateTimeField(blank=True, null=True, verbose_name="verified")),
            (
                "verified_by",
                models.ForeignKey(
                    blank=True,
                    db_index=False,
                    null=True,
                    on_delete=django.db.models.deletion.SET_NULL,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            ("version", models.PositiveIntegerField(default=1)),
            ("created_at", models.DateTimeField(auto_now_add=True)),
            ("updated_at", models.DateTimeField(auto_now=True)),
        ],
        options={
            "indexes": [models.Index(fields=["alliance", "partner", "id"], name="contact_of_partner")],
            "constraints": [
                models.UniqueConstraint(fields=("alliance", "id"), name="alliance_contact_owned"),
                models.UniqueConstraint(fields=("alliance", "public_id"), name="alliance_contact_public"),
                foundation.tenancy.fields.CompositeForeignKey(
                    "partner", name="contact_partner_fk", to="alliance.Partner"
                ),
                models.UniqueConstraint(
                    condition=models.Q(("is_main", True)),
                    fields=("alliance", "partner"),
                    name="contact_one_main",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("verified_by__isnull", True), ("verified_at__isnull", False), _connector="OR"
                    ),
                    name="contact_verified_when",
                ),
            ],
        },
    ),
    ProtectTable("alliance_contact"),
    AuditTable(
        "alliance_contact",
        personal=["name", "email", "phone", "post"],
        silent=["updated_at", "version", "created_at", "public_id"],
    ),
    migrations.CreateModel(
        name="PartnerRole",
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
                "partner",
                foundation.tenancy.fields.OwnedForeignKey(
                    db_constraint=False,
                    db_index=False,
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="roles",
                    to="alliance.partner",
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
            ("academic_year", models.PositiveSmallIntegerField()),
        ],
        options={
            "indexes": [
                models.Index(fields=["alliance", "academic_year", "kind"], name="partner_role_by_year")
            ],
            "constraints": [
                models.UniqueConstraint(fields=("alliance", "id"), name="alliance_partnerrole_owned"),
                foundation.tenancy.fields.CompositeForeignKey(
                    "partner", name="partner_role_partner_fk", to="alliance.Partner"
                ),
                models.UniqueConstraint(
                    fields=("alliance", "partner", "academic_year", "kind"), name="partner_role_once"
                ),
                models.CheckConstraint(
                    condition=models.Q(("academic_year__range", (2000, 2100))),
                    name="partner_role_believable_year",
                ),
            ],
        },
    ),
    ProtectTable("alliance_partnerrole"),
    AuditTable("alliance_partnerrole"),
]
