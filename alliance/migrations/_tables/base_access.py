"""People who log in and systems that sync, in their first form."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

import foundation.identifiers
import foundation.tenancy.fields
from foundation.audit.operations import AuditTable

OPERATIONS = [
    migrations.CreateModel(
        name="User",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            ("password", models.CharField(max_length=128, verbose_name="password")),
            ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
            (
                "public_id",
                models.UUIDField(default=foundation.identifiers.new_public_id, editable=False, unique=True),
            ),
            ("email", models.EmailField(max_length=254, unique=True)),
            ("full_name", models.CharField(blank=True, max_length=150)),
            ("is_active", models.BooleanField(default=True)),
            ("is_operator", models.BooleanField(default=False)),
            ("joined_at", models.DateTimeField(auto_now_add=True)),
            (
                "last_alliance",
                models.ForeignKey(
                    blank=True,
                    editable=False,
                    null=True,
                    on_delete=django.db.models.deletion.SET_NULL,
                    related_name="+",
                    to="alliance.alliance",
                ),
            ),
        ],
        options={
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(("email", django.db.models.functions.text.Lower("email"))),
                    name="user_email_lower_case",
                )
            ],
        },
    ),
    migrations.CreateModel(
        name="Membership",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            (
                "public_id",
                models.UUIDField(default=foundation.identifiers.new_public_id, editable=False, unique=True),
            ),
            (
                "alliance",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="memberships",
                    to="alliance.alliance",
                ),
            ),
            (
                "user",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="memberships",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="person",
                ),
            ),
            (
                "roles",
                django.contrib.postgres.fields.ArrayField(
                    base_field=models.CharField(
                        choices=[
                            ("owner", "Owner"),
                            ("strategic_lead", "Strategic lead"),
                            ("administrator", "Alliance administrator"),
                            ("cpd_lead", "CPD lead"),
                            ("itt_lead", "ITT lead"),
                            ("support_lead", "School-support lead"),
                            ("finance_officer", "Finance officer"),
                            ("board_member", "Board member"),
                            ("working_group_member", "Working-group member"),
                            ("partner_contact", "Partner-school contact"),
                            ("headteacher_approver", "Headteacher approver"),
                            ("mentor", "Mentor"),
                            ("lead_mentor", "Lead mentor"),
                            ("trainee", "Trainee"),
                            ("sle", "SLE"),
                            ("facilitator", "Facilitator"),
                            ("participant", "Participant"),
                            ("external_reviewer", "External reviewer"),
                        ],
                        max_length=30,
                    ),
                    size=None,
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
                    related_name="memberships",
                    to="alliance.partner",
                ),
            ),
            ("created_at", models.DateTimeField(auto_now_add=True)),
            ("ends_on", models.DateField(blank=True, null=True, verbose_name="last day")),
            ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="access ended")),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(fields=("alliance", "user"), name="membership_once"),
                foundation.tenancy.fields.CompositeForeignKey(
                    "partner", name="membership_partner_fk", to="alliance.Partner"
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("roles__len__gt", 0),
                        (
                            "roles__contained_by",
                            [
                                "owner",
                                "strategic_lead",
                                "administrator",
                                "cpd_lead",
                                "itt_lead",
                                "support_lead",
                                "finance_officer",
                                "board_member",
                                "working_group_member",
                                "partner_contact",
                                "headteacher_approver",
                                "mentor",
                                "lead_mentor",
                                "trainee",
                                "sle",
                                "facilitator",
                                "participant",
                                "external_reviewer",
                            ],
                        ),
                    ),
                    name="membership_known_roles",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("partner__isnull", False),
                        models.Q(
                            ("roles__overlap", ["headteacher_approver", "partner_contact"]), _negated=True
                        ),
                        _connector="OR",
                    ),
                    name="membership_partner_named",
                    violation_error_message="Say which partner this person speaks for.",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("ends_on__isnull", False),
                        models.Q(("roles__overlap", ["external_reviewer"]), _negated=True),
                        _connector="OR",
                    ),
                    name="membership_reviewer_ends",
                    violation_error_message="An external reviewer's access needs a last day.",
                ),
            ],
        },
    ),
    AuditTable("alliance_membership", silent=["created_at", "public_id"]),
    migrations.CreateModel(
        name="Invitation",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            (
                "public_id",
                models.UUIDField(default=foundation.identifiers.new_public_id, editable=False, unique=True),
            ),
            (
                "alliance",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="invitations",
                    to="alliance.alliance",
                ),
            ),
            ("email", models.EmailField(max_length=254)),
            (
                "roles",
                django.contrib.postgres.fields.ArrayField(
                    base_field=models.CharField(
                        choices=[
                            ("owner", "Owner"),
                            ("strategic_lead", "Strategic lead"),
                            ("administrator", "Alliance administrator"),
                            ("cpd_lead", "CPD lead"),
                            ("itt_lead", "ITT lead"),
                            ("support_lead", "School-support lead"),
                            ("finance_officer", "Finance officer"),
                            ("board_member", "Board member"),
                            ("working_group_member", "Working-group member"),
                            ("partner_contact", "Partner-school contact"),
                            ("headteacher_approver", "Headteacher approver"),
                            ("mentor", "Mentor"),
                            ("lead_mentor", "Lead mentor"),
                            ("trainee", "Trainee"),
                            ("sle", "SLE"),
                            ("facilitator", "Facilitator"),
                            ("participant", "Participant"),
                            ("external_reviewer", "External reviewer"),
                        ],
                        max_length=30,
                    ),
                    size=None,
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
            ("ends_on", models.DateField(blank=True, null=True, verbose_name="last day")),
            ("token_digest", models.CharField(max_length=64, unique=True)),
            (
                "invited_by",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.SET_NULL,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            ("created_at", models.DateTimeField(auto_now_add=True)),
            ("sent_at", models.DateTimeField(blank=True, null=True)),
            ("expires_at", models.DateTimeField()),
            ("accepted_at", models.DateTimeField(blank=True, null=True)),
            (
                "accepted_by",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.SET_NULL,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            ("revoked_at", models.DateTimeField(blank=True, null=True, verbose_name="withdrawn")),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(
                    condition=models.Q(("accepted_at", None), ("revoked_at", None)),
                    fields=("alliance", "email"),
                    name="invitation_pending_once",
                    violation_error_message="This address has an invitation already: send that one again.",
                ),
                models.CheckConstraint(
                    condition=models.Q(("email", django.db.models.functions.text.Lower("email"))),
                    name="invitation_email_lower_case",
                ),
                foundation.tenancy.fields.CompositeForeignKey(
                    "partner", name="invitation_partner_fk", to="alliance.Partner"
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("accepted_at__isnull", True), ("revoked_at__isnull", True), _connector="OR"
                    ),
                    name="invitation_one_end",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("roles__len__gt", 0),
                        (
                            "roles__contained_by",
                            [
                                "owner",
                                "strategic_lead",
                                "administrator",
                                "cpd_lead",
                                "itt_lead",
                                "support_lead",
                                "finance_officer",
                                "board_member",
                                "working_group_member",
                                "partner_contact",
                                "headteacher_approver",
                                "mentor",
                                "lead_mentor",
                                "trainee",
                                "sle",
                                "facilitator",
                                "participant",
                                "external_reviewer",
                            ],
                        ),
                    ),
                    name="invitation_known_roles",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("partner__isnull", False),
                        models.Q(
                            ("roles__overlap", ["headteacher_approver", "partner_contact"]), _negated=True
                        ),
                        _connector="OR",
                    ),
                    name="invitation_partner_named",
                    violation_error_message="Say which partner this person speaks for.",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("ends_on__isnull", False),
                        models.Q(("roles__overlap", ["external_reviewer"]), _negated=True),
                        _connector="OR",
                    ),
                    name="invitation_reviewer_ends",
                    violation_error_message="An external reviewer's access needs a last day.",
                ),
            ],
        },
    ),
    AuditTable(
        "alliance_invitation",
        personal=["email"],
        silent=["token_digest", "created_at", "public_id", "sent_at"],
    ),
    migrations.CreateModel(
        name="ApiCredential",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            (
                "alliance",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to="alliance.alliance"
                ),
            ),
            (
                "public_id",
                models.UUIDField(default=foundation.identifiers.new_public_id, editable=False, unique=True),
            ),
            (
                "partner",
                foundation.tenancy.fields.OwnedForeignKey(
                    db_constraint=False,
                    db_index=False,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="credentials",
                    to="alliance.partner",
                ),
            ),
            ("name", models.CharField(max_length=100)),
            ("prefix", models.CharField(max_length=12, unique=True)),
            ("digest", models.CharField(max_length=64)),
            (
                "scopes",
                django.contrib.postgres.fields.ArrayField(
                    base_field=models.CharField(max_length=40), size=None
                ),
            ),
            ("view_number", models.PositiveIntegerField(default=1)),
            (
                "created_by",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.SET_NULL,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            ("created_at", models.DateTimeField(auto_now_add=True)),
            ("expires_at", models.DateTimeField()),
            ("last_used_at", models.DateTimeField(blank=True, null=True)),
            ("revoked_at", models.DateTimeField(blank=True, null=True)),
            (
                "revoked_by",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.SET_NULL,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
        ],
        options={
            "constraints": [
                foundation.tenancy.fields.CompositeForeignKey(
                    "partner", name="credential_partner_fk", to="alliance.Partner"
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("revoked_by__isnull", True), ("revoked_at__isnull", False), _connector="OR"
                    ),
                    name="credential_revoked_when",
                ),
            ],
        },
    ),
    AuditTable("alliance_apicredential", silent=["digest", "last_used_at", "created_at"]),
]
