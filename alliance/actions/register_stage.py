"""Staging tables: COPY into a temporary table, whatever the values hold, and make schools of what is only
named."""

import io
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection

from alliance.logic.register.fields import FIELDS, NAMELESS
from foundation.identifiers import new_public_id

REGISTER_LOCK = 7_201_846_529
"""Held to the end of the transaction by whoever writes schools: one import at a time."""
SPECIAL = re.compile(r"[\\\t\n\r]")
ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})

Cell = str | int | Decimal | date | None | Any


def stage(table: str, columns: Mapping[str, str], rows: Iterable[Sequence[Cell]]) -> None:
    """Make temporary `table` with `columns` (name → type) and COPY `rows` into it. It goes with the
    transaction."""
    copied = io.StringIO()
    for row in rows:
        copied.write("\t".join(map(_written, row)) + "\n")
    copied.seek(0)
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS pg_temp.{table}")
        declared = ", ".join(f"{name} {kind}" for name, kind in columns.items())
        cursor.execute(f"CREATE TEMPORARY TABLE {table} ({declared}) ON COMMIT DROP")
        cursor.copy_expert(f"COPY {table} ({', '.join(columns)}) FROM STDIN", copied)
        cursor.execute(f"ANALYZE {table}")


def _written(value: Cell) -> str:
    if value is None:
        return r"\N"
    text = str(value)
    return text.translate(ESCAPES) if SPECIAL.search(text) else text  # few hold any, and looking is quicker


def lock_register(*, wait: bool) -> bool:
    """Be the only one that writes schools until the transaction ends. False when somebody else is."""
    with connection.cursor() as cursor:
        if wait:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [REGISTER_LOCK])
            return True
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [REGISTER_LOCK])
        return bool(cursor.fetchone()[0])


def make_unlisted(names: Mapping[int, str]) -> int:
    """Make schools *not in register* of the URNs that are not known, and name those that had no name.

    `names` is from URN to name, '' where there is none. Returns how many were made.
    """
    stage(
        "register_named",
        {"urn": "integer", "public_id": "uuid", "name": "text"},
        ((urn, new_public_id(), names[urn]) for urn in sorted(names)),
    )
    empty = [name for name, kind in FIELDS.items() if kind == "text" and name != "name"]
    columns, nothing = ", ".join(empty), ", ".join("''" for _ in empty)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO alliance_school (urn, public_id, in_register, phase_group, name, {columns})"  # noqa: S608  # our own column names
            " SELECT urn, public_id, false, 'other', coalesce(nullif(name, ''), %s || urn),"
            f" {nothing} FROM register_named ORDER BY urn ON CONFLICT (urn) DO NOTHING",
            [NAMELESS],
        )
        made = cursor.rowcount
        cursor.execute(
            "UPDATE alliance_school AS school SET name = named.name FROM register_named AS named"
            " WHERE named.urn = school.urn AND named.name <> '' AND NOT school.in_register"
            " AND school.name = %s || school.urn AND school.name <> named.name",
            [NAMELESS],
        )
    return int(made)
