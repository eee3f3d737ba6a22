"""A database of its own for one benchmark, on whatever server the environment names."""

import os
import secrets
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from urllib.parse import urlsplit, urlunsplit

import psycopg2
from psycopg2 import sql

from tsa_portal.runtime.paths import PROJECT
from tsa_portal.runtime.problem import Problem
from tsa_portal.runtime.tools import child_environment, manage, quietly

VARIABLES = ("DATABASE_URL", "DATABASE_OWNER_URL", "DATABASE_BACKUP_URL")


@contextmanager
def scratch_database(variables: Mapping[str, str]) -> Iterator[dict[str, str]]:
    """Make and migrate a database; the variables that name it. It is dropped after the block."""
    given = {**os.environ, **variables}
    owner = given.get("DATABASE_OWNER_URL")
    if not owner:
        raise Problem(
            "Benchmarks make a database of their own, for which DATABASE_OWNER_URL has to be set too."
        )
    name = f"tsa_bench_{secrets.token_hex(4)}"
    own = {**variables, **{key: with_database(given[key], name) for key in VARIABLES if key in given}}
    _execute(owner, "CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'", name)
    try:
        quietly(manage("migrate", "--no-input"), cwd=PROJECT, environment=child_environment(own))
        yield own
    finally:
        _execute(owner, "DROP DATABASE {} WITH (FORCE)", name)


def with_database(url: str, name: str) -> str:
    """The same URL for another database."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(path=f"/{name}"))


def _execute(url: str, statement: str, name: str) -> None:
    with closing(psycopg2.connect(url)) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(sql.SQL(statement).format(sql.Identifier(name)))
