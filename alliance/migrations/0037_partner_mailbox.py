"""A partner names the mailbox that letters to it go to; the trail says that it changed, never to what."""

from django.db import migrations, models

from foundation.audit.operations import AuditTable

SILENT = ["updated_at", "version", "created_at"]
BEFORE = AuditTable("alliance_partner", personal=["left_because", "reason"], silent=SILENT)


class Migration(migrations.Migration):
    dependencies = [
        ("alliance", "0036_agreement_copies"),
    ]

    operations = [
        migrations.AddField(
            model_name="partner",
            name="mailbox",
            field=models.EmailField(
                blank=True, db_default="", default="", max_length=254, verbose_name="mailbox for letters"
            ),
        ),
        migrations.RunSQL(BEFORE.reverse_sql, BEFORE.sql),
        AuditTable("alliance_partner", personal=["left_because", "reason", "mailbox"], silent=SILENT),
    ]
