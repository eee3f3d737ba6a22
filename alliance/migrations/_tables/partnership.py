"""What is known of partners: checks of their contacts, what they are good at, host and exchange."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import foundation.identifiers
import foundation.tenancy.fields
from foundation.audit.operations import AuditTable
from foundation.feed.operations import FeedTable, VersionTable
from foundation.tenancy.operations import ProtectTable

OPERATIONS = [
    migrations.CreateModel(
        name="ContactCheck",
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
                "contact",
                foundation.tenancy.fields.OwnedForeignKey(
                    db_constraint=False,
                    db_index=False,
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="checks",
                    to="alliance.contact",
                ),
            ),
            ("checked_at", models.DateTimeField()),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(fields=("alliance", "id"), name="alliance_contactcheck_owned"),
                foundation.tenancy.fields.CompositeForeignKey(
                    "contact", name="contact_check_contact_fk", to="alliance.Contact"
                ),
                models.UniqueConstraint(
                    fields=("alliance", "contact", "checked_at"), name="contact_check_once"
                ),
            ],
        },
    ),
    ProtectTable("alliance_contactcheck"),
    migrations.CreateModel(
        name="Evidence",
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
                    related_name="evidence",
                    to="alliance.partner",
                ),
            ),
            (
                "kind",
                models.CharField(
                    choices=[
                        ("measure", "Published measure"),
                        ("itt", "Teacher training delivered"),
                        ("cpd", "CPD delivered"),
                        ("support", "Support delivered"),
                    ],
                    max_length=10,
                ),
            ),
            ("academic_year", models.PositiveSmallIntegerField()),
            ("what", models.CharField(max_length=200)),
            (
                "state",
                models.CharField(
                    choices=[
                        ("value", "A figure"),
                        ("not_published", "Not published"),
                        ("suppressed", "Hidden by the publisher (too few pupils)"),
                    ],
                    default="value",
                    max_length=15,
                ),
            ),
            ("figure", models.CharField(blank=True, max_length=40)),
            ("source", models.CharField(max_length=200)),
            ("source_url", models.URLField(blank=True, max_length=500, verbose_name="link to the source")),
            ("source_on", models.DateField(verbose_name="date of the source")),
            ("created_at", models.DateTimeField(auto_now_add=True)),
        ],
        options={
            "verbose_name": "piece of evidence",
            "verbose_name_plural": "evidence",
            "constraints": [
                models.UniqueConstraint(fields=("alliance", "id"), name="alliance_evidence_owned"),
                models.UniqueConstraint(fields=("alliance", "public_id"), name="alliance_evidence_public"),
                foundation.tenancy.fields.CompositeForeignKey(
                    "partner", name="evidence_partner_fk", to="alliance.Partner"
                ),
                models.UniqueConstraint(
                    fields=("alliance", "partner", "kind", "academic_year", "what"),
                    name="evidence_once",
                    violation_error_message="This is there already for that year.",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("state", "value"), models.Q(("figure", ""), _negated=True)),
                        models.Q(
                            models.Q(("state", "value"), _negated=True), ("figure", ""), ("kind", "measure")
                        ),
                        _connector="OR",
                    ),
                    name="evidence_figure_or_reason",
                    violation_error_message="Write the figure, or say that none was published.",
                ),
                models.CheckConstraint(
                    condition=models.Q(("academic_year__range", (2000, 2100))),
                    name="evidence_believable_year",
                ),
                models.CheckConstraint(
                    condition=models.Q(("source", ""), _negated=True), name="evidence_sourced"
                ),
            ],
        },
    ),
    ProtectTable("alliance_evidence"),
    AuditTable("alliance_evidence", personal=["what", "source"], silent=["created_at"]),
    migrations.CreateModel(
        name="Inspection",
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
                    related_name="inspections",
                    to="alliance.partner",
                ),
            ),
            ("inspected_on", models.DateField(verbose_name="inspected")),
            (
                "framework",
                models.CharField(
                    choices=[
                        ("overall", "Overall effectiveness"),
                        ("judgements", "Judgements without an overall grade"),
                        ("report_card", "Report card"),
                    ],
                    max_length=12,
                ),
            ),
            ("grades", models.JSONField(default=dict)),
            (
                "safeguarding",
                models.CharField(blank=True, choices=[("met", "Met"), ("not_met", "Not met")], max_length=8),
            ),
            ("source", models.CharField(max_length=200)),
            ("source_url", models.URLField(blank=True, max_length=500, verbose_name="link to the source")),
            ("created_at", models.DateTimeField(auto_now_add=True)),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(fields=("alliance", "id"), name="alliance_inspection_owned"),
                models.UniqueConstraint(fields=("alliance", "public_id"), name="alliance_inspection_public"),
                foundation.tenancy.fields.CompositeForeignKey(
                    "partner", name="inspection_partner_fk", to="alliance.Partner"
                ),
                models.UniqueConstraint(
                    fields=("alliance", "partner", "inspected_on"),
                    name="inspection_once",
                    violation_error_message="An inspection on this day is there already.",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("framework", "report_card"), models.Q(("safeguarding", ""), _negated=True)),
                        models.Q(models.Q(("framework", "report_card"), _negated=True), ("safeguarding", "")),
                        _connector="OR",
                    ),
                    name="inspection_safeguarding_on_report_cards",
                    violation_error_message="A report card says whether safeguarding was met; earlier frameworks had no such standard.",
                ),
                models.CheckConstraint(
                    condition=models.Q(("grades", {}), _negated=True), name="inspection_graded"
                ),
                models.CheckConstraint(
                    condition=models.Q(("source", ""), _negated=True), name="inspection_sourced"
                ),
            ],
        },
    ),
    ProtectTable("alliance_inspection"),
    AuditTable("alliance_inspection", personal=["source"], silent=["created_at"]),
    migrations.CreateModel(
        name="Specialism",
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
                    related_name="specialisms",
                    to="alliance.partner",
                ),
            ),
            (
                "kind",
                models.CharField(
                    choices=[("subject", "Subject"), ("sen_type", "SEN type"), ("phase", "Phase")],
                    max_length=10,
                ),
            ),
            ("area", models.CharField(max_length=30)),
            ("proof", models.CharField(max_length=300)),
            ("proof_url", models.URLField(blank=True, max_length=500, verbose_name="link to the proof")),
            ("awarded_on", models.DateField(verbose_name="awarded")),
            ("expires_on", models.DateField(blank=True, null=True, verbose_name="expires")),
            ("version", models.PositiveIntegerField(default=1)),
            ("created_at", models.DateTimeField(auto_now_add=True)),
            ("updated_at", models.DateTimeField(auto_now=True)),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(fields=("alliance", "id"), name="alliance_specialism_owned"),
                models.UniqueConstraint(fields=("alliance", "public_id"), name="alliance_specialism_public"),
                foundation.tenancy.fields.CompositeForeignKey(
                    "partner", name="specialism_partner_fk", to="alliance.Partner"
                ),
                models.UniqueConstraint(
                    fields=("alliance", "partner", "kind", "area", "awarded_on"),
                    name="specialism_once",
                    violation_error_message="This specialism, awarded on this day, is there already.",
                ),
                models.CheckConstraint(
                    condition=models.Q(("proof", ""), _negated=True),
                    name="specialism_proved",
                    violation_error_message="Say what proves it: a letter, a designation, an accreditation.",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("expires_on__isnull", True),
                        ("expires_on__gt", models.F("awarded_on")),
                        _connector="OR",
                    ),
                    name="specialism_expires_after_award",
                    violation_error_message="It runs out before it was awarded.",
                ),
            ],
        },
    ),
    ProtectTable("alliance_specialism"),
    AuditTable("alliance_specialism", personal=["proof"], silent=["updated_at", "version", "created_at"]),
    VersionTable("alliance_specialism"),
    FeedTable("alliance_specialism", type="specialism", holder="partner_id"),
    migrations.CreateModel(
        name="Exchange",
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
                    related_name="+",
                    to="alliance.partner",
                ),
            ),
            ("direction", models.CharField(choices=[("gives", "Gives"), ("takes", "Takes")], max_length=5)),
            (
                "kind",
                models.CharField(
                    choices=[
                        ("mentor_weeks", "Mentor weeks"),
                        ("placements", "Placements"),
                        ("sle_days", "Days of support"),
                        ("training_places", "Training places"),
                        ("facilitator_days", "Facilitator days"),
                        ("venue_days", "Venue days"),
                    ],
                    max_length=20,
                ),
            ),
            ("quantity", models.DecimalField(decimal_places=1, max_digits=6)),
            ("happened_on", models.DateField(verbose_name="date")),
            ("what", models.CharField(max_length=200, verbose_name="what it was")),
            ("created_at", models.DateTimeField(auto_now_add=True)),
        ],
        options={
            "verbose_name": "give and take",
            "verbose_name_plural": "give and take",
            "constraints": [
                models.UniqueConstraint(fields=("alliance", "id"), name="alliance_exchange_owned"),
                models.UniqueConstraint(fields=("alliance", "public_id"), name="alliance_exchange_public"),
                foundation.tenancy.fields.CompositeForeignKey(
                    "partner", name="exchange_partner_fk", to="alliance.Partner"
                ),
                models.UniqueConstraint(
                    fields=("alliance", "partner", "direction", "kind", "happened_on", "what"),
                    name="exchange_once",
                ),
                models.CheckConstraint(
                    condition=models.Q(("quantity__gt", 0)),
                    name="exchange_of_something",
                    violation_error_message="Write more than nothing.",
                ),
            ],
            "indexes": [models.Index(fields=["alliance", "happened_on"], name="exchange_by_day")],
        },
    ),
    ProtectTable("alliance_exchange"),
    AuditTable("alliance_exchange", personal=["what"], silent=["created_at"]),
    migrations.CreateModel(
        name="HostingPreference",
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
                    related_name="+",
                    to="alliance.partner",
                ),
            ),
            (
                "appetite",
                models.CharField(
                    choices=[
                        ("actively_looking", "Actively looking"),
                        ("interested", "Interested"),
                        ("already_organised", "Already organised"),
                        ("not_open", "Not open"),
                    ],
                    max_length=20,
                    verbose_name="hosting trainees",
                ),
            ),
            (
                "reasons",
                django.contrib.postgres.fields.ArrayField(
                    base_field=models.CharField(
                        choices=[
                            ("no_mentors", "Not enough trained mentors"),
                            ("staff", "Staff changes or too little capacity"),
                            ("pupil_needs", "Pupils' needs this year"),
                            ("inspection", "Working on the outcome of an inspection"),
                            ("trainees", "Trainees did not suit us, or none were sent"),
                            ("unsure_how", "We do not know how to get involved"),
                            ("other", "Another reason"),
                        ],
                        max_length=20,
                    ),
                    default=list,
                    size=None,
                ),
            ),
            ("note", models.CharField(blank=True, max_length=300)),
            ("verified_at", models.DateTimeField(verbose_name="verified")),
            (
                "verified_by",
                models.ForeignKey(
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
            "constraints": [
                models.UniqueConstraint(fields=("alliance", "id"), name="alliance_hostingpreference_owned"),
                models.UniqueConstraint(
                    fields=("alliance", "public_id"), name="alliance_hostingpreference_public"
                ),
                foundation.tenancy.fields.CompositeForeignKey(
                    "partner", name="hosting_partner_fk", to="alliance.Partner"
                ),
                models.UniqueConstraint(fields=("alliance", "partner"), name="hosting_once"),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("appetite", "not_open"), models.Q(("reasons", []), _negated=True)),
                        models.Q(models.Q(("appetite", "not_open"), _negated=True), ("reasons", [])),
                        _connector="OR",
                    ),
                    name="hosting_not_open_because",
                    violation_error_message="Say why the school is not open to trainees.",
                ),
            ],
        },
    ),
    ProtectTable("alliance_hostingpreference"),
    AuditTable(
        "alliance_hostingpreference", personal=["note"], silent=["created_at", "updated_at", "version"]
    ),
    VersionTable("alliance_hostingpreference"),
    FeedTable("alliance_hostingpreference", type="hosting_preference", holder="partner_id"),
]
