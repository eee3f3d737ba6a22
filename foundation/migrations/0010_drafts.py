"""Drafts: what somebody has written into a form and not yet saved, kept to its writer."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from foundation.tenancy.operations import PersonalTable, ProtectTable


class Migration(migrations.Migration):
    dependencies = [
        ("alliance", "0001_initial"),
        ("foundation", "0009_lists"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Draft",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("page", models.CharField(max_length=300)),
                ("written", models.JSONField()),
                ("kept_at", models.DateTimeField(auto_now=True)),
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
            ],
            options={
                "abstract": False,
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
