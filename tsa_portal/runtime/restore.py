"""`./portal restore`: a backup becomes the portal's database and files, or nothing is changed.

Everything is put together aside, in a database and a folder of its own, and judged there: rows counted, files
compared, migrated, erased again what was erased since, held to the tenancy gates. Only then it takes the
place of what was there.
"""

import argparse
import os
import secrets
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg2
from psycopg2 import sql
from psycopg2.extensions import parse_dsn

from tsa_portal.runtime import archive, server
from tsa_portal.runtime.archive import Archive
from tsa_portal.runtime.backup import TABLES, count_of
from tsa_portal.runtime.bench_database import VARIABLES, with_database
from tsa_portal.runtime.changes import SystemChanges
from tsa_portal.runtime.locks import FileLock
from tsa_portal.runtime.paths import PROJECT, DataDirectory
from tsa_portal.runtime.problem import Problem
from tsa_portal.runtime.progress import step
from tsa_portal.runtime.services import Services
from tsa_portal.runtime.tools import child_environment, manage

MAINTENANCE = "postgres"
STOP = "Stop web, worker, beat and relay first, then restore."
LOST = {  # what a person counts of a database: table, words
    "alliance_alliance": "alliances",
    "alliance_user": "people who can log in",
    "alliance_partner": "partners",
    "alliance_contact": "contacts",
    "reporting_edition": "report versions",
}
ERASURES = "erasures.jsonl"
LOGGED = """
SELECT json_build_object(
           'id', public_id, 'at', at, 'kind', kind, 'alliance', alliance_id, 'subject', subject)::text
  FROM foundation_erasure ORDER BY id
"""


@dataclass
class Restore:
    """One restore: the archive, the variables of the portal's services, and where things are put together."""

    source: Archive
    variables: Mapping[str, str]
    mark: str = field(default_factory=lambda: secrets.token_hex(4))

    @property
    def owner(self) -> str:
        return self.variables["DATABASE_OWNER_URL"]

    @property
    def name(self) -> str:
        return str(parse_dsn(self.owner)["dbname"])

    @property
    def aside(self) -> str:
        """The name of the database in which everything is put together."""
        return f"{self.name}_restoring_{self.mark}"

    @property
    def data(self) -> Path:
        return Path(self.variables["TSA_DATA_DIR"])

    @property
    def folder(self) -> Path:
        """The folder in which the files are put together, on the disk where they will lie."""
        return self.data / f".restoring-{self.mark}"

    def environment(self) -> dict[str, str]:
        """For Django's commands, on what is put together aside."""
        aside = {
            key: with_database(self.variables[key], self.aside) for key in VARIABLES if key in self.variables
        }
        return child_environment({**self.variables, **aside, "TSA_DATA_DIR": str(self.folder)})


def restore(options: argparse.Namespace) -> int:
    """Restore a backup; what is there is replaced only where `--replace` says so."""
    path = Path(options.file).absolute()
    with archive.opened(path) as source:
        with step("Reading the backup"):
            source.verify()
        data = DataDirectory.at(options.data)
        with _alone(data):
            services = Services(data, SystemChanges(allowed=not options.no_system_changes))
            try:
                carry_out(Restore(source, {**os.environ, **services.start()}), replace=options.replace)
            finally:
                services.stop()
    print(
        "  Restored. Everybody logs in again, and partners' systems start their sync again.\n"
        "  The keys are not in a backup: with another TSA_SECRET_KEY than then, people set up their second"
        " factor again.",
        flush=True,
    )
    return 0


def carry_out(job: Restore, *, replace: bool) -> None:
    """All of it. Raises Problem, and then nothing was changed."""
    if not job.variables.get("DATABASE_OWNER_URL"):
        raise Problem("A restore is made as the role tsa_owner, so DATABASE_OWNER_URL has to be set too.")
    with server.session(job.owner) as connection:
        version = connection.server_version
        _refuse_while_in_use(connection)
        there = what_is_there(connection)
        kept = _erasures_of(connection)
    if there and not replace:
        raise Problem(f"The database is not empty. Lost would be: {there}.", "To lose it: add --replace")
    if there:
        print(f"  Replaced, and lost: {there}", flush=True)
    try:
        _put_together(job, version, kept)
        with step("Taking the place of what was there"):
            _swap(job)
    finally:
        _clear_up(job)


def what_is_there(connection: "psycopg2.extensions.connection") -> str:
    """What the database holds, in words; empty where it holds nothing."""
    tables = {name for (name,) in server.rows_of(connection, TABLES)}
    if not tables:
        return ""
    counts = {words: count_of(connection, table) for table, words in LOST.items() if table in tables}
    held = [f"{count:,} {words}" for words, count in counts.items() if count]
    return ", ".join(held) or (
        "tables without rows" if "alliance_alliance" in tables else "tables of another program"
    )


