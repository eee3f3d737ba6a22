from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    """What members and invitations are listed and counted by. Made while the tables are in use."""

    atomic = False
    dependencies = [("alliance", "0050_survey_address_refused")]

    operations = [
        AddIndexConcurrently("user", models.Index(fields=["full_name", "email"], name="user_by_name")),
        AddIndexConcurrently(
            "membership",
            models.Index(
                fields=["alliance", "roles"], include=["ended_at", "ends_on"], name="membership_by_roles"
            ),
        ),
        AddIndexConcurrently(
            "invitation",
            models.Index(
                fields=["alliance", "-created_at", "-id"],
                condition=Q(accepted_at=None, revoked_at=None),
                name="invitation_newest",
            ),
        ),
    ]
