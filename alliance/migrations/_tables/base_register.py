"""The register of schools, in its first form."""

import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.functions.text
from django.db import migrations, models

import foundation.identifiers

OPERATIONS = [
    migrations.CreateModel(
        name="LocalAuthority",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            ("code", models.CharField(max_length=3, unique=True)),
            ("name", models.CharField(max_length=100)),
            ("region", models.CharField(blank=True, max_length=60)),
        ],
        options={
            "verbose_name_plural": "local authorities",
        },
    ),
    migrations.CreateModel(
        name="School",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            (
                "public_id",
                models.UUIDField(default=foundation.identifiers.new_public_id, editable=False, unique=True),
            ),
            ("urn", models.PositiveIntegerField(unique=True)),
            ("in_register", models.BooleanField(default=True)),
            ("name", models.CharField(max_length=200)),
            (
                "status",
                models.CharField(
                    blank=True,
                    choices=[
                        ("1", "Open"),
                        ("2", "Closed"),
                        ("3", "Open, but proposed to close"),
                        ("4", "Proposed to open"),
                        ("", "Not in register"),
                    ],
                    default="",
                    max_length=1,
                ),
            ),
            (
                "phase",
                models.CharField(
                    blank=True,
                    choices=[
                        ("0", "Not applicable"),
                        ("1", "Nursery"),
                        ("2", "Primary"),
                        ("3", "Middle deemed primary"),
                        ("4", "Secondary"),
                        ("5", "Middle deemed secondary"),
                        ("6", "16 plus"),
                        ("7", "All-through"),
                        ("", "Not known"),
                    ],
                    default="",
                    max_length=1,
                ),
            ),
            (
                "phase_group",
                models.CharField(
                    choices=[
                        ("primary", "Primary"),
                        ("secondary", "Secondary and all-through"),
                        ("special", "Special"),
                        ("other", "Other"),
                    ],
                    default="other",
                    max_length=10,
                ),
            ),
            ("type_name", models.CharField(blank=True, max_length=100)),
            ("type_group", models.CharField(blank=True, max_length=100)),
            (
                "local_authority",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="schools",
                    to="alliance.localauthority",
                ),
            ),
            ("establishment_number", models.CharField(blank=True, max_length=4)),
            ("ukprn", models.CharField(blank=True, max_length=8)),
            ("low_age", models.PositiveSmallIntegerField(blank=True, null=True)),
            ("high_age", models.PositiveSmallIntegerField(blank=True, null=True)),
            ("gender", models.CharField(blank=True, max_length=30)),
            ("religious_character", models.CharField(blank=True, max_length=80)),
            ("admissions_policy", models.CharField(blank=True, max_length=40)),
            ("urban_rural", models.CharField(blank=True, max_length=80)),
            ("trust_uid", models.CharField(blank=True, max_length=10)),
            ("trust_name", models.CharField(blank=True, max_length=200)),
            ("capacity", models.PositiveIntegerField(blank=True, null=True)),
            ("pupils", models.PositiveIntegerField(blank=True, null=True)),
            ("percentage_fsm", models.DecimalField(blank=True, decimal_places=1, max_digits=4, null=True)),
            ("street", models.CharField(blank=True, max_length=150)),
            ("locality", models.CharField(blank=True, max_length=150)),
            ("town", models.CharField(blank=True, max_length=100)),
            ("county", models.CharField(blank=True, max_length=60)),
            ("postcode", models.CharField(blank=True, max_length=8)),
            ("website", models.CharField(blank=True, max_length=300)),
            ("telephone", models.CharField(blank=True, max_length=30)),
            ("region", models.CharField(blank=True, max_length=60)),
            ("district", models.CharField(blank=True, max_length=60)),
            ("easting", models.PositiveIntegerField(blank=True, null=True)),
            ("northing", models.PositiveIntegerField(blank=True, null=True)),
            ("opened_on", models.DateField(blank=True, null=True)),
            ("closed_on", models.DateField(blank=True, null=True)),
            ("head_digest", models.CharField(blank=True, max_length=64)),
            (
                "successor",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="predecessors",
                    to="alliance.school",
                ),
            ),
            (
                "resolved_id",
                models.GeneratedField(
                    db_persist=True,
                    expression=django.db.models.functions.comparison.Coalesce(
                        models.F("successor"), models.F("id")
                    ),
                    output_field=models.BigIntegerField(),
                ),
            ),
            (
                "search",
                models.GeneratedField(
                    db_persist=True,
                    expression=models.Func(
                        models.Value("simple"),
                        django.db.models.functions.text.Concat(
                            models.F("name"), models.Value(" "), models.F("town")
                        ),
                        function="to_tsvector",
                        template="to_tsvector('simple'::regconfig, coalesce(name, '') || ' ' || coalesce(town, ''))",
                    ),
                    output_field=django.contrib.postgres.search.SearchVectorField(),
                ),
            ),
            ("imported_at", models.DateTimeField(blank=True, null=True)),
        ],
        options={
            "indexes": [
                django.contrib.postgres.indexes.GinIndex(
                    fields=["name"], name="school_name_trigram", opclasses=["gin_trgm_ops"]
                ),
                models.Index(fields=["resolved_id"], name="school_resolved"),
                models.Index(fields=["local_authority", "status", "phase_group"], name="school_of_authority"),
                models.Index(
                    condition=models.Q(("trust_uid", ""), _negated=True),
                    fields=["trust_uid"],
                    name="school_of_trust",
                ),
                models.Index(fields=["postcode"], name="school_postcode"),
                django.contrib.postgres.indexes.GinIndex(fields=["search"], name="school_search"),
            ],
        },
    ),
    migrations.CreateModel(
        name="RegisterImport",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            ("file_name", models.CharField(max_length=255)),
            ("layout", models.CharField(max_length=30)),
            ("started_at", models.DateTimeField(auto_now_add=True)),
            ("finished_at", models.DateTimeField(blank=True, null=True)),
            ("created", models.PositiveIntegerField(default=0)),
            ("updated", models.PositiveIntegerField(default=0)),
            ("unchanged", models.PositiveIntegerField(default=0)),
            ("closed", models.PositiveIntegerField(default=0)),
            ("rejected", models.PositiveIntegerField(default=0)),
            ("repaired", models.PositiveIntegerField(default=0)),
            ("not_in_register", models.PositiveIntegerField(default=0)),
        ],
    ),
    migrations.CreateModel(
        name="RegisterRejection",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            (
                "register_import",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="rejections",
                    to="alliance.registerimport",
                ),
            ),
            ("line", models.PositiveIntegerField()),
            ("urn", models.CharField(blank=True, max_length=20)),
            ("reason", models.CharField(max_length=300)),
        ],
    ),
    migrations.CreateModel(
        name="SchoolLink",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            ("urn", models.PositiveIntegerField()),
            ("linked_urn", models.PositiveIntegerField()),
            ("linked_name", models.CharField(max_length=200)),
            ("link_type", models.CharField(max_length=60)),
            ("established_on", models.DateField(blank=True, null=True)),
        ],
        options={
            "indexes": [models.Index(fields=["linked_urn"], name="school_link_back")],
            "constraints": [
                models.UniqueConstraint(fields=("urn", "linked_urn", "link_type"), name="school_link_once")
            ],
        },
    ),
]
