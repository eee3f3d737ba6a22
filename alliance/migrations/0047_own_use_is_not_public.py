"""What is for use in the alliance only is not public: what was marked so before is for everybody in it."""

from django.db import migrations, models

BACK_INSIDE = """
UPDATE alliance_resource SET audience = 'everybody' WHERE audience = 'public' AND licence = 'own_use'
"""


class Migration(migrations.Migration):
    dependencies = [
        ("alliance", "0046_reasons_for_staff"),
    ]

    operations = [
        migrations.RunSQL(BACK_INSIDE, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="resource",
            constraint=models.CheckConstraint(
                condition=models.Q(("audience", "public"), ("licence", "own_use"), _negated=True),
                name="resource_own_use_is_not_public",
                violation_error_message="What is for use in the alliance only cannot go to the public.",
            ),
        ),
    ]
