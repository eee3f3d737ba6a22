from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    """What has waited the longest, for the pages Today and My tasks. Made while the tables are in use."""

    atomic = False
    dependencies = [("alliance", "0043_direct_members")]

    operations = [
        AddIndexConcurrently(
            "prospect",
            models.Index(
                fields=["alliance", "stage_since", "id"],
                condition=Q(
                    stage__in=(
                        "prospect",
                        "enquiry",
                        "assessed",
                        "due_diligence",
                        "board_decision",
                        "onboarding",
                    )
                ),
                name="prospect_longest_there",
            ),
        ),
        AddIndexConcurrently(
            "contact",
            models.Index(
                fields=["alliance", "verified_at"], condition=Q(is_main=True), name="contact_main_by_check"
            ),
        ),
        AddIndexConcurrently(
            "survey",
            models.Index(fields=["alliance", "closed_at"], condition=Q(state="closed"), name="survey_closed"),
        ),
    ]
