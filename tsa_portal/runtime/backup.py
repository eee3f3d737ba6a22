"""`./portal backup`: the database and the portal's files in one file, made while the portal runs.

Everything of the database is of one moment. Files come after it: a file is there before a row names it and is
never written again, so whatever the rows of that moment name is there.
"""

import argparse
import os
import shutil
import tempfile
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import psycopg2
from psycopg2 import sql

from tsa_portal.runtime import archive, server
from tsa_portal.runtime.archive import Manifest
from tsa_portal.runtime.changes import SystemChanges
from tsa_portal.runtime.paths import DataDirectory
from tsa_portal.runtime.problem import Problem
from tsa_portal.runtime.progress import step
from tsa_portal.runtime.services import Services

LEFT_OUT = ("django_session", "foundation_cache", "foundation_pulse")
"""Whose rows a restore must not bring back: whoever was logged in then, what was only cached, who lived."""
TABLES = (
    "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY 1"
)
NOT_IN_IT = """\
  Not in it: passwords and keys. Keep them apart from it, and from the machine:
    {keys}
  Without TSA_SECRET_KEY second factors and signed links of this backup cannot be read.\
"""


def backup(options: argparse.Namespace) -> int:
    """Write a backup and say what is in it."""
    data = DataDirectory.at(options.data)
    services = Services(data, SystemChanges(allowed=not options.no_system_changes))
    try:
        variables = {**os.environ, **services.start()}
        target = Path(options.file).absolute() if options.file else _name_in(data)
        manifest = make(variables, target)
    finally:
        services.stop()
    _explain(target, manifest, data)
    return 0


def make(variables: Mapping[str, str], target: Path) -> Manifest:
    """Write the backup of the database and data directory that `variables` name. Raises Problem."""
    url = variables.get("DATABASE_BACKUP_URL")
    if not url:
        raise Problem("A backup is made as the role tsa_backup, so DATABASE_BACKUP_URL has to be set too.")
    if target.exists():
        raise Problem(f"{target} is there already.", "Name another file: backups are not written over.")
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    folder = Path(tempfile.mkdtemp(prefix=".backup-", dir=target.parent))
    try:
        dump = folder / archive.DUMP
        with step("Database"):
            manifest = _dump(url, dump)
        with step("Files, and reading everything again"):
            return archive.write(
                target, manifest, dump=dump, files=Path(variables["TSA_DATA_DIR"]) / archive.FILES
            )
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _dump(url: str, dump: Path) -> Manifest:
    """Dump one moment, and count the rows of the same one."""
    with server.session(url) as connection:
        connection.autocommit = False
        connection.set_session(isolation_level="REPEATABLE READ", readonly=True)
        ((snapshot,),) = server.rows_of(connection, "SELECT pg_export_snapshot()")
        tables = [name for (name,) in server.rows_of(connection, TABLES)]
        if "django_migrations" not in tables:
            raise Problem("There is nothing to back up: the database has no tables yet.")
        manifest = Manifest(
            made_at=datetime.now(UTC).isoformat(timespec="seconds"),
            server=connection.server_version,
            migrations=[
                f"{app}.{name}"
                for app, name in server.rows_of(connection, "SELECT app, name FROM django_migrations")
            ],
            rows={name: count_of(connection, name) for name in tables if name not in LEFT_OUT},
        )
        options = [f"--exclude-table-data=public.{name}" for name in LEFT_OUT]
        server.run(
            "pg_dump",
            *("--format=custom", f"--snapshot={snapshot}", "--lock-wait-timeout=60s", f"--file={dump}"),
            *options,
            url=url,
            server=manifest.server,
        )
    return manifest


def count_of(connection: "psycopg2.extensions.connection", table: str) -> int:
    ((count,),) = server.rows_of(
        connection, sql.SQL("SELECT count(*) FROM public.{}").format(sql.Identifier(table))
    )
    return int(count)


def _name_in(data: DataDirectory) -> Path:
    stamp = datetime.now(UTC).strftime("%Y-%m-%dT%H%M%SZ")
    return data.folder / "backups" / f"tsa-{stamp}.tar"


def _explain(target: Path, manifest: Manifest, data: DataDirectory) -> None:
    size = target.stat().st_size / 1e6
    rows, files = sum(manifest.rows.values()), len(manifest.files)
    print(f"  {target}: {size:,.1f} MB, {rows:,} rows of {len(manifest.rows)} tables, {files:,} files")
    given = bool(os.environ.get("TSA_SECRET_KEY"))
    print(NOT_IN_IT.format(keys="the environment file" if given else data.folder / "keys.json"), flush=True)
