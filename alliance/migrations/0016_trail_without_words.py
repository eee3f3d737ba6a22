"""The trail tells that words about an engagement or a partner changed, never what they said."""

from django.db import migrations

from foundation.audit.operations import AuditTable, ForgetInTrail

SILENT = ["updated_at", "version", "created_at"]
ENGAGEMENTS = AuditTable("alliance_engagement", silent=["created_at"])
PARTNERS = AuditTable("alliance_partner", personal=["left_because"], silent=SILENT)


class Migration(migrations.Migration):
    dependencies = [
        ("alliance", "0015_roster"),
    ]

    operations = [
        migrations.RunSQL(ENGAGEMENTS.reverse_sql, ENGAGEMENTS.sql),
        AuditTable("alliance_engagement", personal=["description"], silent=["created_at"]),
        ForgetInTrail("alliance_engagement", ["description"]),
        migrations.RunSQL(PARTNERS.reverse_sql, PARTNERS.sql),
        AuditTable("alliance_partner", personal=["left_because", "reason"], silent=SILENT),
        ForgetInTrail("alliance_partner", ["reason"]),
    ]
