"""The foundation's tables, as 17 migrations made them one by one."""

from django.db import migrations

from foundation.migrations._tables import importer, jobs, lists, telling, trail
from foundation.operations import AllAtOnce


class Migration(migrations.Migration):
    replaces = [
        ("foundation", "0002_initial"),
        ("foundation", "0003_jobs"),
        ("foundation", "0004_change_feed"),
        ("foundation", "0005_audit_of_removed"),
        ("foundation", "0006_pulse"),
        ("foundation", "0007_change_by_moment"),
        ("foundation", "0008_kept_answer"),
        ("foundation", "0009_lists"),
        ("foundation", "0010_drafts"),
        ("foundation", "0011_importer"),
        ("foundation", "0012_erasure"),
        ("foundation", "0013_notification_kinds"),
        ("foundation", "0014_audit_agent"),
        ("foundation", "0015_approvals"),
        ("foundation", "0016_trail_without_words"),
        ("foundation", "0017_digests"),
        ("foundation", "0018_approval_order"),
    ]

    dependencies = [
        ("alliance", "0001_initial"),
        ("foundation", "0001_setup"),
    ]

    operations = [
        AllAtOnce(
            *trail.OPERATIONS,
            *jobs.OPERATIONS,
            *lists.OPERATIONS,
            *importer.OPERATIONS,
            *telling.OPERATIONS,
        ),
    ]
