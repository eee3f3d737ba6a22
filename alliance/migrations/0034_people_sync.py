"""People and employments enter the change feed; credentials may read and write them."""

from django.db import migrations, models

from foundation.feed.operations import FeedHeld, FeedTable


class Migration(migrations.Migration):
    dependencies = [
        ("alliance", "0033_merging"),
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
                        ],
                    ),
                ),
                name="credential_known_scopes",
                violation_error_message="Say what the credential may do.",
            ),
        ),
        FeedTable(
            "alliance_employment",
            type="employment",
            holder="partner_id",
            related={"staff_person": ["alliance_person", "person_id"]},
        ),
        FeedHeld(
            "alliance_person",
            type="staff_person",
            through="alliance_employment",
            column="person_id",
            holder="partner_id",
        ),
    ]