def _put_together(job: Restore, version: int, kept: list[str]) -> None:
    job.folder.mkdir(mode=0o700)
    with step("Database"):
        _load(job, version)
    with step("Files"):
        for member in job.source.manifest.files:
            job.source.extract(member, archive.place_of(member, job.folder / archive.FILES))
        (job.folder / archive.FILES).mkdir(exist_ok=True)
    with step("Tables and change feed of this version"):
        _manage(job, "finish_restore")
    with step("Alliances kept apart"):
        told = _manage(job, "check_restored", *_logs_of_erasures(job, kept))
    print("".join(f"  {line}\n" for line in told.splitlines()), end="", flush=True)


def _load(job: Restore, version: int) -> None:
    """Make the database and fill it. Its rows have to be those that the manifest counted."""
    with server.session(job.owner) as connection:
        ((collate, ctype),) = server.rows_of(
            connection, "SELECT datcollate, datctype FROM pg_database WHERE datname = current_database()"
        )
        statement = sql.SQL(
            "CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE {} LC_CTYPE {}"
        ).format(sql.Identifier(job.aside), sql.Literal(collate), sql.Literal(ctype))
        connection.cursor().execute(statement)
    dump = job.folder / archive.DUMP
    job.source.extract(next(one for one in job.source.manifest.members if one.name == archive.DUMP), dump)
    aside = with_database(job.owner, job.aside)
    options = ("--no-owner", "--exit-on-error", "--single-transaction", f"--dbname={job.aside}")
    server.run("pg_restore", *options, str(dump), url=aside, server=version)
    dump.unlink()
    with server.session(aside) as connection:
        for table, rows in job.source.manifest.rows.items():
            if count_of(connection, table) != rows:
                raise Problem(f"{table} has not the {rows:,} rows that were backed up. Nothing was changed.")


def _swap(job: Restore) -> None:
    """Both renames of the database are quick; the files follow. What was there goes last."""
    before = f"{job.name}_before_{job.mark}"
    files, aside, old = job.data / archive.FILES, job.folder / archive.FILES, job.folder / "before"
    with server.session(job.owner, dbname=MAINTENANCE) as connection, connection.cursor() as cursor:

        def execute(statement: str, *names: str) -> None:
            cursor.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))

        connection.autocommit = False  # both names change, or neither
        try:
            execute("ALTER DATABASE {} RENAME TO {}", job.name, before)
            execute("ALTER DATABASE {} RENAME TO {}", job.aside, job.name)
        except psycopg2.errors.ObjectInUse as error:
            raise Problem("Somebody has come back to the database. Nothing was changed.", STOP) from error
        connection.commit()
        if files.exists():
            files.rename(old)
        aside.rename(files)
        connection.autocommit = True
        execute("DROP DATABASE {}", before)


def _clear_up(job: Restore) -> None:
    """Without force: only own children were there, and the owner may not end another role's connection.

    The server itself waits five seconds for the last of them to be gone.
    """
    with server.session(job.owner, dbname=MAINTENANCE) as connection, connection.cursor() as cursor:
        statement = sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(job.aside))
        cursor.execute(statement)
    shutil.rmtree(job.folder, ignore_errors=True)


def _refuse_while_in_use(connection: "psycopg2.extensions.connection") -> None:
    ((users,),) = server.rows_of(
        connection,
        "SELECT count(*) FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid <> pg_backend_pid() AND usename IS NOT NULL",
    )
    if users:
        raise Problem(
            f"The database is in use: {users} connections are open.",
            STOP,
        )


def _erasures_of(connection: "psycopg2.extensions.connection") -> list[str]:
    """The log of the database that will be replaced, as lines."""
    tables = {name for (name,) in server.rows_of(connection, TABLES)}
    return [line for (line,) in server.rows_of(connection, LOGGED)] if "foundation_erasure" in tables else []


def _logs_of_erasures(job: Restore, kept: list[str]) -> list[str]:
    """What the replaced database knew, and the copy beside the files, which outlives a database."""
    from_database = job.folder / "erasures-of-the-database.jsonl"
    from_database.write_text("".join(f"{line}\n" for line in kept))
    beside = job.data / ERASURES
    return [str(from_database), *([str(beside)] if beside.exists() else [])]


def _manage(job: Restore, *arguments: str) -> str:
    """One of Django's commands on what is put together aside; what it said. Raises Problem."""
    finished = subprocess.run(
        manage(*arguments),
        cwd=PROJECT,
        env=job.environment(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if finished.returncode:
        raise Problem(f"Nothing was changed. {finished.stderr[-4000:].strip()}")
    return finished.stdout


@contextmanager
def _alone(data: DataDirectory) -> Iterator[None]:
    """Hold the data directory as a running portal does, so that neither starts while the other is there."""
    lock = FileLock(data.lock("portal"))
    if not lock.acquire(wait=False):
        raise Problem(
            f"A portal is running on {data.folder} {lock.read_note()}".rstrip() + ".", "Stop it first."
        )
    try:
        yield
    finally:
        lock.release()
