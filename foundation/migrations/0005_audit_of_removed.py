"""Removed rows are found without reading the whole trail of their table."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("foundation", "0004_change_feed")]

    operations = [
        migrations.AddIndex(
            "auditevent",
            models.Index(
                condition=models.Q(("action", "D")),
                fields=["alliance", "table", "id"],
                name="audit_of_removed",
            ),
        ),
    ]
