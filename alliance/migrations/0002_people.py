"""Addresses for people and invitations, what was sent when, and the alliance somebody used last."""

from collections.abc import Sequence

import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

import foundation.identifiers
from foundation.audit.operations import AuditTable


def public_id(model: str) -> list[migrations.operations.base.Operation]:
    """A unique id on a table that may have rows: a default would give all of them the same one."""
    field = models.UUIDField(default=foundation.identifiers.new_public_id, editable=False, unique=True)
    empty = models.UUIDField(default=foundation.identifiers.new_public_id, editable=False, null=True)
    return [
        migrations.AddField(model, "public_id", empty),
        migrations.RunSQL(
            f"UPDATE alliance_{model} SET public_id = gen_random_uuid()",  # noqa: S608  # named below
            migrations.RunSQL.noop,
        ),
        migrations.AlterField(model, "public_id", field),
    ]


def audit_again(
    table: str, *, personal: Sequence[str] = (), silent: Sequence[str]
) -> list[migrations.RunSQL]:
    """The same trail, silent about the new columns too."""
    was = AuditTable(table, personal=personal, silent=["token_digest", "created_at"])
    return [migrations.RunSQL(was.reverse_sql, was.sql), AuditTable(table, personal=personal, silent=silent)]


class Migration(migrations.Migration):
    dependencies = [("alliance", "0001_initial")]

    operations = [
        *audit_again("alliance_membership", silent=["created_at", "public_id"]),
        *audit_again(
            "alliance_invitation",
            personal=["email"],
            silent=["token_digest", "created_at", "public_id", "sent_at"],
        ),
        *public_id("invitation"),
        *public_id("membership"),
        migrations.AddField("invitation", "sent_at", models.DateTimeField(blank=True, null=True)),
        migrations.AddField(
            "user",
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
        migrations.AlterField(
            "invitation", "ends_on", models.DateField(blank=True, null=True, verbose_name="last day")
        ),
        migrations.AlterField(
            "invitation", "revoked_at", models.DateTimeField(blank=True, null=True, verbose_name="withdrawn")
        ),
        migrations.AlterField(
            "membership",
            "ended_at",
            models.DateTimeField(blank=True, null=True, verbose_name="access ended"),
        ),
        migrations.AlterField(
            "membership", "ends_on", models.DateField(blank=True, null=True, verbose_name="last day")
        ),
        migrations.AlterField(
            "membership",
            "user",
            models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="memberships",
                to=settings.AUTH_USER_MODEL,
                verbose_name="person",
            ),
        ),
        migrations.AlterField(
            "alliance", "slug", models.SlugField(max_length=60, unique=True, verbose_name="address")
        ),
        migrations.AlterField(
            "alliance",
            "second_factor_required",
            models.BooleanField(default=True, verbose_name="second factor for staff"),
        ),
        migrations.AddConstraint(
            "invitation",
            models.UniqueConstraint(
                condition=models.Q(("accepted_at", None), ("revoked_at", None)),
                fields=("alliance", "email"),
                name="invitation_pending_once",
                violation_error_message="This address has an invitation already: send that one again.",
            ),
        ),
        migrations.AddConstraint(
            "invitation",
            models.CheckConstraint(
                condition=models.Q(("email", django.db.models.functions.text.Lower("email"))),
                name="invitation_email_lower_case",
            ),
        ),
        migrations.AddConstraint(
            "invitation",
            models.CheckConstraint(
                condition=models.Q(
                    ("partner__isnull", False),
                    models.Q(("roles__overlap", ["headteacher_approver", "partner_contact"]), _negated=True),
                    _connector="OR",
                ),
                name="invitation_partner_named",
                violation_error_message="Say which partner this person speaks for.",
            ),
        ),
        migrations.AddConstraint(
            "invitation",
            models.CheckConstraint(
                condition=models.Q(
                    ("ends_on__isnull", False),
                    models.Q(("roles__overlap", ["external_reviewer"]), _negated=True),
                    _connector="OR",
                ),
                name="invitation_reviewer_ends",
                violation_error_message="An external reviewer's access needs a last day.",
            ),
        ),
    ]
