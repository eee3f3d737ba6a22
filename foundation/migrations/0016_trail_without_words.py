"""The trail tells that a view or a change of many rows changed, never which words were searched or told."""

from django.db import migrations

from foundation.audit.operations import AuditTable, ForgetInTrail

VIEWS = AuditTable("foundation_savedview", silent=["public_id"])
BULK = AuditTable("foundation_bulkchange", silent=["public_id", "selected_at", "back"])


class Migration(migrations.Migration):
    dependencies = [
        ("foundation", "0015_approvals"),
    ]

    operations = [
        migrations.RunSQL(VIEWS.reverse_sql, VIEWS.sql),
        AuditTable("foundation_savedview", personal=["name", "query"], silent=["public_id"]),
        ForgetInTrail("foundation_savedview", ["name", "query"]),
        migrations.RunSQL(BULK.reverse_sql, BULK.sql),
        AuditTable(
            "foundation_bulkchange", personal=["sentence"], silent=["public_id", "selected_at", "back"]
        ),
        ForgetInTrail("foundation_bulkchange", ["sentence"]),
    ]
