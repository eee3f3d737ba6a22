"""News in the register."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

from foundation.tenancy.operations import ProtectTable

OPERATIONS = [
    migrations.CreateModel(
        name="RegisterChange",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            (
                "register_import",
                models.ForeignKey(
                    db_index=False,
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="changes",
                    to="alliance.registerimport",
                ),
            ),
            (
                "school",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name="+", to="alliance.school"
                ),
            ),
            (
                "fields",
                django.contrib.postgres.fields.ArrayField(
                    base_field=models.CharField(max_length=30), size=None
                ),
            ),
            ("news", models.JSONField(default=dict)),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(fields=("register_import", "school"), name="register_change_once")
            ],
        },
    ),
    migrations.CreateModel(
        name="RegisterNews",
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
                "register_import",
                models.ForeignKey(
                    db_index=False,
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="+",
                    to="alliance.registerimport",
                ),
            ),
            ("partners", models.PositiveIntegerField()),
            ("told_at", models.DateTimeField(auto_now_add=True)),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(fields=("alliance", "id"), name="alliance_registernews_owned"),
                models.UniqueConstraint(fields=("alliance", "register_import"), name="register_news_once"),
            ],
        },
    ),
    ProtectTable("alliance_registernews"),
    migrations.CreateModel(
        name="SchoolSighting",
        fields=[
            (
                "school",
                models.OneToOneField(
                    on_delete=django.db.models.deletion.CASCADE,
                    primary_key=True,
                    related_name="sighting",
                    serialize=False,
                    to="alliance.school",
                ),
            ),
            (
                "register_import",
                models.ForeignKey(
                    db_index=False,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="alliance.registerimport",
                ),
            ),
        ],
    ),
]
