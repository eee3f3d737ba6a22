"""Prospects, priorities, selection and onboarding."""

import django.db.models.deletion
import django.db.models.functions.text
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models

import foundation.identifiers
import foundation.tenancy.fields
from foundation.audit.operations import AuditTable
from foundation.tenancy.operations import ProtectTable

OPERATIONS = [
    migrations.CreateModel(
        name="Priority",
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
            ("name", models.CharField(max_length=120, verbose_name="priority")),
            ("ended_on", models.DateField(blank=True, null=True, verbose_name="ended")),
            ("created_at", models.DateTimeField(auto_now_add=True)),
        ],
        options={
            "verbose_name_plural": "priorities",
            "constraints": [
                models.UniqueConstraint(fields=("alliance", "id"), name="alliance_priority_owned"),
                models.UniqueConstraint(fields=("alliance", "public_id"), name="alliance_priority_public"),
                models.UniqueConstraint(
                    models.F("alliance"),
                    django.db.models.functions.text.Lower("name"),
                    condition=models.Q(("ended_on", None)),
                    name="priority_once",
                    violation_error_message="This priority is on the list already.",
                ),
            ],
        },
    ),
    ProtectTable("alliance_priority"),
    AuditTable("alliance_priority", silent=["created_at", "public_id"]),
    migrations.CreateModel(
        name="Prospect",
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
            ("reason", models.TextField(blank=True, verbose_name="what it is and brings")),
            (
                "other_kind",
                models.CharField(
                    blank=True,
                    choices=[
                        ("charity", "Charity"),
                        ("consultancy", "Consultancy"),
                        ("fe_college", "Further education college"),
                        ("welsh_school", "School in Wales"),
                        ("overseas_school", "School overseas"),
                        ("faith_body", "Diocese or faith body"),
                        ("other", "Another kind"),
                    ],
                    db_default="",
                    default="",
                    max_length=20,
                    verbose_name="what it is",
                ),
            ),
            (
                "stage",
                models.CharField(
                    choices=[
                        ("prospect", "Prospect"),
                        ("enquiry", "Enquiry"),
                        ("assessed", "Assessed"),
                        ("due_diligence", "Due diligence"),
                        ("board_decision", "Board decision"),
                        ("onboarding", "Onboarding"),
                        ("member", "Member"),
                        ("declined", "Declined"),
                    ],
                    default="prospect",
                    max_length=20,
                ),
            ),
            ("stage_since", models.DateTimeField(verbose_name="in this stage since")),
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
            ("notes", models.TextField(blank=True)),
            (
                "declined_because",
                models.CharField(
                    blank=True,
                    choices=[
                        ("withdrew", "They withdrew"),
                        ("no_answer", "They did not answer"),
                        ("elsewhere", "They joined another alliance"),
                        ("aims", "Our aims differ"),
                        ("capacity", "They cannot contribute enough"),
                        ("too_far", "Too far away"),
                        ("diligence", "Due diligence found a reason against it"),
                        ("board", "The board decided against it"),
                        ("other", "Another reason"),
                    ],
                    max_length=12,
                    verbose_name="why it was declined",
                ),
            ),
            ("declined_note", models.CharField(blank=True, max_length=500, verbose_name="what was said")),
            (
                "earlier",
                foundation.tenancy.fields.OwnedForeignKey(
                    blank=True,
                    db_constraint=False,
                    db_index=False,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="later",
                    to="alliance.prospect",
                ),
            ),
            (
                "partner",
                foundation.tenancy.fields.OwnedForeignKey(
                    blank=True,
                    db_constraint=False,
                    db_index=False,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="alliance.partner",
                ),
            ),
            (
                "onboarding_year",
                models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="place of the year"),
            ),
            ("version", models.PositiveIntegerField(default=1)),
            ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="added")),
            ("updated_at", models.DateTimeField(auto_now=True)),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(fields=("alliance", "id"), name="alliance_prospect_owned"),
                models.UniqueConstraint(fields=("alliance", "public_id"), name="alliance_prospect_public"),
                foundation.tenancy.fields.CompositeForeignKey(
                    "earlier", name="prospect_earlier_fk", to="alliance.Prospect"
                ),
                foundation.tenancy.fields.CompositeForeignKey(
                    "partner", name="prospect_partner_fk", to="alliance.Partner"
                ),
                models.UniqueConstraint(
                    condition=models.Q(("stage__in", ("member", "declined")), _negated=True),
                    fields=("alliance", "school"),
                    name="prospect_school_once",
                    violation_error_message="This school is a prospect already.",
                ),
                models.UniqueConstraint(
                    models.F("alliance"),
                    models.F("organisation"),
                    django.db.models.functions.text.Lower("name"),
                    condition=models.Q(
                        ("school", None), models.Q(("stage__in", ("member", "declined")), _negated=True)
                    ),
                    name="prospect_name_once",
                    violation_error_message="An organisation of this name is a prospect already.",
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
                    name="prospect_identified",
                    violation_error_message="Say which organisation this is.",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(
                            ("stage", "declined"),
                            models.Q(("declined_because", ""), _negated=True),
                            models.Q(("declined_note", ""), _negated=True),
                        ),
                        models.Q(
                            models.Q(("stage", "declined"), _negated=True),
                            ("declined_because", ""),
                            ("declined_note", ""),
                        ),
                        _connector="OR",
                    ),
                    name="prospect_declined_because",
                    violation_error_message="Say why it is declined.",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(
                            ("onboarding_year__isnull", False),
                            ("partner__isnull", False),
                            ("stage", "onboarding"),
                        ),
                        models.Q(("partner__isnull", False), ("stage", "member")),
                        models.Q(
                            models.Q(("stage__in", ("onboarding", "member")), _negated=True),
                            ("onboarding_year", None),
                        ),
                        _connector="OR",
                    ),
                    name="prospect_has_place_and_record",
                ),
            ],
            "indexes": [
                models.Index(fields=["alliance", "stage", "stage_since"], name="prospect_by_stage"),
                models.Index(fields=["alliance", "name", "id"], name="prospect_by_name"),
                models.Index(
                    condition=models.Q(
                        (
                            "stage__in",
                            (
                                "prospect",
                                "enquiry",
                                "assessed",
                                "due_diligence",
                                "board_decision",
                                "onboarding",
                            ),
                        )
                    ),
                    fields=["alliance", "stage_since", "id"],
                    name="prospect_longest_there",
                ),
                models.Index(
                    models.F("alliance"),
                    models.Case(
                        models.When(stage="prospect", then=0),
                        models.When(stage="enquiry", then=1),
                        models.When(stage="assessed", then=2),
                        models.When(stage="due_diligence", then=3),
                        models.When(stage="board_decision", then=4),
                        models.When(stage="onboarding", then=5),
                        models.When(stage="member", then=6),
                        models.When(stage="declined", then=7),
                    ),
                    models.F("stage_since"),
                    models.F("id"),
                    name="prospect_in_order",
                ),
                models.Index(
                    condition=models.Q(("owner__isnull", False)),
                    fields=["alliance", "owner"],
                    name="prospect_of_owner",
                ),
            ],
            "triggers": [
                pgtrigger.compiler.Trigger(
                    name="begins_as_prospect",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="\nIF NEW.stage <> 'prospect' AND NEW.stage <> 'enquiry' THEN\n    RAISE EXCEPTION 'A prospect begins as a prospect, or with an enquiry.';\nEND IF;\nRETURN NEW;\n",
                        hash="03374c51fa798d0b17901f415c9fc29cba586780",
                        operation="INSERT",
                        pgid="pgtrigger_begins_as_prospect_2797b",
                        table="alliance_prospect",
                        when="BEFORE",
                    ),
                ),
                pgtrigger.compiler.Trigger(
                    name="unchanged_when_over",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="\nIF OLD.stage IN ('member', 'declined')\n   AND to_jsonb(OLD) - '{owner_id,notes,reason,declined_note,updated_at}'::text[]\n       IS DISTINCT FROM to_jsonb(NEW) - '{owner_id,notes,reason,declined_note,updated_at}'::text[] THEN\n    RAISE EXCEPTION 'A prospect that is over never changes: add it anew.';\nEND IF;\nNEW.version := OLD.version + 1;\nRETURN NEW;\n",
                        hash="2be1f0dd99419f75adf4de1a3334d8dd5ad35b1e",
                        operation="UPDATE",
                        pgid="pgtrigger_unchanged_when_over_151cf",
                        table="alliance_prospect",
                        when="BEFORE",
                    ),
                ),
                pgtrigger.compiler.Trigger(
                    name="never_deleted",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                        hash="608f6febc99ae4c663d0ff6e60eb98308bc79552",
                        operation="DELETE",
                        pgid="pgtrigger_never_deleted_ee9c6",
                        table="alliance_prospect",
                        when="BEFORE",
                    ),
                ),
                pgtrigger.compiler.Trigger(
                    name="as_the_board_said",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        declare="DECLARE approved boolean;",
                        func="\nIF NEW.stage <> OLD.stage AND (NEW.stage = 'onboarding' OR NEW.stage = 'due_diligence'\n                                                          AND OLD.stage = 'board_decision') THEN\n    approved := EXISTS (SELECT FROM alliance_boarddecision AS decision\n                         WHERE decision.alliance_id = NEW.alliance_id AND decision.prospect_id = NEW.id\n                           AND decision.answer = 'approve');\n    IF approved <> (NEW.stage = 'onboarding') THEN\n        RAISE EXCEPTION 'Onboarding begins once the board has approved, and nothing goes back after it.';\n    END IF;\nEND IF;\nRETURN NEW;\n",
                        hash="0eb857965a8b3a7251af1b10344e0c9c787a8371",
                        operation="UPDATE",
                        pgid="pgtrigger_as_the_board_said_21b04",
                        table="alliance_prospect",
                        when="BEFORE",
                    ),
                ),
                pgtrigger.compiler.Trigger(
                    name="life",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        declare="DECLARE _is_valid_transition BOOLEAN;",
                        func='SELECT CONCAT(OLD."stage", \':\', NEW."stage") = ANY(\'{assessed:declined,assessed:due_diligence,assessed:enquiry,assessed:member,board_decision:declined,board_decision:due_diligence,board_decision:member,board_decision:onboarding,due_diligence:assessed,due_diligence:board_decision,due_diligence:declined,due_diligence:member,enquiry:assessed,enquiry:declined,enquiry:member,enquiry:prospect,onboarding:declined,onboarding:member,prospect:declined,prospect:enquiry,prospect:member}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."stage" IS DISTINCT FROM NEW."stage") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "stage" from "%" to "%" on table %\', OLD."stage", NEW."stage", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                        hash="b4f8450ee3b7c2257ac720b6f2f874c2e2a945dc",
                        operation="UPDATE",
                        pgid="pgtrigger_life_544f8",
                        table="alliance_prospect",
                        when="BEFORE",
                    ),
                ),
            ],
        },
    ),
    ProtectTable("alliance_prospect"),
    AuditTable(
        "alliance_prospect",
        personal=["notes", "declined_note", "reason"],
        silent=["created_at", "updated_at", "public_id", "version", "stage_since"],
    ),
    migrations.CreateModel(
        name="ProspectPriority",
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
                "prospect",
                foundation.tenancy.fields.OwnedForeignKey(
                    db_constraint=False,
                    db_index=False,
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="shared",
                    to="alliance.prospect",
                ),
            ),
            (
                "priority",
                foundation.tenancy.fields.OwnedForeignKey(
                    db_constraint=False,
                    db_index=False,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="alliance.priority",
                ),
            ),
        ],
        options={
            "verbose_name": "shared goal",
            "constraints": [
                models.UniqueConstraint(fields=("alliance", "id"), name="alliance_prospectpriority_owned"),
                foundation.tenancy.fields.CompositeForeignKey(
                    "prospect", name="prospect_priority_prospect_fk", to="alliance.Prospect"
                ),
                foundation.tenancy.fields.CompositeForeignKey(
                    "priority", name="prospect_priority_priority_fk", to="alliance.Priority"
                ),
                models.UniqueConstraint(
                    fields=("alliance", "prospect", "priority"), name="prospect_priority_once"
                ),
            ],
            "indexes": [models.Index(fields=["alliance", "priority"], name="prospect_priority_named")],
        },
    ),
    ProtectTable("alliance_prospectpriority"),
    AuditTable("alliance_prospectpriority"),
    migrations.CreateModel(
        name="Rubric",
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
            ("number", models.PositiveSmallIntegerField(verbose_name="version")),
            ("assessors", models.PositiveSmallIntegerField(default=2, verbose_name="assessors asked for")),
            (
                "one_because",
                models.CharField(blank=True, max_length=300, verbose_name="why one assessor is enough"),
            ),
            ("created_at", models.DateTimeField(auto_now_add=True)),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(fields=("alliance", "id"), name="alliance_rubric_owned"),
                models.UniqueConstraint(fields=("alliance", "public_id"), name="alliance_rubric_public"),
                models.UniqueConstraint(fields=("alliance", "number"), name="rubric_number_once"),
                models.CheckConstraint(
                    condition=models.Q(
                        ("assessors__range", (2, 9)),
                        models.Q(("assessors", 1), models.Q(("one_because", ""), _negated=True)),
                        _connector="OR",
                    ),
                    name="rubric_assessors",
                    violation_error_message="At least two assessors, or one with the reason.",
                ),
            ],
            "triggers": [
                pgtrigger.compiler.Trigger(
                    name="unchanged_once_used",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        declare="DECLARE row jsonb;",
                        func="\n        row := CASE WHEN TG_OP = 'DELETE' THEN to_jsonb(OLD) ELSE to_jsonb(NEW) END;\n        IF EXISTS (SELECT FROM alliance_assessment AS assessment\n                    WHERE assessment.alliance_id = (row ->> 'alliance_id')::bigint\n                      AND assessment.rubric_id = (row ->> 'id')::bigint) THEN\n            RAISE EXCEPTION 'A rubric that was used never changes: make a new version.';\n        END IF;\n        RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;\n        ",
                        hash="5e4756d62c903f49fcfeecb8177f7239e3ec6368",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_unchanged_once_used_33c8e",
                        table="alliance_rubric",
                        when="BEFORE",
                    ),
                )
            ],
        },
    ),
    ProtectTable("alliance_rubric"),
    AuditTable("alliance_rubric", silent=["created_at", "public_id"]),
    migrations.CreateModel(
        name="Assessment",
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
                "prospect",
                foundation.tenancy.fields.OwnedForeignKey(
                    db_constraint=False,
                    db_index=False,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="assessments",
                    to="alliance.prospect",
                ),
            ),
            (
                "rubric",
                foundation.tenancy.fields.OwnedForeignKey(
                    db_constraint=False,
                    db_index=False,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="alliance.rubric",
                    verbose_name="criteria",
                ),
            ),
            (
                "assessor",
                models.ForeignKey(
                    db_index=False,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "conflict",
                models.CharField(
                    blank=True,
                    choices=[
                        ("", "Not said yet"),
                        ("none", "No conflict of interest"),
                        ("declared", "Conflict of interest"),
                    ],
                    default="",
                    max_length=10,
                    verbose_name="conflict of interest",
                ),
            ),
            ("conflict_note", models.CharField(blank=True, max_length=300, verbose_name="which interest")),
            (
                "recommendation",
                models.CharField(
                    blank=True,
                    choices=[("join", "Let them join"), ("not_yet", "Not yet"), ("decline", "Decline")],
                    max_length=10,
                ),
            ),
            ("comment", models.CharField(blank=True, max_length=1000, verbose_name="why")),
            ("submitted_at", models.DateTimeField(blank=True, null=True, verbose_name="scored")),
            ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="appointed")),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(fields=("alliance", "id"), name="alliance_assessment_owned"),
                models.UniqueConstraint(fields=("alliance", "public_id"), name="alliance_assessment_public"),
                foundation.tenancy.fields.CompositeForeignKey(
                    "prospect", name="assessment_prospect_fk", to="alliance.Prospect"
                ),
                foundation.tenancy.fields.CompositeForeignKey(
                    "rubric", name="assessment_rubric_fk", to="alliance.Rubric"
                ),
                models.UniqueConstraint(
                    fields=("alliance", "prospect", "assessor"),
                    name="assessment_once",
                    violation_error_message="This person is an assessor already.",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("submitted_at", None),
                        models.Q(("conflict", "none"), models.Q(("recommendation", ""), _negated=True)),
                        _connector="OR",
                    ),
                    name="assessment_without_conflict",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("conflict", "declared"), _negated=True),
                        models.Q(("conflict_note", ""), _negated=True),
                        _connector="OR",
                    ),
                    name="assessment_conflict_named",
                    violation_error_message="Say which interest it is.",
                ),
            ],
            "indexes": [models.Index(fields=["alliance", "assessor"], name="assessment_of_assessor")],
            "triggers": [
                pgtrigger.compiler.Trigger(
                    name="stands_once_decided",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        declare="DECLARE row alliance_assessment%ROWTYPE;",
                        func="\nIF TG_OP = 'UPDATE' AND to_jsonb(OLD) - '{comment,conflict_note}'::text[]\n                        IS NOT DISTINCT FROM to_jsonb(NEW) - '{comment,conflict_note}'::text[] THEN\n    RETURN NEW;\nEND IF;\nrow := CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;\nIF EXISTS (SELECT FROM alliance_boarddecision AS decision\n            WHERE decision.alliance_id = row.alliance_id AND decision.prospect_id = row.prospect_id\n              AND decision.answer IN ('approve', 'decline')) THEN\n    RAISE EXCEPTION 'The board has decided: no assessment changes any more.';\nEND IF;\nRETURN row;\n",
                        hash="1a5618e19ad18e5ccec4c988fdc30d669e32ead7",
                        operation="INSERT OR UPDATE OR DELETE",
                        pgid="pgtrigger_stands_once_decided_69d56",
                        table="alliance_assessment",
                        when="BEFORE",
                    ),
                )
            ],
        },
    ),
    ProtectTable("alliance_assessment"),
    AuditTable(
        "alliance_assessment", personal=["comment", "conflict_note"], silent=["created_at", "public_id"]
    ),
    migrations.CreateModel(
        name="BoardDecision",
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
                "prospect",
                foundation.tenancy.fields.OwnedForeignKey(
                    db_constraint=False,
                    db_index=False,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="decisions",
                    to="alliance.prospect",
                ),
            ),
            (
                "answer",
                models.CharField(
                    choices=[("approve", "Approved"), ("defer", "Deferred"), ("decline", "Declined")],
                    max_length=10,
                    verbose_name="the board said",
                ),
            ),
            ("decided_on", models.DateField(verbose_name="on")),
            ("minute", models.CharField(max_length=80, verbose_name="minute")),
            ("reason", models.CharField(blank=True, max_length=500)),
            ("score", models.PositiveSmallIntegerField(blank=True, null=True)),
            (
                "recorded_by",
                models.ForeignKey(
                    db_index=False,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            ("recorded_at", models.DateTimeField(auto_now_add=True)),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(fields=("alliance", "id"), name="alliance_boarddecision_owned"),
                models.UniqueConstraint(
                    fields=("alliance", "public_id"), name="alliance_boarddecision_public"
                ),
                foundation.tenancy.fields.CompositeForeignKey(
                    "prospect", name="board_decision_prospect_fk", to="alliance.Prospect"
                ),
                models.UniqueConstraint(
                    condition=models.Q(("answer__in", ("approve", "decline"))),
                    fields=("alliance", "prospect"),
                    name="board_decision_once",
                    violation_error_message="The board has decided about this prospect already.",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("answer", "approve"), models.Q(("reason", ""), _negated=True), _connector="OR"
                    ),
                    name="board_decision_reason",
                    violation_error_message="Say why it was deferred or declined.",
                ),
            ],
            "indexes": [models.Index(fields=["alliance", "prospect"], name="board_decision_of_prospect")],
            "triggers": [
                pgtrigger.compiler.Trigger(
                    name="about_what_is_before_it",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="\nIF NOT EXISTS (SELECT FROM alliance_prospect AS prospect\n                WHERE prospect.alliance_id = NEW.alliance_id AND prospect.id = NEW.prospect_id\n                  AND prospect.stage = 'board_decision') THEN\n    RAISE EXCEPTION 'The board decides about what is before it.';\nEND IF;\nRETURN NEW;\n",
                        hash="8d83648cd09bce5cf15ba0283d28c7531bcc37f4",
                        operation="INSERT",
                        pgid="pgtrigger_about_what_is_before_it_2deba",
                        table="alliance_boarddecision",
                        when="BEFORE",
                    ),
                ),
                pgtrigger.compiler.Trigger(
                    name="stands",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="\nIF to_jsonb(OLD) - 'reason' IS DISTINCT FROM to_jsonb(NEW) - 'reason' THEN\n    RAISE EXCEPTION 'A decision of the board never changes.';\nEND IF;\nRETURN NEW;\n",
                        hash="fc13f58edea66a5a911a14ae26345a0f21740c16",
                        operation="UPDATE",
                        pgid="pgtrigger_stands_2893c",
                        table="alliance_boarddecision",
                        when="BEFORE",
                    ),
                ),
                pgtrigger.compiler.Trigger(
                    name="never_deleted",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                        hash="12280860d176121f0293679cb0961a13d25ba800",
                        operation="DELETE",
                        pgid="pgtrigger_never_deleted_8d647",
                        table="alliance_boarddecision",
                        when="BEFORE",
                    ),
                ),
            ],
        },
    ),
    ProtectTable("alliance_boarddecision"),
    AuditTable("alliance_boarddecision", personal=["reason"], silent=["recorded_at", "public_id"]),
    migrations.CreateModel(
        name="Criterion",
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
                "rubric",
                foundation.tenancy.fields.OwnedForeignKey(
                    db_constraint=False,
                    db_index=False,
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="criteria",
                    to="alliance.rubric",
                ),
            ),
            ("name", models.CharField(max_length=80)),
            ("asks", models.CharField(blank=True, max_length=300, verbose_name="what is looked at")),
            ("weight", models.PositiveSmallIntegerField()),
            ("position", models.PositiveSmallIntegerField()),
        ],
        options={
            "verbose_name_plural": "criteria",
            "ordering": ["position"],
            "constraints": [
                models.UniqueConstraint(fields=("alliance", "id"), name="alliance_criterion_owned"),
                foundation.tenancy.fields.CompositeForeignKey(
                    "rubric", name="criterion_rubric_fk", to="alliance.Rubric"
                ),
                models.UniqueConstraint(
                    fields=("alliance", "rubric", "position"), name="criterion_place_once"
                ),
                models.CheckConstraint(
                    condition=models.Q(("weight__range", (1, 100))), name="criterion_weight_counts"
                ),
            ],
            "triggers": [
                pgtrigger.compiler.Trigger(
                    name="unchanged_once_used",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        declare="DECLARE row jsonb;",
                        func="\n        row := CASE WHEN TG_OP = 'DELETE' THEN to_jsonb(OLD) ELSE to_jsonb(NEW) END;\n        IF EXISTS (SELECT FROM alliance_assessment AS assessment\n                    WHERE assessment.alliance_id = (row ->> 'alliance_id')::bigint\n                      AND assessment.rubric_id = (row ->> 'rubric_id')::bigint) THEN\n            RAISE EXCEPTION 'A rubric that was used never changes: make a new version.';\n        END IF;\n        RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;\n        ",
                        hash="59c6b9491e1c01ce76d11212cdab6296ac7d623f",
                        operation="INSERT OR UPDATE OR DELETE",
                        pgid="pgtrigger_unchanged_once_used_c27f3",
                        table="alliance_criterion",
                        when="BEFORE",
                    ),
                )
            ],
        },
    ),
    ProtectTable("alliance_criterion"),
    AuditTable("alliance_criterion", silent=["position"]),
    migrations.CreateModel(
        name="ExpertiseArea",
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
            ("name", models.CharField(max_length=80, verbose_name="area of expertise")),
            ("created_at", models.DateTimeField(auto_now_add=True)),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(fields=("alliance", "id"), name="alliance_expertisearea_owned"),
                models.UniqueConstraint(
                    fields=("alliance", "public_id"), name="alliance_expertisearea_public"
                ),
                models.UniqueConstraint(
                    models.F("alliance"),
                    django.db.models.functions.text.Lower("name"),
                    name="expertise_area_once",
                    violation_error_message="This area is on the list already.",
                ),
            ],
        },
    ),
    ProtectTable("alliance_expertisearea"),
    AuditTable("alliance_expertisearea", silent=["created_at", "public_id"]),
    migrations.CreateModel(
        name="PartnerExpertise",
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
                "area",
                foundation.tenancy.fields.OwnedForeignKey(
                    db_constraint=False,
                    db_index=False,
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="partners",
                    to="alliance.expertisearea",
                ),
            ),
            (
                "partner",
                foundation.tenancy.fields.OwnedForeignKey(
                    db_constraint=False,
                    db_index=False,
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="expertise",
                    to="alliance.partner",
                ),
            ),
            (
                "strength",
                models.PositiveSmallIntegerField(choices=[(1, "Some"), (2, "Strong"), (3, "Leading")]),
            ),
        ],
        options={
            "verbose_name": "expertise",
            "constraints": [
                models.UniqueConstraint(fields=("alliance", "id"), name="alliance_partnerexpertise_owned"),
                foundation.tenancy.fields.CompositeForeignKey(
                    "area", name="partner_expertise_area_fk", to="alliance.ExpertiseArea"
                ),
                foundation.tenancy.fields.CompositeForeignKey(
                    "partner", name="partner_expertise_partner_fk", to="alliance.Partner"
                ),
                models.UniqueConstraint(
                    fields=("alliance", "partner", "area"), name="partner_expertise_once"
                ),
                models.CheckConstraint(
                    condition=models.Q(("strength__in", [1, 2, 3])), name="partner_expertise_strength"
                ),
            ],
            "indexes": [models.Index(fields=["alliance", "area"], name="partner_expertise_of_area")],
        },
    ),
    ProtectTable("alliance_partnerexpertise"),
    AuditTable("alliance_partnerexpertise"),
    migrations.CreateModel(
        name="ProspectExpertise",
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
                "area",
                foundation.tenancy.fields.OwnedForeignKey(
                    db_constraint=False,
                    db_index=False,
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="prospects",
                    to="alliance.expertisearea",
                ),
            ),
            (
                "prospect",
                foundation.tenancy.fields.OwnedForeignKey(
                    db_constraint=False,
                    db_index=False,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="expertise",
                    to="alliance.prospect",
                ),
            ),
            (
                "strength",
                models.PositiveSmallIntegerField(choices=[(1, "Some"), (2, "Strong"), (3, "Leading")]),
            ),
        ],
        options={
            "verbose_name": "expertise",
            "constraints": [
                models.UniqueConstraint(fields=("alliance", "id"), name="alliance_prospectexpertise_owned"),
                foundation.tenancy.fields.CompositeForeignKey(
                    "area", name="prospect_expertise_area_fk", to="alliance.ExpertiseArea"
                ),
                foundation.tenancy.fields.CompositeForeignKey(
                    "prospect", name="prospect_expertise_prospect_fk", to="alliance.Prospect"
                ),
                models.UniqueConstraint(
                    fields=("alliance", "prospect", "area"), name="prospect_expertise_once"
                ),
                models.CheckConstraint(
                    condition=models.Q(("strength__in", [1, 2, 3])), name="prospect_expertise_strength"
                ),
            ],
            "indexes": [models.Index(fields=["alliance", "area"], name="prospect_expertise_of_area")],
        },
    ),
    ProtectTable("alliance_prospectexpertise"),
    AuditTable("alliance_prospectexpertise"),
    migrations.CreateModel(
        name="Score",
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
                "assessment",
                foundation.tenancy.fields.OwnedForeignKey(
                    db_constraint=False,
                    db_index=False,
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="scores",
                    to="alliance.assessment",
                ),
            ),
            (
                "criterion",
                foundation.tenancy.fields.OwnedForeignKey(
                    db_constraint=False,
                    db_index=False,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="alliance.criterion",
                ),
            ),
            (
                "points",
                models.PositiveSmallIntegerField(
                    choices=[
                        (0, "0 · not at all"),
                        (1, "1 · a little"),
                        (2, "2 · partly"),
                        (3, "3 · largely"),
                        (4, "4 · fully"),
                    ]
                ),
            ),
            ("comment", models.CharField(max_length=500)),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(fields=("alliance", "id"), name="alliance_score_owned"),
                foundation.tenancy.fields.CompositeForeignKey(
                    "assessment", name="score_assessment_fk", to="alliance.Assessment"
                ),
                foundation.tenancy.fields.CompositeForeignKey(
                    "criterion", name="score_criterion_fk", to="alliance.Criterion"
                ),
                models.UniqueConstraint(fields=("alliance", "assessment", "criterion"), name="score_once"),
                models.CheckConstraint(
                    condition=models.Q(("points__in", [0, 1, 2, 3, 4])), name="score_of_the_scale"
                ),
            ],
            "triggers": [
                pgtrigger.compiler.Trigger(
                    name="stands_once_decided",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        declare="DECLARE row alliance_score%ROWTYPE; assessment alliance_assessment%ROWTYPE;",
                        func="\nIF TG_OP = 'UPDATE' AND to_jsonb(OLD) - 'comment' IS NOT DISTINCT FROM to_jsonb(NEW) - 'comment' THEN\n    RETURN NEW;\nEND IF;\nrow := CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;\nSELECT * INTO assessment FROM alliance_assessment\n WHERE alliance_id = row.alliance_id AND id = row.assessment_id;\nIF EXISTS (SELECT FROM alliance_boarddecision AS decision\n            WHERE decision.alliance_id = row.alliance_id AND decision.prospect_id = assessment.prospect_id\n              AND decision.answer IN ('approve', 'decline')) THEN\n    RAISE EXCEPTION 'The board has decided: no score changes any more.';\nEND IF;\nIF TG_OP <> 'DELETE' AND assessment.conflict <> 'none' THEN\n    RAISE EXCEPTION 'Only an assessor without a conflict of interest scores.';\nEND IF;\nRETURN row;\n",
                        hash="60bb92ff19286b7e39924d7f65c6493204644fcc",
                        operation="INSERT OR UPDATE OR DELETE",
                        pgid="pgtrigger_stands_once_decided_d1644",
                        table="alliance_score",
                        when="BEFORE",
                    ),
                )
            ],
        },
    ),
    ProtectTable("alliance_score"),
    AuditTable("alliance_score", personal=["comment"]),
    migrations.CreateModel(
        name="OnboardingCapacity",
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
            ("academic_year", models.PositiveSmallIntegerField()),
            ("places", models.PositiveSmallIntegerField()),
            ("used", models.PositiveSmallIntegerField(default=0)),
        ],
        options={
            "verbose_name_plural": "onboarding capacities",
            "constraints": [
                models.UniqueConstraint(fields=("alliance", "id"), name="alliance_onboardingcapacity_owned"),
                models.UniqueConstraint(
                    fields=("alliance", "academic_year"), name="onboarding_capacity_once"
                ),
                models.CheckConstraint(
                    condition=models.Q(("used__lte", models.F("places"))),
                    name="onboarding_capacity_kept",
                    violation_error_message="More newcomers than places.",
                ),
                models.CheckConstraint(
                    condition=models.Q(("academic_year__range", (2000, 2100)), ("places__lte", 500)),
                    name="onboarding_capacity_believable",
                ),
            ],
        },
    ),
    ProtectTable("alliance_onboardingcapacity"),
    AuditTable("alliance_onboardingcapacity"),
    migrations.CreateModel(
        name="OnboardingTick",
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
                "prospect",
                foundation.tenancy.fields.OwnedForeignKey(
                    db_constraint=False,
                    db_index=False,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="ticks",
                    to="alliance.prospect",
                ),
            ),
            (
                "item",
                models.CharField(
                    choices=[
                        ("agreement", "Agreement signed"),
                        ("contacts", "Contacts known"),
                        ("credential", "API credential made"),
                        ("data_agreement", "Data agreement signed"),
                        ("induction", "Induction meeting held"),
                    ],
                    max_length=20,
                ),
            ),
            ("note", models.CharField(blank=True, max_length=200)),
            ("done_at", models.DateTimeField(verbose_name="done")),
            (
                "done_by",
                models.ForeignKey(
                    db_index=False,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
        ],
        options={
            "verbose_name": "onboarding step",
            "constraints": [
                models.UniqueConstraint(fields=("alliance", "id"), name="alliance_onboardingtick_owned"),
                foundation.tenancy.fields.CompositeForeignKey(
                    "prospect", name="onboarding_tick_prospect_fk", to="alliance.Prospect"
                ),
                models.UniqueConstraint(fields=("alliance", "prospect", "item"), name="onboarding_tick_once"),
            ],
        },
    ),
    ProtectTable("alliance_onboardingtick"),
    AuditTable("alliance_onboardingtick", personal=["note"]),
]
