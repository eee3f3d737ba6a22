"""PostgreSQL: its version, the three roles and their rights, tables, row-level security, the clock."""

import os
import time
from collections.abc import Iterator, Mapping
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from foundation.tenancy.gates import breaches
from tsa_portal.doctor.findings import Finding, fail, ok, warn
from tsa_portal.runtime import server
from tsa_portal.runtime.problem import Problem
from tsa_portal.runtime.services import OLDEST_SERVER

RIGHTS = """
SELECT current_user, rolsuper, rolbypassrls, rolcreatedb OR rolcreaterole
  FROM pg_roles WHERE rolname = current_user
"""
NEWEST_MAJOR = 18
LEAST = "NOBYPASSRLS NOCREATEDB NOCREATEROLE"
LITTLE_SKEW, MUCH_SKEW = 2.0, 20.0
BYPASSES: Mapping[str, bool] = {"app": False, "owner": True, "backup": True}


def roles() -> Iterator[Finding]:
    """Each role logs in, and can do what it is for and no more."""
    for role, variable in settings.DATABASE_VARIABLES.items():
        url = os.environ.get(variable, "")
        if not url:
            if role != "app":  # web and workers are not told the others
                yield warn(f"{variable} is not set here", f"Set it where you {_needed_for(role)}.")
            continue
        try:
            with server.session(url) as session:
                ((name, is_super, bypasses, makes),) = server.rows_of(session, RIGHTS)
                version = session.server_version
        except Problem as problem:
            yield fail(
                f"{variable}: {str(problem).splitlines()[0]}",
                "Is it running, and the password right?",
            )
            continue
        if role == "app":
            yield _version(version)
        yield _rights(role, name, is_super=is_super, bypasses=bypasses, makes=makes)


def tables() -> Iterator[Finding]:
    pending = MigrationExecutor(connection).migration_plan(
        MigrationExecutor(connection).loader.graph.leaf_nodes()
    )
    if pending:
        names = ", ".join(f"{migration.app_label}.{migration.name}" for migration, _ in pending[:3])
        yield fail(f"{len(pending)} migrations are still to run: {names}", "./portal run migrate")
        return
    yield ok("Every migration has run")
    with connection.cursor() as cursor:
        found = breaches(cursor)
    if found:
        yield fail(f"Alliances are not kept apart: {'; '.join(found[:3])}", "./portal run migrate")
    else:
        yield ok("Row-level security keeps alliances apart")


def clock() -> Iterator[Finding]:
    """The database's clock and ours, half the question's way taken off."""
    with connection.cursor() as cursor:
        asked = time.time()
        cursor.execute("SELECT extract(epoch FROM clock_timestamp())::float8")
        theirs = cursor.fetchone()[0]
    skew = abs(theirs - (asked + time.time()) / 2)
    told = f"The database's clock and this machine's differ by {skew:.1f} s"
    if skew > MUCH_SKEW:
        yield fail(f"{told}: second factors will be refused", "timedatectl set-ntp true   (on both machines)")
    elif skew > LITTLE_SKEW:
        yield warn(told, "timedatectl set-ntp true   (on both machines)")
    else:
        yield ok(told)


def _version(number: int) -> Finding:
    told = f"PostgreSQL {number // 10000}.{number % 10000}"
    if number < OLDEST_SERVER:
        return fail(f"{told} is too old", "Upgrade it to 15.14 or newer.")
    if number // 10000 > NEWEST_MAJOR:
        return warn(f"{told} is newer than what we tried", f"15.14 to {NEWEST_MAJOR} are known to work.")
    return ok(told)


def _rights(role: str, name: str, *, is_super: bool, bypasses: bool, makes: bool) -> Finding:
    if is_super:
        return fail(f"{name} is a superuser", f"ALTER ROLE {name} NOSUPERUSER;")
    if role == "app" and (bypasses or makes):
        return fail(
            f"{name} can do more than it should", f"ALTER ROLE {name} NOBYPASSRLS NOCREATEDB NOCREATEROLE;"
        )
    if BYPASSES[role] and not bypasses:
        return fail(f"{name} cannot read every alliance's rows", f"ALTER ROLE {name} BYPASSRLS;")
    return ok(f"{name} can {'see the alliance it acts for' if role == 'app' else _needed_for(role)}")


def _needed_for(role: str) -> str:
    return {"owner": "migrate and restore", "backup": "make backups"}[role]


CHECKS: tuple[Any, ...] = (roles, tables, clock)
