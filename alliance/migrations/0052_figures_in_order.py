from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    """Figures of a year from the least to the most and back, those without one last. Made while in use."""

    atomic = False
    dependencies = [("alliance", "0051_people_orders")]

    operations = [
        AddIndexConcurrently(
            "pupilmeasure",
            models.Index(
                fields=["alliance", "measure", "pupil_group", "academic_year", "value", "partner"],
                condition=Q(stands=True),
                name="pupil_measure_from_least",
            ),
        ),
        AddIndexConcurrently(
            "pupilmeasure",
            models.Index(
                *("alliance", "measure", "pupil_group", "academic_year"),
                F("value").desc(nulls_last=True),
                "partner",
                condition=Q(stands=True),
                name="pupil_measure_from_most",
            ),
        ),
        RemoveIndexConcurrently("pupilmeasure", "pupil_measure_of_year"),
    ]
