from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models
from django.db.models import Case, F, Q, When


class Migration(migrations.Migration):
    """What the lists of announcements, surveys and tasks are ordered by. Made while the tables are in use."""

    atomic = False
    dependencies = [("alliance", "0040_survey_document")]

    operations = [
        AddIndexConcurrently(
            "announcement",
            models.Index(
                fields=["alliance", "-is_pinned", "-shows_from", "-id"], name="announcement_in_order"
            ),
        ),
        RemoveIndexConcurrently("announcement", "announcement_newest"),
        AddIndexConcurrently(
            "survey",
            models.Index(
                "alliance",
                Case(When(state="open", then=0), When(state="draft", then=1), default=2),
                F("closes_on").desc(),
                F("id").desc(),
                name="survey_in_order",
            ),
        ),
        AddIndexConcurrently(
            "task",
            models.Index(
                fields=["alliance", "owner", "due_on", "id"],
                condition=Q(done_at=None),
                name="task_open_of_owner",
            ),
        ),
        AddIndexConcurrently(
            "task",
            models.Index(
                fields=["alliance", "made_by", "due_on", "id"],
                condition=Q(done_at=None),
                name="task_open_by_maker",
            ),
        ),
    ]
