"""Who has left a school is seen there without addresses and TRN: the feed tells when that day has passed."""

from django.db import migrations, models

from foundation.audit.operations import AuditTable
from foundation.feed.operations import FeedTable

PERSONAL = ["post", "reference"]
SILENT = ["public_id", "version", "created_at", "updated_at"]
RELATED = {"staff_person": ["alliance_person", "person_id"]}
TRAIL = AuditTable("alliance_employment", personal=PERSONAL, silent=SILENT)
FEED = FeedTable("alliance_employment", type="employment", holder="partner_id", related=RELATED)


class Migration(migrations.Migration):
    dependencies = [
        ("alliance", "0055_people_at_work"),
    ]

    operations = [
        migrations.AddField(
            model_name="employment",
            name="has_ended",
            field=models.BooleanField(db_default=False, default=False, editable=False),
        ),
        migrations.RunSQL(TRAIL.reverse_sql, TRAIL.sql),
        AuditTable("alliance_employment", personal=PERSONAL, silent=[*SILENT, "has_ended"]),
        migrations.RunSQL(FEED.reverse_sql, FEED.sql),
        FeedTable(
            "alliance_employment",
            type="employment",
            holder="partner_id",
            related=RELATED,
            shows="has_ended",
        ),
    ]
