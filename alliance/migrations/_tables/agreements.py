"""Agreements, obligations and what they were before."""

import django.db.models.deletion
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models

import foundation.identifiers
import foundation.tenancy.fields
from foundation.audit.operations import AuditTable
from foundation.feed.operations import FeedTable, VersionTable
from foundation.tenancy.operations import ProtectTable

OPERATIONS = [
    migrations.CreateModel(
        name="Agreement",
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
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="agreements",
                    to="alliance.partner",
                ),
            ),
            (
                "previous",
                foundation.tenancy.fields.OwnedForeignKey(
                    blank=True,
                    db_constraint=False,
                    db_index=False,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="next",
                    to="alliance.agreement",
                ),
            ),
            (
                "state",
                models.CharField(
                    choices=[
                        ("draft", "Draft"),
                        ("sent", "Sent for signature"),
                        ("signed", "Signed by the partner"),
                        ("active", "In force"),
                        ("renewal_due", "Renewal due"),
                        ("renewed", "Renewed"),
                        ("lapsed", "Lapsed"),
                        ("terminated", "Terminated"),
                    ],
                    default="draft",
                    max_length=12,
                ),
            ),
            ("title", models.CharField(max_length=150)),
            ("tier", models.CharField(blank=True, max_length=40)),
            ("fee_pence", models.PositiveIntegerField(default=0, verbose_name="fee")),
            ("terms", models.TextField()),
            ("starts_on", models.DateField(verbose_name="first day")),
            ("ends_on", models.DateField(verbose_name="last day")),
            ("notice_days", models.PositiveSmallIntegerField(default=90, verbose_name="days of notice")),
            ("party", models.CharField(blank=True, max_length=200, verbose_name="partner as it signs")),
            ("party_urn", models.CharField(blank=True, max_length=10, verbose_name="URN as it signs")),
            ("sent_at", models.DateTimeField(null=True, verbose_name="sent")),
            ("partner_signed_at", models.DateTimeField(null=True, verbose_name="signed by the partner")),
            (
                "partner_signed_name",
                models.CharField(blank=True, max_length=150, verbose_name="signed for the partner by"),
            ),
            ("alliance_signed_at", models.DateTimeField(null=True, verbose_name="signed by the alliance")),
            (
                "alliance_signed_name",
                models.CharField(blank=True, max_length=150, verbose_name="signed for the alliance by"),
            ),
            (
                "alliance_signed_by",
                models.ForeignKey(
                    db_index=False,
                    null=True,
                    on_delete=django.db.models.deletion.SET_NULL,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            ("told_days", models.PositiveSmallIntegerField(default=0, verbose_name="notice of its end")),
            ("ended_on", models.DateField(null=True, verbose_name="ended")),
            ("end_reason", models.CharField(blank=True, max_length=300, verbose_name="why it ended")),
            (
                "shown_to",
                models.GeneratedField(
                    db_persist=True,
                    expression=models.Case(
                        models.When(state="draft", then=models.Value(None)), default=models.F("partner_id")
                    ),
                    output_field=models.BigIntegerField(null=True),
                ),
            ),
            ("version", models.PositiveIntegerField(default=1)),
            ("created_at", models.DateTimeField(auto_now_add=True)),
            ("updated_at", models.DateTimeField(auto_now=True)),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(fields=("alliance", "id"), name="alliance_agreement_owned"),
                models.UniqueConstraint(fields=("alliance", "public_id"), name="alliance_agreement_public"),
                foundation.tenancy.fields.CompositeForeignKey(
                    "partner", name="agreement_partner_fk", to="alliance.Partner"
                ),
                foundation.tenancy.fields.CompositeForeignKey(
                    "previous", name="agreement_previous_fk", to="alliance.Agreement"
                ),
                models.UniqueConstraint(
                    fields=("alliance", "previous"),
                    name="agreement_renewed_once",
                    violation_error_message="This agreement has its next one already.",
                ),
                models.CheckConstraint(
                    condition=models.Q(("ends_on__gt", models.F("starts_on"))),
                    name="agreement_ends_after_it_starts",
                    violation_error_message="The last day must be after the first.",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("state", "draft"),
                        models.Q(("sent_at__isnull", False), models.Q(("party", ""), _negated=True)),
                        _connector="OR",
                    ),
                    name="agreement_sent_to_somebody",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("partner_signed_at__isnull", True), ("partner_signed_name", "")),
                        models.Q(
                            ("partner_signed_at__isnull", False),
                            models.Q(("partner_signed_name", ""), _negated=True),
                        ),
                        _connector="OR",
                    ),
                    name="agreement_partner_signed_who_and_when",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("alliance_signed_at__isnull", True), ("alliance_signed_name", "")),
                        models.Q(
                            ("alliance_signed_at__isnull", False),
                            ("partner_signed_at__isnull", False),
                            models.Q(("alliance_signed_name", ""), _negated=True),
                        ),
                        _connector="OR",
                    ),
                    name="agreement_alliance_signed_second",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(
                            ("state__in", ("signed", "active", "renewal_due", "renewed", "lapsed")),
                            _negated=True,
                        ),
                        ("partner_signed_at__isnull", False),
                        _connector="OR",
                    ),
                    name="agreement_signed_by_partner",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(
                            ("state__in", ("active", "renewal_due", "renewed", "lapsed")), _negated=True
                        ),
                        ("alliance_signed_at__isnull", False),
                        _connector="OR",
                    ),
                    name="agreement_in_force_when_both_signed",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(
                            ("ended_on__isnull", False),
                            ("state", "terminated"),
                            models.Q(("end_reason", ""), _negated=True),
                        ),
                        models.Q(
                            models.Q(("state", "terminated"), _negated=True),
                            ("end_reason", ""),
                            ("ended_on__isnull", True),
                        ),
                        _connector="OR",
                    ),
                    name="agreement_terminated_when_and_why",
                    violation_error_message="Say from when, and why.",
                ),
            ],
            "indexes": [
                models.Index(fields=["alliance", "ends_on", "id"], name="agreement_by_end"),
                models.Index(fields=["alliance", "partner", "-starts_on"], name="agreement_of_partner"),
                models.Index(
                    fields=["alliance", "state", "ends_on"],
                    include=("alliance_signed_at",),
                    name="agreement_by_standing",
                ),
                models.Index(fields=["alliance", "tier"], name="agreement_by_tier"),
            ],
            "triggers": [
                pgtrigger.compiler.Trigger(
                    name="begins_as_draft",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="\nIF NEW.state <> 'draft' THEN\n    RAISE EXCEPTION 'An agreement begins as a draft.';\nEND IF;\nRETURN NEW;\n",
                        hash="f95bfc86bc8b77a634237f0363aaac7bd2ba1aa7",
                        operation="INSERT",
                        pgid="pgtrigger_begins_as_draft_a91c5",
                        table="alliance_agreement",
                        when="BEFORE",
                    ),
                ),
                pgtrigger.compiler.Trigger(
                    name="unchanged_once_sent",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="\nIF OLD.state <> 'draft' AND\n   (NEW.partner_id, NEW.title, NEW.tier, NEW.fee_pence, NEW.terms, NEW.starts_on, NEW.ends_on,\n    NEW.notice_days, NEW.previous_id)\n   IS DISTINCT FROM\n   (OLD.partner_id, OLD.title, OLD.tier, OLD.fee_pence, OLD.terms, OLD.starts_on, OLD.ends_on,\n    OLD.notice_days, OLD.previous_id) THEN\n    RAISE EXCEPTION 'What an agreement says never changes once it was sent.';\nEND IF;\nIF OLD.partner_signed_at IS NOT NULL AND\n   (NEW.partner_signed_at, NEW.partner_signed_name) IS DISTINCT FROM\n   (OLD.partner_signed_at, OLD.partner_signed_name)\n   OR OLD.alliance_signed_at IS NOT NULL AND\n   (NEW.alliance_signed_at, NEW.alliance_signed_name) IS DISTINCT FROM\n   (OLD.alliance_signed_at, OLD.alliance_signed_name) THEN\n    RAISE EXCEPTION 'A signature never changes.';\nEND IF;\nRETURN NEW;\n",
                        hash="790736cc8d973f63c7aa2e615cb17c1f17b59121",
                        operation="UPDATE",
                        pgid="pgtrigger_unchanged_once_sent_ca837",
                        table="alliance_agreement",
                        when="BEFORE",
                    ),
                ),
                pgtrigger.compiler.Trigger(
                    name="only_drafts_are_deleted",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        condition="WHEN (NOT (OLD.\"state\" = 'draft'))",
                        func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                        hash="905921a63078e6c26e650d5c01142f19cb377191",
                        operation="DELETE",
                        pgid="pgtrigger_only_drafts_are_deleted_e8f89",
                        table="alliance_agreement",
                        when="BEFORE",
                    ),
                ),
                pgtrigger.compiler.Trigger(
                    name="life",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        declare="DECLARE _is_valid_transition BOOLEAN;",
                        func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{draft:sent,sent:draft,sent:signed,signed:active,signed:terminated,active:renewal_due,active:renewed,active:terminated,renewal_due:renewed,renewal_due:lapsed,renewal_due:terminated,renewed:terminated}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                        hash="9d8ac0d5584e9b93a6348b44b3318d5dbfb31b61",
                        operation="UPDATE",
                        pgid="pgtrigger_life_57f89",
                        table="alliance_agreement",
                        when="BEFORE",
                    ),
                ),
            ],
        },
    ),
    ProtectTable("alliance_agreement"),
    AuditTable(
        "alliance_agreement",
        personal=["partner_signed_name", "alliance_signed_name", "end_reason"],
        silent=["public_id", "version", "created_at", "updated_at", "shown_to", "told_days"],
    ),
    VersionTable("alliance_agreement"),
    FeedTable("alliance_agreement", type="agreement", holder="shown_to"),
    migrations.CreateModel(
        name="AgreementDocument",
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
                "agreement",
                foundation.tenancy.fields.OwnedForeignKey(
                    db_constraint=False,
                    db_index=False,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="documents",
                    to="alliance.agreement",
                ),
            ),
            ("signatures", models.PositiveSmallIntegerField()),
            ("path", models.CharField(max_length=300)),
            ("sha256", models.CharField(max_length=64)),
            ("pages", models.PositiveSmallIntegerField()),
            ("digest", models.CharField(db_default="", default="", max_length=64)),
            ("alliance_name", models.CharField(db_default="", default="", max_length=200)),
            ("made_at", models.DateTimeField(auto_now_add=True)),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(fields=("alliance", "id"), name="alliance_agreementdocument_owned"),
                foundation.tenancy.fields.CompositeForeignKey(
                    "agreement", name="agreement_document_agreement_fk", to="alliance.Agreement"
                ),
                models.UniqueConstraint(
                    fields=("alliance", "agreement", "signatures"), name="agreement_document_once"
                ),
            ],
        },
    ),
    ProtectTable("alliance_agreementdocument"),
    AuditTable("alliance_agreementdocument"),
    migrations.CreateModel(
        name="AgreementTemplate",
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
            ("name", models.CharField(max_length=100)),
            ("tier", models.CharField(blank=True, max_length=40)),
            ("fee_pence", models.PositiveIntegerField(default=0, verbose_name="fee")),
            ("months", models.PositiveSmallIntegerField(default=12, verbose_name="months it runs")),
            ("notice_days", models.PositiveSmallIntegerField(default=90, verbose_name="days of notice")),
            ("terms", models.TextField()),
            ("obligations", models.TextField(blank=True)),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(fields=("alliance", "id"), name="alliance_agreementtemplate_owned"),
                models.UniqueConstraint(
                    fields=("alliance", "public_id"), name="alliance_agreementtemplate_public"
                ),
                models.UniqueConstraint(
                    fields=("alliance", "name"),
                    name="agreement_template_once",
                    violation_error_message="There is a template of this name already.",
                ),
                models.CheckConstraint(
                    condition=models.Q(("months__range", (1, 120))),
                    name="agreement_template_believable_months",
                ),
            ],
        },
    ),
    ProtectTable("alliance_agreementtemplate"),
    AuditTable("alliance_agreementtemplate", silent=["public_id"]),
    migrations.CreateModel(
        name="Novation",
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
                "agreement",
                foundation.tenancy.fields.OwnedForeignKey(
                    db_constraint=False,
                    db_index=False,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="novations",
                    to="alliance.agreement",
                ),
            ),
            ("from_name", models.CharField(max_length=200)),
            ("from_urn", models.CharField(max_length=10)),
            ("to_name", models.CharField(max_length=200)),
            ("to_urn", models.CharField(max_length=10)),
            ("made_on", models.DateField()),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(fields=("alliance", "id"), name="alliance_novation_owned"),
                foundation.tenancy.fields.CompositeForeignKey(
                    "agreement", name="novation_agreement_fk", to="alliance.Agreement"
                ),
                models.UniqueConstraint(fields=("alliance", "agreement", "to_urn"), name="novation_once"),
            ],
        },
    ),
    ProtectTable("alliance_novation"),
    AuditTable("alliance_novation"),
    migrations.CreateModel(
        name="Obligation",
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
                "agreement",
                foundation.tenancy.fields.OwnedForeignKey(
                    db_constraint=False,
                    db_index=False,
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="obligations",
                    to="alliance.agreement",
                ),
            ),
            (
                "party",
                models.CharField(
                    choices=[("partner", "The partner"), ("alliance", "The alliance")],
                    max_length=10,
                    verbose_name="whose",
                ),
            ),
            ("owner", models.CharField(blank=True, max_length=100, verbose_name="who sees to it")),
            ("text", models.CharField(max_length=300, verbose_name="what")),
            ("due_on", models.DateField(blank=True, null=True, verbose_name="due")),
            ("done_on", models.DateField(blank=True, null=True, verbose_name="done")),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(fields=("alliance", "id"), name="alliance_obligation_owned"),
                models.UniqueConstraint(fields=("alliance", "public_id"), name="alliance_obligation_public"),
                foundation.tenancy.fields.CompositeForeignKey(
                    "agreement", name="obligation_agreement_fk", to="alliance.Agreement"
                ),
            ],
            "indexes": [
                models.Index(fields=["alliance", "agreement", "id"], name="obligation_of_agreement"),
                models.Index(
                    condition=models.Q(("done_on", None)),
                    fields=["alliance", "due_on"],
                    name="obligation_open_by_due",
                ),
            ],
            "triggers": [
                pgtrigger.compiler.Trigger(
                    name="part_of_what_was_sent",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="\nIF (TG_OP <> 'UPDATE' OR (NEW.party, NEW.owner, NEW.text, NEW.due_on, NEW.agreement_id)\n                         IS DISTINCT FROM (OLD.party, OLD.owner, OLD.text, OLD.due_on, OLD.agreement_id))\n   AND EXISTS (SELECT FROM alliance_agreement AS whole\n                WHERE whole.alliance_id = coalesce(NEW.alliance_id, OLD.alliance_id)\n                  AND whole.id IN (NEW.agreement_id, OLD.agreement_id) AND whole.state <> 'draft') THEN\n    RAISE EXCEPTION 'What an agreement says never changes once it was sent.';\nEND IF;\nRETURN coalesce(NEW, OLD);\n",
                        hash="17182cd05c6692c32eb0292bf4b954922d144694",
                        operation="INSERT OR UPDATE OR DELETE",
                        pgid="pgtrigger_part_of_what_was_sent_ce4cf",
                        table="alliance_obligation",
                        when="BEFORE",
                    ),
                )
            ],
        },
    ),
    ProtectTable("alliance_obligation"),
    AuditTable("alliance_obligation", personal=["owner"], silent=["public_id"]),
    migrations.CreateModel(
        name="AgreementNotice",
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
                "agreement",
                foundation.tenancy.fields.OwnedForeignKey(
                    db_constraint=False,
                    db_index=False,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="notices",
                    to="alliance.agreement",
                ),
            ),
            ("days", models.PositiveSmallIntegerField(verbose_name="days before the last one")),
            ("sent_at", models.DateTimeField(null=True, verbose_name="sent")),
        ],
        options={
            "verbose_name": "letter that it ends",
            "constraints": [
                models.UniqueConstraint(fields=("alliance", "id"), name="alliance_agreementnotice_owned"),
                foundation.tenancy.fields.CompositeForeignKey(
                    "agreement", name="agreement_notice_agreement_fk", to="alliance.Agreement"
                ),
                models.UniqueConstraint(
                    fields=("alliance", "agreement", "days"), name="agreement_notice_once_each"
                ),
            ],
        },
    ),
    ProtectTable("alliance_agreementnotice"),
    AuditTable("alliance_agreementnotice"),
]
