"""The audit trail says what acted where no person did."""

from django.db import migrations, models

from foundation.audit.operations import NameAgents


class Migration(migrations.Migration):
    dependencies = [("foundation", "0013_notification_kinds")]

    operations = [
        migrations.AddField(
            "auditevent",
            "agent",
            models.CharField(blank=True, db_default="", default="", max_length=64),
        ),
        NameAgents(),
    ]
