from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    """Who works today, person by person, and the posts that the list offers. Made while the tables are in
    use.
    """

    atomic = False
    dependencies = [("alliance", "0054_resources_by_topic")]

    operations = [
        AddIndexConcurrently(
            "employment",
            models.Index(
                fields=["alliance", "person", "-started_on"],
                include=["ended_on"],
                name="employment_by_person",
            ),
        ),
        RemoveIndexConcurrently("employment", "employment_of_person"),
        AddIndexConcurrently(
            "employment",
            models.Index(fields=["alliance", "post"], condition=~Q(post=""), name="employment_by_post"),
        ),
        AddIndexConcurrently(
            "person",
            models.Index(
                fields=["alliance", "id"], condition=Q(erased_at__isnull=False), name="person_erased"
            ),
        ),
    ]
