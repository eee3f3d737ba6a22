"""Facts of schools: pupils and staff."""

import django.db.models.deletion
import django.db.models.expressions
from django.db import migrations, models

import foundation.identifiers
import foundation.tenancy.fields
from foundation.audit.operations import AuditTable
from foundation.feed.operations import FeedTable, VersionTable
from foundation.tenancy.operations import ProtectTable

OPERATIONS = [
    migrations.CreateModel(
        name="PupilMeasure",
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
                "source",
                models.CharField(
                    choices=[("dfe", "DfE file"), ("school", "The school"), ("alliance", "Alliance staff")],
                    max_length=10,
                    verbose_name="who says it",
                ),
            ),
            ("stands", models.BooleanField(default=False, editable=False, verbose_name="counts")),
            ("note", models.CharField(blank=True, max_length=200, verbose_name="where it is from")),
            ("version", models.PositiveIntegerField(default=1)),
            ("created_at", models.DateTimeField(auto_now_add=True)),
            ("updated_at", models.DateTimeField(auto_now=True)),
            ("academic_year", models.PositiveSmallIntegerField()),
            ("measure", models.CharField(max_length=30)),
            ("pupil_group", models.CharField(max_length=20, verbose_name="pupils")),
            ("cohort", models.PositiveIntegerField(blank=True, null=True, verbose_name="pupils counted")),
            (
                "state",
                models.CharField(
                    choices=[
                        ("value", "Figure"),
                        ("not_published", "Not published"),
                        ("suppressed", "Hidden (too few people)"),
                    ],
                    max_length=15,
                    verbose_name="figure",
                ),
            ),
            ("value", models.DecimalField(blank=True, decimal_places=2, max_digits=8, null=True)),
            (
                "because",
                models.CharField(
                    blank=True,
                    choices=[
                        ("too_few", "Five pupils or fewer, or hidden for another reason"),
                        ("no_entries", "No pupils were entered"),
                        ("not_applicable", "Not applicable to this school, or not available for the year"),
                        ("low_coverage", "Fewer than half of the pupils could be counted"),
                        ("not_published", "The DfE does not publish it for schools like this one"),
                        ("no_measure", "There was no such measure that year"),
                        ("", "No reason given"),
                    ],
                    max_length=20,
                    verbose_name="why there is no figure",
                ),
            ),
        ],
        options={
            "indexes": [
                models.Index(
                    condition=models.Q(("stands", True)),
                    fields=["alliance", "measure", "pupil_group", "academic_year", "value", "partner"],
                    name="pupil_measure_from_least",
                ),
                models.Index(
                    models.F("alliance"),
                    models.F("measure"),
                    models.F("pupil_group"),
                    models.F("academic_year"),
                    models.OrderBy(models.F("value"), descending=True, nulls_last=True),
                    models.F("partner"),
                    condition=models.Q(("stands", True)),
                    name="pupil_measure_from_most",
                ),
            ],
            "constraints": [
                models.UniqueConstraint(fields=("alliance", "id"), name="alliance_pupilmeasure_owned"),
                models.UniqueConstraint(
                    fields=("alliance", "public_id"), name="alliance_pupilmeasure_public"
                ),
                models.CheckConstraint(
                    condition=models.Q(("source__in", ["dfe", "school", "alliance"])),
                    name="pupilmeasure_known_source",
                ),
                foundation.tenancy.fields.CompositeForeignKey(
                    "partner", name="pupil_measure_partner_fk", to="alliance.Partner"
                ),
                models.UniqueConstraint(
                    fields=("alliance", "partner", "academic_year", "measure", "pupil_group", "source"),
                    name="pupil_measure_once",
                ),
                models.UniqueConstraint(
                    condition=models.Q(("stands", True)),
                    fields=("alliance", "partner", "academic_year", "measure", "pupil_group"),
                    name="pupil_measure_one_stands",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("because", ""), ("state", "value"), ("value__isnull", False)),
                        models.Q(models.Q(("state", "value"), _negated=True), ("value__isnull", True)),
                        _connector="OR",
                    ),
                    name="pupil_measure_value_or_reason",
                    violation_error_message="Write the figure, or say why there is none.",
                ),
                models.CheckConstraint(
                    condition=models.Q(("state__in", ["value", "not_published", "suppressed"])),
                    name="pupil_measure_known_state",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("state", "value"), _negated=True),
                        ("cohort__isnull", True),
                        ("cohort__gte", 6),
                        _connector="OR",
                    ),
                    name="pupil_measure_names_nobody",
                    violation_error_message="A figure about five pupils or fewer is hidden.",
                ),
                models.CheckConstraint(
                    condition=models.Q(("academic_year__range", (2000, 2100))),
                    name="pupil_measure_believable_year",
                ),
            ],
        },
    ),
    ProtectTable("alliance_pupilmeasure"),
    AuditTable(
        "alliance_pupilmeasure",
        personal=["note"],
        silent=["public_id", "version", "created_at", "updated_at", "stands"],
    ),
    VersionTable("alliance_pupilmeasure"),
    FeedTable("alliance_pupilmeasure", type="pupil_measure", holder="partner_id"),
    migrations.CreateModel(
        name="WorkforceSnapshot",
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
                "source",
                models.CharField(
                    choices=[("dfe", "DfE file"), ("school", "The school"), ("alliance", "Alliance staff")],
                    max_length=10,
                    verbose_name="who says it",
                ),
            ),
            ("stands", models.BooleanField(default=False, editable=False, verbose_name="counts")),
            ("note", models.CharField(blank=True, max_length=200, verbose_name="where it is from")),
            ("version", models.PositiveIntegerField(default=1)),
            ("created_at", models.DateTimeField(auto_now_add=True)),
            ("updated_at", models.DateTimeField(auto_now=True)),
            ("census_year", models.PositiveSmallIntegerField(verbose_name="November census of")),
            ("teachers", models.PositiveIntegerField(verbose_name="teachers a year before")),
            ("stayed", models.PositiveIntegerField(verbose_name="still at this school")),
            ("moved_within", models.PositiveIntegerField(verbose_name="moved within the alliance")),
            (
                "moved_elsewhere",
                models.PositiveIntegerField(verbose_name="moved elsewhere in the state sector"),
            ),
            ("left", models.PositiveIntegerField(verbose_name="left state-sector teaching")),
            ("unknown", models.PositiveIntegerField(verbose_name="not known")),
            ("vacancies", models.PositiveIntegerField(blank=True, null=True, verbose_name="vacancies")),
        ],
        options={
            "indexes": [
                models.Index(
                    condition=models.Q(("stands", True)),
                    fields=["alliance", "census_year", "partner"],
                    name="workforce_of_year",
                )
            ],
            "constraints": [
                models.UniqueConstraint(fields=("alliance", "id"), name="alliance_workforcesnapshot_owned"),
                models.UniqueConstraint(
                    fields=("alliance", "public_id"), name="alliance_workforcesnapshot_public"
                ),
                models.CheckConstraint(
                    condition=models.Q(("source__in", ["dfe", "school", "alliance"])),
                    name="workforcesnapshot_known_source",
                ),
                foundation.tenancy.fields.CompositeForeignKey(
                    "partner", name="workforce_partner_fk", to="alliance.Partner"
                ),
                models.UniqueConstraint(
                    fields=("alliance", "partner", "census_year", "source"), name="workforce_once"
                ),
                models.UniqueConstraint(
                    condition=models.Q(("stands", True)),
                    fields=("alliance", "partner", "census_year"),
                    name="workforce_one_stands",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        (
                            "teachers",
                            django.db.models.expressions.CombinedExpression(
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        django.db.models.expressions.CombinedExpression(
                                            models.F("stayed"), "+", models.F("moved_within")
                                        ),
                                        "+",
                                        models.F("moved_elsewhere"),
                                    ),
                                    "+",
                                    models.F("left"),
                                ),
                                "+",
                                models.F("unknown"),
                            ),
                        )
                    ),
                    name="workforce_adds_up",
                    violation_error_message="The groups do not add up to the teachers.",
                ),
                models.CheckConstraint(condition=models.Q(("teachers__gt", 0)), name="workforce_of_somebody"),
                models.CheckConstraint(
                    condition=models.Q(("census_year__range", (2000, 2100))), name="workforce_believable_year"
                ),
            ],
        },
    ),
    ProtectTable("alliance_workforcesnapshot"),
    AuditTable(
        "alliance_workforcesnapshot",
        personal=["note"],
        silent=["public_id", "version", "created_at", "updated_at", "stands"],
    ),
    VersionTable("alliance_workforcesnapshot"),
    FeedTable("alliance_workforcesnapshot", type="workforce_snapshot", holder="partner_id"),
]
