from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.models import Case, Q, When


class Migration(migrations.Migration):
    """What the table of prospects is ordered by, and who looks after them. Made while the table is in use."""

    atomic = False
    dependencies = [("alliance", "0044_waiting_orders")]

    operations = [
        AddIndexConcurrently(
            "prospect",
            models.Index(
                "alliance",
                Case(
                    When(stage="prospect", then=0),
                    When(stage="enquiry", then=1),
                    When(stage="assessed", then=2),
                    When(stage="due_diligence", then=3),
                    When(stage="board_decision", then=4),
                    When(stage="onboarding", then=5),
                    When(stage="member", then=6),
                    When(stage="declined", then=7),
                ),
                "stage_since",
                "id",
                name="prospect_in_order",
            ),
        ),
        AddIndexConcurrently(
            "prospect",
            models.Index(
                fields=["alliance", "owner"], condition=Q(owner__isnull=False), name="prospect_of_owner"
            ),
        ),
    ]
