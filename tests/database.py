"""The tests' databases: one is migrated by `tsa_owner` and kept, every run and worker gets a copy of it."""

import hashlib
import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import psycopg2
from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState

ROOT = Path(__file__).resolve().parent.parent
SCHEMA_SOURCES = ("*/migrations/**/*.py", "*/models/*.py", "foundation/**/*.py", "requirements/dev.txt")
NAME = os.environ.get("TSA_TEST_DATABASE", "test_tsa")
TEMPLATE = f"{NAME}_migrated"


def copy_of_the_migrated() -> str:
    """The name of a fresh, migrated database of this worker."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    name = f"{NAME}_{worker}" if worker else NAME
    with _owner() as cursor:
        # Held until the copy is made: one worker migrates, the others wait for what it made.
        cursor.execute("SELECT pg_advisory_lock(hashtext(%s))", [TEMPLATE])
        if _made_from(cursor, TEMPLATE) != schema_digest():
            _migrate(cursor)
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{TEMPLATE}"')
    return name


def schema_digest() -> str:
    """Changes with whatever a migrated database is made from: apps, migrations, what they call, packages."""
    digest = hashlib.sha256(" ".join(settings.INSTALLED_APPS).encode())
    for pattern in SCHEMA_SOURCES:
        for source in sorted(ROOT.glob(pattern)):
            digest.update(f"{source.relative_to(ROOT)}\0".encode() + source.read_bytes())
    return digest.hexdigest()


def _made_from(cursor: Any, name: str) -> str | None:
    cursor.execute("SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s", [name])
    row = cursor.fetchone()
    return row[0] if row else None


def _migrate(cursor: Any) -> None:
    cursor.execute(f'DROP DATABASE IF EXISTS "{TEMPLATE}" WITH (FORCE)')
    cursor.execute(f"CREATE DATABASE \"{TEMPLATE}\" TEMPLATE template0 ENCODING 'UTF8'")
    with as_owner_of(TEMPLATE):
        call_command("migrate", verbosity=0, interactive=False)
    cursor.execute(f'COMMENT ON DATABASE "{TEMPLATE}" IS %s', [schema_digest()])


@contextmanager
def around_the_tests() -> Iterator[None]:
    """A transaction around those of a module's tests: what is made in it is made once, each test takes back
    only what it did itself, and all of it is gone afterwards.

    It may take longer than the five minutes that the portal's own transactions have.
    """
    with transaction.atomic():
        for limit in ("transaction_timeout", "idle_in_transaction_session_timeout"):
            _lift(limit)
        yield
        transaction.set_rollback(True)


def _lift(limit: str) -> None:
    """For this transaction; PostgreSQL before 17 knows no limit of whole transactions."""
    with connection.cursor() as cursor:
        known = "SELECT set_config(name, '0', true) FROM pg_settings WHERE name = %s"
        cursor.execute(known, [limit])


@contextmanager
def migrated_aside(name: str) -> Iterator[None]:
    """Another copy of this worker's migrated database, entered as its owner, and gone afterwards."""
    aside = f"{connection.settings_dict['NAME']}_{name}"
    with _owner() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{aside}" WITH (FORCE)')
        cursor.execute(f'CREATE DATABASE "{aside}" TEMPLATE "{TEMPLATE}"')
        try:
            with as_owner_of(aside):
                yield
        finally:
            cursor.execute(f'DROP DATABASE "{aside}" WITH (FORCE)')


class _OneByOne(MigrationLoader):
    """The migrations as they were before they were squashed."""

    def load_disk(self) -> None:
        super().load_disk()
        self.disk_migrations = {key: one for key, one in self.disk_migrations.items() if not one.replaces}


def migrate_to(target: tuple[str, str]) -> ProjectState:
    """Bring the database forward or back to a migration, one that was squashed since as well; its models."""
    executor = MigrationExecutor(connection)
    executor.loader = _OneByOne(connection)
    executor.migrate([target])
    return executor.loader.project_state(target)


@contextmanager
def as_owner_of(name: str) -> Iterator[None]:
    """The default connection leads to another database meanwhile, as the role that migrates it."""
    application = dict(connection.settings_dict)
    connection.close()
    connection.settings_dict.update({**settings.DATABASE_OWNER, "NAME": name})
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(application)


@contextmanager
def _owner() -> Iterator[Any]:
    owner = settings.DATABASE_OWNER
    with closing(
        psycopg2.connect(
            host=owner["HOST"],
            port=owner["PORT"] or None,
            user=owner["USER"],
            password=owner["PASSWORD"],
            dbname="postgres",
        )
    ) as server:
        server.autocommit = True
        with server.cursor() as cursor:
            yield cursor
