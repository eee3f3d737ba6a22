from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    """What the list of agreements counts by, and the tiers it offers. Made while the table is in use."""

    atomic = False
    dependencies = [("alliance", "0052_figures_in_order")]

    operations = [
        AddIndexConcurrently(
            "agreement",
            models.Index(
                fields=["alliance", "state", "ends_on"],
                include=["alliance_signed_at"],
                name="agreement_by_standing",
            ),
        ),
        RemoveIndexConcurrently("agreement", "agreement_by_state"),
        AddIndexConcurrently(
            "agreement", models.Index(fields=["alliance", "tier"], name="agreement_by_tier")
        ),
    ]
