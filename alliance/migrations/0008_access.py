"""Whom an alliance asks for a second factor, versions of memberships, and what ends sessions."""

from django.db import migrations, models

from foundation.audit.operations import AuditTable

KEEP_MEANING = """
UPDATE alliance_alliance SET second_factor = CASE WHEN second_factor_required THEN 'staff' ELSE 'nobody' END;
"""
COUNT_VERSIONS = """
CREATE FUNCTION alliance_membership_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.version := OLD.version + 1;
    RETURN NEW;
END $$;
CREATE TRIGGER alliance_membership_version BEFORE UPDATE ON alliance_membership
    FOR EACH ROW EXECUTE FUNCTION alliance_membership_version();
"""
COUNT_NO_VERSIONS = """
DROP TRIGGER alliance_membership_version ON alliance_membership;
DROP FUNCTION alliance_membership_version();
"""
FORGET_ADDRESS = """
CREATE FUNCTION alliance_forget_address() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.ip := '0.0.0.0';
    RETURN NEW;
END $$;
CREATE TRIGGER usersessions_forget_address BEFORE INSERT OR UPDATE ON usersessions_usersession
    FOR EACH ROW EXECUTE FUNCTION alliance_forget_address();
"""
REMEMBER_ADDRESS = """
DROP TRIGGER usersessions_forget_address ON usersessions_usersession;
DROP FUNCTION alliance_forget_address();
"""


def audit_again(table, *, was, silent):
    """The same trail, silent about the new columns too."""
    before = AuditTable(table, silent=was)
    return [migrations.RunSQL(before.reverse_sql, before.sql), AuditTable(table, silent=silent)]


class Migration(migrations.Migration):
    dependencies = [
        ("alliance", "0007_theme"),
        ("usersessions", "0001_initial"),
    ]

    operations = [
        *audit_again(
            "alliance_membership",
            was=["created_at", "public_id"],
            silent=["created_at", "public_id", "version"],
        ),
        *audit_again(
            "alliance_apicredential",
            was=["digest", "last_used_at", "created_at"],
            silent=["digest", "last_used_at", "created_at", "attempt"],
        ),
        migrations.AddField(
            "membership", "version", models.PositiveIntegerField(db_default=1, editable=False)
        ),
        migrations.AddField("user", "sign_outs", models.PositiveIntegerField(db_default=0, editable=False)),
        migrations.AddField(
            "apicredential", "attempt", models.UUIDField(blank=True, editable=False, null=True)
        ),
        migrations.AddConstraint(
            "apicredential",
            models.UniqueConstraint(
                fields=("alliance", "attempt"),
                name="credential_made_once",
                violation_error_message="This credential has been made already.",
            ),
        ),
        migrations.AddField(
            "alliance",
            "second_factor",
            models.CharField(
                "second factor asked of",
                choices=[("nobody", "Nobody"), ("staff", "Staff"), ("everybody", "Everybody")],
                db_default="staff",
                max_length=10,
            ),
        ),
        migrations.RunSQL(KEEP_MEANING, migrations.RunSQL.noop),
        migrations.AddConstraint(
            "alliance",
            models.CheckConstraint(
                condition=models.Q(("second_factor__in", ["nobody", "staff", "everybody"])),
                name="alliance_second_factor_known",
            ),
        ),
        # The column stays, with a default, for the processes of the former release that still read it.
        migrations.SeparateDatabaseAndState(
            [
                migrations.RunSQL(
                    "ALTER TABLE alliance_alliance ALTER COLUMN second_factor_required SET DEFAULT true",
                    "ALTER TABLE alliance_alliance ALTER COLUMN second_factor_required DROP DEFAULT",
                )
            ],
            [migrations.RemoveField("alliance", "second_factor_required")],
        ),
        migrations.RunSQL(COUNT_VERSIONS, COUNT_NO_VERSIONS),
        migrations.RunSQL(FORGET_ADDRESS, REMEMBER_ADDRESS),
    ]
