"""Why a partner left is for staff: agreements that ended with it no longer repeat it to the partner."""

from django.db import migrations

WITHOUT_REASON = """
UPDATE alliance_agreement SET end_reason = 'The partnership ended.'
 WHERE state = 'terminated' AND end_reason LIKE 'The partnership ended: %'
"""


class Migration(migrations.Migration):
    dependencies = [
        ("alliance", "0045_prospect_orders"),
    ]

    operations = [
        migrations.RunSQL(WITHOUT_REASON, migrations.RunSQL.noop),
    ]
