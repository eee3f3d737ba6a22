"""How near writing 20,000 validated schools comes to the quickest way there is: COPY into the same table.

The import stages the rows, settles each field with what the register had, and writes what differs with where
it came from; COPY writes the same rows into the same table and indexes and asks nothing. Both begin with rows
that have been read and judged, and with an empty register, and take turns.
"""

import io
from collections.abc import Callable
from datetime import date
from functools import partial
from time import perf_counter
from typing import Any

from django.db import connection, transaction

NAME = "register_import"
LIMIT = {"ratio": (">=", 0.4)}
GOAL: dict[str, tuple[str, float]] = {}

ROWS = 20_000
TABLES = ("alliance_localauthority", "alliance_school")
TABLE: Any = None
COPIED: dict[str, tuple[str, str]] = {}
HEADER = (
    "URN,LA (code),LA (name),EstablishmentNumber,EstablishmentName,TypeOfEstablishment (name),"
    "EstablishmentTypeGroup (name),EstablishmentStatus (code),PhaseOfEducation (code),OpenDate,Gender (name),"
    "SchoolCapacity,NumberOfPupils,UKPRN,LastChangedDate,Street,Town,Postcode,Easting,Northing,GOR (name)"
)


def prepare() -> None:
    """Read the file once; write it once to learn what COPY has to write."""
    global TABLE, COPIED
    from alliance.logic.register.heads import head_digester
    from alliance.logic.register.layouts import LAYOUTS
    from alliance.logic.register.table import read_table, school_cells

    text = "\r\n".join([HEADER, *map(_line, range(ROWS)), ""])
    finish = partial(school_cells, digest=head_digester(b"bench"))
    TABLE = read_table(
        io.BytesIO(text.encode("cp1252")),
        LAYOUTS["gias"],
        finish=finish,
    )
    assert (len(TABLE.records), TABLE.rejections) == (ROWS, [])
    with transaction.atomic():
        _import()
        COPIED = {table: _copied(table) for table in TABLES}
        transaction.set_rollback(True)


def _copied(table: str) -> tuple[str, str]:
    """The columns of a table, and its rows as COPY writes them."""
    rows = io.StringIO()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT string_agg(attname, ', ' ORDER BY attnum) FROM pg_attribute"
            " WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''",
            [table],
        )
        (columns,) = cursor.fetchone()
        cursor.copy_expert(f"COPY {table} ({columns}) TO STDOUT", rows)
    return columns, rows.getvalue()


def measure() -> dict[str, float]:
    """Both once, each in a transaction of its own that is taken back."""
    copying, importing = _timed(_copy), _timed(_import)
    return {
        "ratio": copying / importing,
        "import_seconds": importing,
        "copy_seconds": copying,
        "rows_per_second": ROWS / importing,
    }


def _timed(write: Callable[[], None]) -> float:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_nestloop = off")  # as the import does, for what it writes itself
        began = perf_counter()
        write()
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        taken = perf_counter() - began
        cursor.execute("SELECT count(*) FROM alliance_school")
        if cursor.fetchone()[0] != ROWS:
            raise AssertionError("Not every school was written.")
        transaction.set_rollback(True)
    return taken


def _copy() -> None:
    with connection.cursor() as cursor:
        for table, (columns, rows) in COPIED.items():
            cursor.copy_expert(f"COPY {table} ({columns}) FROM STDIN", io.StringIO(rows))


def _import() -> None:
    from alliance.actions.register_merge import merge_schools, told_fields
    from alliance.logic.register.layouts import LAYOUTS
    from alliance.models import RegisterImport

    report = RegisterImport.objects.create(
        file_name="bench.csv",
        layout="gias",
        as_at=date(2026, 2, 3),
        columns=told_fields(TABLE),
        started_at="2026-02-03T04:05:06Z",
    )
    merge_schools(TABLE, LAYOUTS["gias"], report.as_at, register_import_id=report.pk)


def _line(number: int) -> str:
    code = 201 + number % 150
    return (
        f"{100_000 + number},{code},Authority {code},{2000 + number % 7999},Fernwold Primary School {number},"
        "Community school,Local authority maintained schools,1,2,01-09-1998,Mixed,420,"
        f"{200 + number % 220},{10_000_000 + number},03-02-2026,{number} Fern Lane,Fernwold,"
        f"TS{number % 99} {number % 9}AA,{400_000 + number % 90_000},{500_000 + number % 80_000},North East"
    )
