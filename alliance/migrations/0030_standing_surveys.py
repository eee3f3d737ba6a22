"""Surveys that open by themselves."""

import django.db.models.deletion
from django.db import migrations, models

import foundation.identifiers
import foundation.tenancy.fields
from foundation.audit.operations import AuditTable
from foundation.tenancy.operations import ProtectTable


class Migration(migrations.Migration):
    dependencies = [
        ("alliance", "0029_agreement_scope"),
    ]

    operations = [
        migrations.CreateModel(
            name="StandingSurvey",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("public_id", models.UUIDField(default=foundation.identifiers.new_public_id, editable=False)),
                ("trigger", models.SlugField(max_length=40)),
                (
                    "mode",
                    models.CharField(
                        choices=[
                            ("anonymous", "Anonymous"),
                            ("confidential", "Confidential"),
                            ("named", "Named"),
                        ],
                        max_length=20,
                    ),
                ),
                ("days", models.PositiveSmallIntegerField(verbose_name="days to answer")),
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
                    "template",
                    foundation.tenancy.fields.OwnedForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="alliance.surveytemplate",
                    ),
                ),
            ],
            options={
                "verbose_name": "survey that opens by itself",
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("alliance", "id"), name="alliance_standingsurvey_owned"),
                    models.UniqueConstraint(
                        fields=("alliance", "public_id"), name="alliance_standingsurvey_public"
                    ),
                    foundation.tenancy.fields.CompositeForeignKey(
                        "template", name="standing_survey_template_fk", to="alliance.SurveyTemplate"
                    ),
                    models.UniqueConstraint(fields=("alliance", "trigger"), name="standing_survey_once"),
                    models.CheckConstraint(
                        condition=models.Q(("days__range", (1, 120))), name="standing_survey_days"
                    ),
                ],
            },
        ),
        ProtectTable("alliance_standingsurvey"),
        AuditTable("alliance_standingsurvey"),
    ]
