"""A PostgreSQL server as its owner sees it, and the programs that dump and restore."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import psycopg2
from psycopg2.extensions import parse_dsn

from tsa_portal.runtime.postgres_binaries import installations
from tsa_portal.runtime.problem import Problem

VARIABLES = {  # libpq's: the password would be seen by everybody in the list of processes
    "host": "PGHOST",
    "hostaddr": "PGHOSTADDR",
    "port": "PGPORT",
    "user": "PGUSER",
    "password": "PGPASSWORD",
    "dbname": "PGDATABASE",
    "sslmode": "PGSSLMODE",
    "sslrootcert": "PGSSLROOTCERT",
}


@contextmanager
def session(url: str, **options: Any) -> Iterator["psycopg2.extensions.connection"]:
    """A connection that commits each statement. `options` override what the URL says."""
    try:
        connection = psycopg2.connect(url, connect_timeout=10, **options)
    except psycopg2.OperationalError as error:
        raise Problem(f"The database does not answer: {error}".rstrip()) from error
    with closing(connection):
        connection.autocommit = True
        yield connection


def rows_of(
    connection: "psycopg2.extensions.connection", question: Any, values: list[Any] | None = None
) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(question, values)
        return list(cursor.fetchall())


def run(program: str, *arguments: str, url: str, server: int) -> None:
    """Run one of PostgreSQL's programs on the database of `url`. Raises Problem with what it said."""
    finished = subprocess.run(
        [program_for(program, server), *arguments],
        env={**os.environ, **connection_variables(url)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if finished.returncode:
        raise Problem(f"{program} failed:\n{finished.stdout[-4000:].rstrip()}")


def connection_variables(url: str) -> Mapping[str, str]:
    """The environment by which libpq's programs find the database."""
    return {VARIABLES[name]: value for name, value in parse_dsn(url).items() if name in VARIABLES}


def program_for(name: str, server: int) -> str:
    """The program for a server of that version (such as 180006): of its own major version where there is one.

    An older one cannot read it; a newer one writes what it may not understand. Raises Problem.
    """
    major = server // 10000
    known = {majors: path for majors, path in _programs(name) if majors >= major}
    if not known:
        raise Problem(
            f"{name} of PostgreSQL {major} is needed, as the server is, and was not found.",
            f"On Debian, as root: apt-get install -y postgresql-client-{major}",
        )
    return known[min(known)]


def _programs(name: str) -> Iterator[tuple[int, str]]:
    for binaries in reversed(installations()):
        if Path(binaries.program(name)).exists():
            yield binaries.version[0], binaries.program(name)
    on_path = shutil.which(name)
    if on_path:
        told = subprocess.run([on_path, "--version"], capture_output=True, text=True, check=False).stdout
        match = re.search(r"(\d+)\.", told)
        if match:
            yield int(match[1]), on_path
