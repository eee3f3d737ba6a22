from django.db import migrations, models

from foundation.audit.operations import AuditTable

TABLE = "alliance_alliance"
WAS = AuditTable(TABLE, alliance_column="id", silent=["created_at"])
NOW = AuditTable(
    TABLE, alliance_column="id", personal=["logo"], silent=["created_at", "logo_width", "logo_height"]
)
"""A handle says nothing to a reader: that the logo has changed is enough."""


class Migration(migrations.Migration):
    dependencies = [("alliance", "0008_access")]

    operations = [
        migrations.RunSQL(WAS.reverse_sql, WAS.sql),
        NOW,
        migrations.AddField("alliance", "logo", models.UUIDField(blank=True, null=True)),
        migrations.AddField(
            "alliance", "logo_width", models.PositiveSmallIntegerField(blank=True, null=True)
        ),
        migrations.AddField(
            "alliance", "logo_height", models.PositiveSmallIntegerField(blank=True, null=True)
        ),
        migrations.AddField(
            "alliance",
            "reply_to",
            models.EmailField(
                blank=True, db_default="", default="", max_length=254, verbose_name="replies to letters"
            ),
        ),
        migrations.AddConstraint(
            "alliance",
            models.CheckConstraint(
                condition=models.Q(
                    models.Q(("logo", None), ("logo_height", None), ("logo_width", None)),
                    models.Q(
                        ("logo__isnull", False), ("logo_height__isnull", False), ("logo_width__isnull", False)
                    ),
                    _connector="OR",
                ),
                name="alliance_logo_and_its_size",
            ),
        ),
    ]
