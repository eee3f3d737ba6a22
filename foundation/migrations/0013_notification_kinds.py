"""What sort of news a notification is and what it is about; which kinds a person wants by letter too."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from foundation.audit.operations import AuditTable
from foundation.tenancy.operations import ProtectTable


class Migration(migrations.Migration):
    dependencies = [
        ("alliance", "0001_initial"),
        ("foundation", "0012_erasure"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="NotificationChoice",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("kind", models.CharField(blank=True, max_length=40)),
                (
                    "alliance",
                    models.ForeignKey(
                        db_index=False,
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="alliance.alliance",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        fields=("alliance", "id"), name="foundation_notificationchoice_owned"
                    ),
                    models.UniqueConstraint(
                        fields=("alliance", "kind", "user"), name="notification_choice_once"
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="notification",
            name="by_email",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name="notification",
            name="kind",
            field=models.CharField(blank=True, db_default="", default="", max_length=40),
        ),
        migrations.AddField(
            model_name="notification",
            name="mailed_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="notification",
            name="mailed_in",
            field=models.BigIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="notification",
            name="subject",
            field=models.UUIDField(blank=True, null=True),
        ),
        migrations.AddIndex(
            model_name="notification",
            index=models.Index(fields=["alliance", "user", "-id"], name="notification_latest"),
        ),
        migrations.AddIndex(
            model_name="notification",
            index=models.Index(fields=["alliance", "created_at"], name="notification_by_age"),
        ),
        ProtectTable("foundation_notificationchoice"),
        AuditTable("foundation_notificationchoice"),
    ]
