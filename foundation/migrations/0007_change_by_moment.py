from django.contrib.postgres.indexes import BrinIndex
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations


class Migration(migrations.Migration):
    """What changed since a moment is found without reading what is older. Made while the table is in use."""

    atomic = False
    dependencies = [("foundation", "0006_pulse")]

    operations = [
        AddIndexConcurrently("change", BrinIndex(fields=["at"], name="change_by_moment", autosummarize=True)),
    ]
