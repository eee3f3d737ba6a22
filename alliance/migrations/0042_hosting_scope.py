"""Credentials may say whether a school hosts trainees."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("alliance", "0041_hub_orders"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="apicredential",
            name="credential_known_scopes",
        ),
        migrations.AddConstraint(
            model_name="apicredential",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("scopes__len__gt", 0),
                    (
                        "scopes__contained_by",
                        [
                            "read:partners",
                            "read:schools",
                            "read:contacts",
                            "write:contacts",
                            "read:hub",
                            "read:school_facts",
                            "read:agreements",
                            "write:school_facts",
                            "read:people",
                            "write:people",
                            "read:surveys",
                            "write:hosting",
                        ],
                    ),
                ),
                name="credential_known_scopes",
                violation_error_message="Say what the credential may do.",
            ),
        ),
    ]
