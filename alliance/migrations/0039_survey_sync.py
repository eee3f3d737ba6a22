"""Surveys enter the change feed: partners whose people were asked may read of them."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

import foundation.identifiers
import foundation.tenancy.fields
from foundation.audit.operations import AuditTable
from foundation.feed.operations import FeedHeld, FeedTable, PartOfHeld, VersionTable
from foundation.tenancy.operations import ProtectTable

COUNT_CLOSED = """
UPDATE alliance_survey AS survey
   SET answered = (SELECT count(*) FROM alliance_surveyinvitation AS asked
                    WHERE asked.alliance_id = survey.alliance_id AND asked.survey_id = survey.id
                      AND asked.answered)
 WHERE survey.state = 'closed'
"""
NAME_PARTNERS = """
INSERT INTO alliance_surveypartner (alliance_id, public_id, survey_id, partner_id)
SELECT alliance_id, gen_random_uuid(), survey_id, partner_id
  FROM (SELECT DISTINCT alliance_id, survey_id, partner_id FROM alliance_surveyinvitation
         WHERE partner_id IS NOT NULL) AS asked;
SET CONSTRAINTS ALL IMMEDIATE
"""
"""The foreign keys are checked here: a table that waits for its check cannot be altered."""


def audit_again(table, *, personal, was, silent):
    """The same trail, silent about the new columns too."""
    before = AuditTable(table, personal=personal, silent=was)
    return [
        migrations.RunSQL(before.reverse_sql, before.sql),
        AuditTable(table, personal=personal, silent=silent),
    ]


class Migration(migrations.Migration):
    dependencies = [
        ("alliance", "0038_log_in_of_a_person"),
    ]

    operations = [
        migrations.AddField(
            "survey", "answered", models.PositiveIntegerField(blank=True, editable=False, null=True)
        ),
        migrations.AddField(
            "survey", "shared_results", models.JSONField(blank=True, editable=False, null=True)
        ),
        migrations.AddField(
            "survey",
            "shared_at",
            models.DateTimeField(blank=True, editable=False, null=True, verbose_name="results shared"),
        ),
        migrations.AddField(
            "survey",
            "revision",
            models.PositiveIntegerField(db_column="version", db_default=1, editable=False),
        ),
        migrations.AddField(
            "survey",
            "updated_at",
            models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
        ),
        migrations.CreateModel(
            name="SurveyPartner",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("public_id", models.UUIDField(default=foundation.identifiers.new_public_id, editable=False)),
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
                        related_name="+",
                        to="alliance.partner",
                    ),
                ),
                (
                    "survey",
                    foundation.tenancy.fields.OwnedForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="partners",
                        to="alliance.survey",
                    ),
                ),
            ],
            options={
                "verbose_name": "partner asked",
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("alliance", "id"), name="alliance_surveypartner_owned"),
                    models.UniqueConstraint(
                        fields=("alliance", "public_id"), name="alliance_surveypartner_public"
                    ),
                    foundation.tenancy.fields.CompositeForeignKey(
                        "survey", name="survey_partner_survey_fk", to="alliance.Survey"
                    ),
                    foundation.tenancy.fields.CompositeForeignKey(
                        "partner", name="survey_partner_partner_fk", to="alliance.Partner"
                    ),
                    models.UniqueConstraint(
                        fields=("alliance", "survey", "partner"), name="survey_partner_once"
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="survey",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("shared_at", None), ("shared_results", None)),
                    models.Q(
                        ("shared_at__isnull", False),
                        ("shared_results__isnull", False),
                        ("state", "closed"),
                    ),
                    _connector="OR",
                ),
                name="survey_shared_once_closed",
            ),
        ),
        migrations.RemoveConstraint(
            model_name="apicredential",
            name="credential_known_scopes",
        ),
        migrations.AddConstraint(
            model_name="apicredential",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("scopes__len__gt", 0),
                    (
                        "scopes__contained_by",
                        [
                            "read:partners",
                            "read:schools",
                            "read:contacts",
                            "write:contacts",
                            "read:hub",
                            "read:school_facts",
                            "read:agreements",
                            "write:school_facts",
                            "read:people",
                            "write:people",
                            "read:surveys",
                        ],
                    ),
                ),
                name="credential_known_scopes",
                violation_error_message="Say what the credential may do.",
            ),
        ),
        migrations.RunSQL(COUNT_CLOSED, migrations.RunSQL.noop),
        migrations.RunSQL(NAME_PARTNERS, migrations.RunSQL.noop),
        ProtectTable("alliance_surveypartner"),
        AuditTable("alliance_surveypartner", silent=["public_id"]),
        *audit_again(
            "alliance_survey",
            personal=["welcome"],
            was=["created_at"],
            silent=["created_at", "version", "updated_at", "shared_results"],
        ),
        VersionTable("alliance_survey"),
        FeedTable(
            "alliance_surveypartner",
            type="survey_partner",
            holder="partner_id",
            related={"survey": ["alliance_survey", "survey_id"]},
        ),
        FeedHeld(
            "alliance_survey",
            type="survey",
            through="alliance_surveypartner",
            column="survey_id",
            holder="partner_id",
        ),
        PartOfHeld("alliance_surveyreply", whole="alliance_survey", column="survey_id"),
    ]
