from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    """What the list of approvals is ordered and counted by. Made while the table is in use."""

    atomic = False
    dependencies = [("foundation", "0017_digests")]

    operations = [
        AddIndexConcurrently(
            "approval",
            models.Index(
                fields=["alliance", "-asked_at", "-id"],
                include=["kind", "expires_at"],
                condition=Q(state="waiting"),
                name="approval_waiting_newest",
            ),
        ),
    ]
