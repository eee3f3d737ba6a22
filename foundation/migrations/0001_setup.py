"""What the first table already needs: extensions, the roles' rights, the audit function, the cache table."""

from django.contrib.postgres.operations import (
    BtreeGistExtension,
    TrigramExtension,
    UnaccentExtension,
)
from django.db import migrations

import foundation.audit.operations

GRANT = """
GRANT USAGE ON SCHEMA public TO tsa_app, tsa_backup;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO tsa_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, USAGE ON SEQUENCES TO tsa_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO tsa_backup;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON SEQUENCES TO tsa_backup;
GRANT SELECT ON ALL TABLES IN SCHEMA public TO tsa_app, tsa_backup;
GRANT SELECT ON ALL SEQUENCES IN SCHEMA public TO tsa_backup;
"""
REVOKE = """
ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE ALL ON TABLES FROM tsa_app, tsa_backup;
ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE ALL ON SEQUENCES FROM tsa_app, tsa_backup;
"""
CREATE_CACHE = """
CREATE TABLE foundation_cache (
    cache_key varchar(255) PRIMARY KEY,
    value text NOT NULL,
    expires timestamptz NOT NULL
);
CREATE INDEX foundation_cache_expires ON foundation_cache (expires);
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    run_before = [
        ("account", "0001_initial"),
        ("auth", "0001_initial"),
        ("contenttypes", "0001_initial"),
        ("mfa", "0001_initial"),
        ("sessions", "0001_initial"),
    ]

    operations = [
        migrations.RunSQL(GRANT, REVOKE),
        TrigramExtension(),
        UnaccentExtension(),
        BtreeGistExtension(),
        foundation.audit.operations.CreateAuditFunction(),
        migrations.RunSQL(CREATE_CACHE, "DROP TABLE foundation_cache"),
    ]
