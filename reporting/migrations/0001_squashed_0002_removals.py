"""The report's tables, as two migrations made them one by one."""

from django.db import migrations

from foundation.operations import AllAtOnce
from reporting.migrations._tables import editions, removals


class Migration(migrations.Migration):
    initial = True

    replaces = [
        ("reporting", "0001_editions"),
        ("reporting", "0002_removals"),
    ]

    dependencies = [
        ("alliance", "0055_people_at_work"),
    ]

    operations = [
        AllAtOnce(
            *editions.OPERATIONS,
            *removals.OPERATIONS,
        ),
    ]
