"""Surveys: templates, letters, answers and documents."""

import django.db.models.deletion
import django.db.models.functions.datetime
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models

import foundation.identifiers
import foundation.tenancy.fields
from foundation.audit.operations import AuditTable
from foundation.feed.operations import FeedHeld, FeedTable, PartOfHeld, VersionTable
from foundation.tenancy.operations import ProtectTable

OPERATIONS = [
    migrations.CreateModel(
        name="SurveyTemplate",
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
            ("title", models.CharField(max_length=120)),
            ("about", models.CharField(blank=True, max_length=300, verbose_name="what it is for")),
            ("shipped", models.SlugField(blank=True, max_length=40)),
            ("retired_on", models.DateField(blank=True, null=True, verbose_name="no longer offered since")),
            ("created_at", models.DateTimeField(auto_now_add=True)),
        ],
        options={
            "verbose_name": "survey template",
            "constraints": [
                models.UniqueConstraint(fields=("alliance", "id"), name="alliance_surveytemplate_owned"),
                models.UniqueConstraint(
                    fields=("alliance", "public_id"), name="alliance_surveytemplate_public"
                ),
                models.UniqueConstraint(
                    condition=models.Q(("shipped", ""), _negated=True),
                    fields=("alliance", "shipped"),
                    name="survey_template_shipped_once",
                ),
            ],
        },
    ),
    ProtectTable("alliance_surveytemplate"),
    AuditTable("alliance_surveytemplate", silent=["created_at"]),
    migrations.CreateModel(
        name="TemplateVersion",
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
                "template",
                foundation.tenancy.fields.OwnedForeignKey(
                    db_constraint=False,
                    db_index=False,
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="versions",
                    to="alliance.surveytemplate",
                ),
            ),
            ("number", models.PositiveSmallIntegerField()),
            ("content", models.JSONField()),
            ("used", models.BooleanField(db_default=False, default=False)),
        ],
        options={
            "verbose_name": "version of a survey template",
            "constraints": [
                models.UniqueConstraint(fields=("alliance", "id"), name="alliance_templateversion_owned"),
                foundation.tenancy.fields.CompositeForeignKey(
                    "template", name="template_version_template_fk", to="alliance.SurveyTemplate"
                ),
                models.UniqueConstraint(
                    fields=("alliance", "template", "number"), name="template_version_once"
                ),
            ],
            "triggers": [
                pgtrigger.compiler.Trigger(
                    name="keep_used",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="\nIF OLD.used AND (NEW.content IS DISTINCT FROM OLD.content OR NOT NEW.used) THEN\n    RAISE EXCEPTION 'A version that was used is not changed.' USING ERRCODE = 'check_violation';\nEND IF;\nRETURN NEW;\n",
                        hash="55afd4ace83a82a53cc796f6b2b02ce45d923efe",
                        operation="UPDATE",
                        pgid="pgtrigger_keep_used_24062",
                        table="alliance_templateversion",
                        when="BEFORE",
                    ),
                )
            ],
        },
    ),
    ProtectTable("alliance_templateversion"),
    AuditTable("alliance_templateversion", personal=["content"]),
    migrations.CreateModel(
        name="Survey",
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
                "version",
                foundation.tenancy.fields.OwnedForeignKey(
                    db_constraint=False,
                    db_index=False,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="surveys",
                    to="alliance.templateversion",
                ),
            ),
            ("title", models.CharField(max_length=120)),
            ("welcome", models.TextField(blank=True, verbose_name="what people read first")),
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
            ("audience", models.CharField(max_length=60, verbose_name="who is asked")),
            ("occasion", models.CharField(blank=True, editable=False, max_length=120)),
            (
                "state",
                models.CharField(
                    choices=[("draft", "Draft"), ("open", "Open"), ("closed", "Closed")],
                    default="draft",
                    max_length=10,
                    verbose_name="standing",
                ),
            ),
            ("reminds", models.BooleanField(default=True, verbose_name="reminders")),
            ("opened_on", models.DateField(blank=True, null=True, verbose_name="opened")),
            ("closes_on", models.DateField(verbose_name="last day")),
            ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="closed")),
            (
                "owner",
                models.ForeignKey(
                    blank=True,
                    db_index=False,
                    null=True,
                    on_delete=django.db.models.deletion.SET_NULL,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            ("answered", models.PositiveIntegerField(blank=True, editable=False, null=True)),
            ("shared_results", models.JSONField(blank=True, editable=False, null=True)),
            (
                "shared_at",
                models.DateTimeField(blank=True, editable=False, null=True, verbose_name="results shared"),
            ),
            ("created_at", models.DateTimeField(auto_now_add=True)),
            ("revision", models.PositiveIntegerField(db_column="version", db_default=1, editable=False)),
            (
                "updated_at",
                models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
            ),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(fields=("alliance", "id"), name="alliance_survey_owned"),
                models.UniqueConstraint(fields=("alliance", "public_id"), name="alliance_survey_public"),
                foundation.tenancy.fields.CompositeForeignKey(
                    "version", name="survey_version_fk", to="alliance.TemplateVersion"
                ),
                models.UniqueConstraint(
                    condition=models.Q(("occasion", ""), _negated=True),
                    fields=("alliance", "occasion"),
                    name="survey_occasion_once",
                ),
                models.CheckConstraint(
                    condition=models.Q(("mode__in", ["anonymous", "confidential", "named"])),
                    name="survey_known_mode",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("closed_at", None), ("opened_on", None), ("state", "draft")),
                        models.Q(("closed_at", None), ("opened_on__isnull", False), ("state", "open")),
                        models.Q(
                            ("closed_at__isnull", False), ("opened_on__isnull", False), ("state", "closed")
                        ),
                        _connector="OR",
                    ),
                    name="survey_state_and_days",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("opened_on", None), ("closes_on__gte", models.F("opened_on")), _connector="OR"
                    ),
                    name="survey_closes_after_opening",
                    violation_error_message="The last day is before the day it opens.",
                ),
                models.CheckConstraint(
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
            ],
            "indexes": [
                models.Index(fields=["alliance", "state", "closes_on"], name="survey_by_state"),
                models.Index(
                    models.F("alliance"),
                    models.Case(
                        models.When(state="open", then=0), models.When(state="draft", then=1), default=2
                    ),
                    models.OrderBy(models.F("closes_on"), descending=True),
                    models.OrderBy(models.F("id"), descending=True),
                    name="survey_in_order",
                ),
                models.Index(
                    condition=models.Q(("state", "closed")),
                    fields=["alliance", "closed_at"],
                    name="survey_closed",
                ),
            ],
        },
    ),
    ProtectTable("alliance_survey"),
    AuditTable(
        "alliance_survey",
        personal=["welcome"],
        silent=["created_at", "version", "updated_at", "shared_results"],
    ),
    VersionTable("alliance_survey"),
    migrations.CreateModel(
        name="SurveyInvitation",
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
                "survey",
                foundation.tenancy.fields.OwnedForeignKey(
                    db_constraint=False,
                    db_index=False,
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="invitations",
                    to="alliance.survey",
                ),
            ),
            ("name", models.CharField(max_length=150)),
            ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail")),
            (
                "partner",
                foundation.tenancy.fields.OwnedForeignKey(
                    blank=True,
                    db_constraint=False,
                    db_index=False,
                    null=True,
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="+",
                    to="alliance.partner",
                ),
            ),
            ("facts", models.JSONField(default=dict)),
            ("answered", models.BooleanField(default=False)),
            (
                "letter",
                models.CharField(
                    blank=True,
                    choices=[
                        ("", "Nothing"),
                        ("invitation", "Invitation"),
                        ("reminder", "Reminder"),
                        ("refused", "Address refused"),
                    ],
                    default="invitation",
                    max_length=12,
                    verbose_name="still to be sent",
                ),
            ),
            ("asked_on", models.DateField(blank=True, null=True)),
            ("reminded_on", models.DateField(blank=True, null=True)),
            ("wants_no_reminders", models.BooleanField(default=False, verbose_name="no reminders")),
        ],
        options={
            "verbose_name": "person asked",
            "constraints": [
                models.UniqueConstraint(fields=("alliance", "id"), name="alliance_surveyinvitation_owned"),
                models.UniqueConstraint(
                    fields=("alliance", "public_id"), name="alliance_surveyinvitation_public"
                ),
                foundation.tenancy.fields.CompositeForeignKey(
                    "survey", name="survey_invitation_survey_fk", to="alliance.Survey"
                ),
                foundation.tenancy.fields.CompositeForeignKey(
                    "partner", name="survey_invitation_partner_fk", to="alliance.Partner"
                ),
                models.UniqueConstraint(
                    condition=models.Q(("email", ""), _negated=True),
                    fields=("alliance", "survey", "email"),
                    name="survey_invitation_once",
                ),
            ],
            "indexes": [
                models.Index(fields=["alliance", "email"], name="survey_invitation_by_email"),
                models.Index(
                    condition=models.Q(("letter", ""), _negated=True),
                    fields=["alliance", "survey"],
                    name="survey_letters_to_send",
                ),
            ],
        },
    ),
    ProtectTable("alliance_surveyinvitation"),
    AuditTable(
        "alliance_surveyinvitation",
        personal=["name", "email", "facts"],
        silent=["answered", "letter", "asked_on", "reminded_on"],
    ),
    migrations.CreateModel(
        name="SurveyAnswers",
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
                "survey",
                foundation.tenancy.fields.OwnedForeignKey(
                    db_constraint=False,
                    db_index=False,
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="answers",
                    to="alliance.survey",
                ),
            ),
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
            (
                "invitation",
                foundation.tenancy.fields.OwnedForeignKey(
                    blank=True,
                    db_constraint=False,
                    db_index=False,
                    null=True,
                    on_delete=django.db.models.deletion.SET_NULL,
                    related_name="+",
                    to="alliance.surveyinvitation",
                ),
            ),
            ("group", models.JSONField()),
            ("answers", models.JSONField()),
        ],
        options={
            "verbose_name": "answers",
            "constraints": [
                models.UniqueConstraint(fields=("alliance", "id"), name="alliance_surveyanswers_owned"),
                foundation.tenancy.fields.CompositeForeignKey(
                    "survey", name="survey_answers_survey_fk", to="alliance.Survey"
                ),
                foundation.tenancy.fields.CompositeForeignKey(
                    "invitation", name="survey_answers_invitation_fk", to="alliance.SurveyInvitation"
                ),
                models.UniqueConstraint(fields=("alliance", "invitation"), name="survey_answers_once"),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("mode", "anonymous"), _negated=True), ("invitation", None), _connector="OR"
                    ),
                    name="survey_answers_anonymous_are_nobodys",
                ),
            ],
            "indexes": [models.Index(fields=["alliance", "survey"], name="survey_answers_of_survey")],
        },
    ),
    ProtectTable("alliance_surveyanswers"),
    migrations.CreateModel(
        name="SurveyReply",
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
                "survey",
                foundation.tenancy.fields.OwnedForeignKey(
                    db_constraint=False,
                    db_index=False,
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="replies",
                    to="alliance.survey",
                ),
            ),
            ("said", models.TextField(verbose_name="you said")),
            ("did", models.TextField(verbose_name="we did")),
            ("done_by", models.CharField(blank=True, max_length=120, verbose_name="by")),
            ("done_on", models.DateField(verbose_name="when")),
            (
                "published",
                models.BooleanField(default=False, verbose_name="shown to everybody who was asked"),
            ),
            ("created_at", models.DateTimeField(auto_now_add=True)),
        ],
        options={
            "verbose_name": "“you said, we did”",
            "constraints": [
                models.UniqueConstraint(fields=("alliance", "id"), name="alliance_surveyreply_owned"),
                models.UniqueConstraint(fields=("alliance", "public_id"), name="alliance_surveyreply_public"),
                foundation.tenancy.fields.CompositeForeignKey(
                    "survey", name="survey_reply_survey_fk", to="alliance.Survey"
                ),
            ],
            "indexes": [models.Index(fields=["alliance", "survey"], name="survey_reply_of_survey")],
        },
    ),
    ProtectTable("alliance_surveyreply"),
    AuditTable("alliance_surveyreply", personal=["said", "did", "done_by"], silent=["created_at"]),
    PartOfHeld("alliance_surveyreply", whole="alliance_survey", column="survey_id"),
    migrations.CreateModel(
        name="BallotBox",
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
                "survey",
                foundation.tenancy.fields.OwnedForeignKey(
                    db_constraint=False,
                    db_index=False,
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="+",
                    to="alliance.survey",
                ),
            ),
            ("sealed", models.TextField()),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(fields=("alliance", "id"), name="alliance_ballotbox_owned"),
                foundation.tenancy.fields.CompositeForeignKey(
                    "survey", name="ballot_box_survey_fk", to="alliance.Survey"
                ),
                models.UniqueConstraint(fields=("alliance", "survey"), name="ballot_box_one_a_survey"),
            ],
        },
    ),
    ProtectTable("alliance_ballotbox"),
    migrations.CreateModel(
        name="StandingSurvey",
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
            ("trigger", models.SlugField(max_length=40)),
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
        ],
        options={
            "verbose_name": "survey that opens by itself",
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
    migrations.CreateModel(
        name="SurveyPartner",
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
                "survey",
                foundation.tenancy.fields.OwnedForeignKey(
                    db_constraint=False,
                    db_index=False,
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="partners",
                    to="alliance.survey",
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
        ],
        options={
            "verbose_name": "partner asked",
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
                models.UniqueConstraint(fields=("alliance", "survey", "partner"), name="survey_partner_once"),
            ],
        },
    ),
    ProtectTable("alliance_surveypartner"),
    AuditTable("alliance_surveypartner", silent=["public_id"]),
    FeedTable(
        "alliance_surveypartner",
        type="survey_partner",
        holder="partner_id",
        related={"survey": ["alliance_survey", "survey_id"]},
    ),
    migrations.CreateModel(
        name="SurveyDocument",
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
                "survey",
                foundation.tenancy.fields.OwnedForeignKey(
                    db_constraint=False,
                    db_index=False,
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="documents",
                    to="alliance.survey",
                ),
            ),
            ("revision", models.PositiveIntegerField()),
            ("key", models.CharField(max_length=64)),
            ("wanted", models.JSONField(default=dict)),
            ("content", models.BinaryField(null=True)),
            ("pages", models.PositiveSmallIntegerField(null=True)),
            ("made_at", models.DateTimeField(null=True)),
            ("created_at", models.DateTimeField(auto_now_add=True)),
        ],
        options={
            "verbose_name": "results as a document",
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
                            ("content__isnull", False), ("made_at__isnull", False), ("pages__isnull", False)
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
    FeedHeld(
        "alliance_survey",
        type="survey",
        through="alliance_surveypartner",
        column="survey_id",
        holder="partner_id",
    ),
]
