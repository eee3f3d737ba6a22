import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import foundation.identifiers
import foundation.tenancy.fields
from foundation.audit.operations import AuditTable
from foundation.feed.operations import FeedTable, VersionTable
from foundation.tenancy.operations import ProtectTable


class Migration(migrations.Migration):
    dependencies = [
        ("alliance", "0031_due_diligence"),
    ]

    operations = [
        migrations.CreateModel(
            name="Exchange",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("public_id", models.UUIDField(default=foundation.identifiers.new_public_id, editable=False)),
                (
                    "direction",
                    models.CharField(choices=[("gives", "Gives"), ("takes", "Takes")], max_length=5),
                ),
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
            ],
            options={
                "verbose_name": "give and take",
                "verbose_name_plural": "give and take",
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("alliance", "id"), name="alliance_exchange_owned"),
                    models.UniqueConstraint(
                        fields=("alliance", "public_id"), name="alliance_exchange_public"
                    ),
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
                "indexes": [
                    models.Index(fields=["alliance", "happened_on"], name="exchange_by_day"),
                ],
            },
        ),
        migrations.CreateModel(
            name="HostingPreference",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("public_id", models.UUIDField(default=foundation.identifiers.new_public_id, editable=False)),
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
                ("version", models.PositiveIntegerField(default=1)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
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
                    "verified_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        fields=("alliance", "id"), name="alliance_hostingpreference_owned"
                    ),
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
        ProtectTable("alliance_exchange"),
        AuditTable(
            "alliance_hostingpreference",
            personal=["note"],
            silent=["created_at", "updated_at", "version"],
        ),
        AuditTable("alliance_exchange", personal=["what"], silent=["created_at"]),
        VersionTable("alliance_hostingpreference"),
        FeedTable("alliance_hostingpreference", type="hosting_preference", holder="partner_id"),
    ]
