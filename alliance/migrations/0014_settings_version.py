"""Two who change the settings at once: the alliance counts its versions."""

from django.db import migrations, models

from foundation.audit.operations import AuditTable

COUNT_VERSIONS = """
CREATE FUNCTION alliance_alliance_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.version := OLD.version + 1;
    RETURN NEW;
END $$;
CREATE TRIGGER alliance_alliance_version BEFORE UPDATE ON alliance_alliance
    FOR EACH ROW EXECUTE FUNCTION alliance_alliance_version();
"""
COUNT_NO_VERSIONS = """
DROP TRIGGER alliance_alliance_version ON alliance_alliance;
DROP FUNCTION alliance_alliance_version();
"""
SILENT = ["created_at", "logo_width", "logo_height"]
WAS = AuditTable("alliance_alliance", alliance_column="id", personal=["logo"], silent=SILENT)
NOW = AuditTable("alliance_alliance", alliance_column="id", personal=["logo"], silent=[*SILENT, "version"])


class Migration(migrations.Migration):
    dependencies = [("alliance", "0013_contact_checks")]

    operations = [
        migrations.RunSQL(WAS.reverse_sql, WAS.sql),
        NOW,
        migrations.AddField("alliance", "version", models.PositiveIntegerField(db_default=1, editable=False)),
        migrations.RunSQL(COUNT_VERSIONS, COUNT_NO_VERSIONS),
    ]
