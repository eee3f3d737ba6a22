"""What docs/operations.md says of backups, done."""

import os
import subprocess
from contextlib import closing
from pathlib import Path

import psycopg2
import pytest

from tsa_portal.runtime.bench_database import scratch_database, with_database
from tsa_portal.runtime.services import Services

pytestmark = pytest.mark.slow


def count_of(url: str, table: str) -> int:
    with closing(psycopg2.connect(url)) as connection, connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")  # noqa: S608 (the table is this test's own word)
        return int(cursor.fetchone()[0])


def test_the_backup_role_dumps_the_whole_database_and_the_owner_restores_it(
    services: Services, tmp_path: Path
) -> None:
    variables = services.start()
    dump = str(tmp_path / "tsa.dump")
    with scratch_database(variables) as own:
        environment = {**os.environ, **variables}
        command = ["pg_dump", "--format=custom", f"--file={dump}", own["DATABASE_BACKUP_URL"]]
        subprocess.run(command, env=environment, check=True)
        before = count_of(own["DATABASE_OWNER_URL"], "django_migrations")
        target = with_database(own["DATABASE_OWNER_URL"], "restored")
        with closing(psycopg2.connect(own["DATABASE_OWNER_URL"])) as connection:
            connection.autocommit = True
            connection.cursor().execute("CREATE DATABASE restored TEMPLATE template0 ENCODING 'UTF8'")
        command = [
            "pg_restore",
            "--no-owner",
            "--role=tsa_owner",
            "--exit-on-error",
            f"--dbname={target}",
            dump,
        ]
        subprocess.run(command, env=environment, check=True)
    assert count_of(target, "django_migrations") == before > 0
