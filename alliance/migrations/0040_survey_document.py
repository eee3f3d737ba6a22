"""The results of surveys as documents."""

import django.db.models.deletion
from django.db import migrations, models

import foundation.tenancy.fields
from foundation.audit.operations import AuditTable
from foundation.tenancy.operations import ProtectTable


class Migration(migrations.Migration):
    dependencies = [
        ("alliance", "0039_survey_sync"),
    ]

    operations = [
        migrations.CreateModel(
            name="SurveyDocument",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("revision", models.PositiveIntegerField()),
                ("key", models.CharField(max_length=64)),
                ("wanted", models.JSONField(default=dict)),
                ("content", models.BinaryField(null=True)),
                ("pages", models.PositiveSmallIntegerField(null=True)),
                ("made_at", models.DateTimeField(null=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
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
                    "survey",
                    foundation.tenancy.fields.OwnedForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="documents",
                        to="alliance.survey",
                    ),
                ),
            ],
            options={
                "verbose_name": "results as a document",
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("alliance", "id"), name="alliance_surveydocument_owned"),
                    foundation.tenancy.fields.CompositeForeignKey(
                        "survey", name="survey_document_survey_fk", to="alliance.Survey"
                    ),
                    models.UniqueConstraint(
                        fields=("alliance", "survey", "revision", "key"), name="survey_document_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("content", None), ("made_at", None), ("pages", None)),
                            models.Q(
                                ("content__isnull", False),
                                ("made_at__isnull", False),
                                ("pages__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="survey_document_made_whole",
                    ),
                ],
            },
        ),
        ProtectTable("alliance_surveydocument"),
        AuditTable("alliance_surveydocument", silent=["wanted", "content"]),
    ]
