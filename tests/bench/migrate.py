"""How long an empty database takes to migrate, in a process of its own, as `./portal run migrate` does."""

import os
import secrets
import subprocess
import time
from urllib.parse import urlsplit, urlunsplit

import psycopg2
from psycopg2 import sql

from tsa_portal.runtime.paths import PROJECT
from tsa_portal.runtime.tools import child_environment, manage

NAME = "migrate"
LIMIT = {"seconds": ("<=", 20)}
GOAL = {"seconds": ("<=", 8)}


def measure() -> dict[str, float]:
    owner = os.environ["DATABASE_OWNER_URL"]
    name = f"tsa_migrate_{secrets.token_hex(4)}"
    own = urlunsplit(urlsplit(owner)._replace(path=f"/{name}"))
    environment = child_environment(
        {"DATABASE_URL": own, "DATABASE_OWNER_URL": own, "TSA_DATABASE_ROLE": "owner"}
    )
    _execute("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'", name)
    try:
        began = time.perf_counter()
        subprocess.run(
            manage("migrate", "--no-input", "--verbosity", "0"), cwd=PROJECT, env=environment, check=True
        )
        return {"seconds": time.perf_counter() - began}
    finally:
        _execute("DROP DATABASE {} WITH (FORCE)", name)


def _execute(statement: str, name: str) -> None:
    connection = psycopg2.connect(os.environ["DATABASE_OWNER_URL"])
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL(statement).format(sql.Identifier(name)))
    connection.close()
