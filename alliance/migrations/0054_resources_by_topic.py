from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    """The topics that the list of resources offers, and what it counts. Made while the table is in use."""

    atomic = False
    dependencies = [("alliance", "0053_agreement_counts")]

    operations = [
        AddIndexConcurrently(
            "resource",
            models.Index(
                fields=["alliance", "topic", "audience"],
                condition=Q(withdrawn_at=None),
                name="resource_by_topic",
            ),
        ),
    ]
