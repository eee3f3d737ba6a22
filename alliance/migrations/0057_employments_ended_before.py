"""Employments that ended before the feed went by it: systems that sync are told with the next page."""

from django.db import migrations

ENDED = "UPDATE alliance_employment SET has_ended = true WHERE ended_on < CURRENT_DATE"


class Migration(migrations.Migration):
    dependencies = [
        ("alliance", "0056_employments_that_ended"),
    ]

    operations = [
        migrations.RunSQL(ENDED, migrations.RunSQL.noop),
    ]
