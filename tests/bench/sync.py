"""How near the API comes to PostgreSQL itself: 100,000 partners through `/changes`, against `psql` and COPY.

The portal's own server answers over HTTP, uncompressed, with row-level security and a school's view on, 5,000
objects a page. The limit is the best PostgreSQL does with the same rows and columns as `row_to_json`, read
without either. They take turns within each run.
"""

import http.client
import json
import os
import shutil
import subprocess
import time
from contextlib import ExitStack
from dataclasses import dataclass
from urllib.parse import urlsplit

import psycopg2
from django.db import connection, transaction

from alliance.actions.credentials import make_credential
from alliance.models import Alliance, Partner
from alliance.queries.sync import PARTNERS
from foundation.feed.columns import Column
from foundation.tenancy.scope import acting_within
from tsa_portal.runtime.postgres_binaries import find_binaries
from tsa_portal.runtime.web import serving

NAME = "sync"
LIMIT = {"ratio": (">=", 0.7)}
GOAL = {"ratio": (">=", 0.8)}

ROWS = 100_000
PAGE = 5_000
EMPTY = b'{"data":[]'
NEXT = b'"next":"'
TAIL = 1_000
TURNS = 2

SCHOOLS = """
INSERT INTO alliance_school
       (public_id, urn, in_register, name, status, phase, phase_group, type_name, type_group,
        establishment_number, ukprn, gender, religious_character, admissions_policy, urban_rural, trust_uid,
        trust_name, street, locality, town, county, postcode, website, telephone, region, district,
        head_digest)
SELECT gen_random_uuid(), 100000 + n, true, 'Fernwold Primary School ' || n, '1', '2', 'primary',
       'Community school', 'Local authority maintained schools', '2001', (10000000 + n)::text, 'Mixed',
       'Does not apply', 'Not applicable', '', '', '', n || ' Fern Lane', '', 'Fernwold', 'Eastmoor',
       'TS99 1AA', '', '', 'North East', 'Eastmoor', ''
  FROM generate_series(1, %(rows)s) AS n
"""
PARTNERS_OF_SCHOOLS = """
INSERT INTO alliance_partner
       (alliance_id, public_id, organisation, name, school_id, trust_uid, ukprn, address, reason, listed,
        joined_on, version, created_at, updated_at)
SELECT %(alliance)s, gen_random_uuid(), 'school', name, id, '', '', '', '', true,
       '2024-09-01', 1, now(), now()
  FROM alliance_school ORDER BY id
"""
ROLES = """
INSERT INTO alliance_partnerrole (alliance_id, partner_id, kind, academic_year)
SELECT alliance_id, id, 'member', 2025 FROM alliance_partner WHERE alliance_id = %(alliance)s ORDER BY id
"""
ROLES_AS_JSON = """(
    SELECT coalesce(json_agg(part), '[]') FROM (
        SELECT r.kind, r.academic_year || '/' || right((r.academic_year + 1)::text, 2) AS academic_year
          FROM alliance_partnerrole AS r WHERE r.alliance_id = p.alliance_id AND r.partner_id = p.id
         ORDER BY r.academic_year, r.kind) AS part)"""
STATE = ExitStack()


@dataclass
class Bench:
    """What one run needs."""

    address: str
    path: str
    headers: dict[str, str]
    copy: list[str]


def prepare() -> None:
    """Fill the database, start the server, and look once that every row comes and is complete."""
    global BENCH  # the runner calls functions of the module
    alliance = Alliance.objects.create(name="Eastmoor", slug="eastmoor")
    with acting_within(alliance), transaction.atomic():
        with connection.cursor() as cursor:
            for statement in (SCHOOLS, PARTNERS_OF_SCHOOLS, ROLES):
                cursor.execute(statement, {"rows": ROWS, "alliance": alliance.pk})
        partner = Partner.objects.order_by("pk").first()
        assert partner is not None
        _, text = make_credential(partner=partner, name="Bench", scopes=["read:partners"], by=None)
    connection.close()
    _settle()
    address = STATE.enter_context(serving())
    BENCH = Bench(
        address=address,
        path=f"/api/v1/alliances/eastmoor/changes?limit={PAGE}&types=partner",
        headers={"Authorization": f"Bearer {text}", "Accept-Encoding": "identity"},
        copy=_copy_command(alliance.pk, partner.pk),
    )
    _check()


def measure() -> dict[str, float]:
    """The two take turns; seconds of each are summed."""
    api = limit = 0.0
    for _ in range(TURNS):
        began = time.perf_counter()
        follow(BENCH)
        turned = time.perf_counter()
        copied(subprocess.DEVNULL)
        limit += time.perf_counter() - turned
        api += turned - began
    return {
        "ratio": limit / api,
        "rows_per_second": TURNS * ROWS / api,
        "page_ms": 1_000 * api / (TURNS * ROWS / PAGE),
    }


def finish() -> None:
    STATE.close()


def follow(bench: Bench) -> list[bytes]:
    """Read the full state over one connection; the pages, unparsed but for where the next one is."""
    host = urlsplit(bench.address)
    client = http.client.HTTPConnection(host.hostname or "", host.port)
    pages, path = [], bench.path
    while True:
        client.request("GET", path, headers=bench.headers)
        body = client.getresponse().read()
        if body.startswith(EMPTY):
            client.close()
            return pages
        pages.append(body)
        start = body.rindex(NEXT, len(body) - TAIL) + len(NEXT)
        path = body[start : body.index(b'"', start)].decode().removeprefix(bench.address)


def _check() -> None:
    """Every row once, and the same bytes of it that the limit writes."""
    told = {each["id"]: each for page in follow(BENCH) for each in json.loads(page)["data"]}
    rows = copied(subprocess.PIPE).splitlines()
    assert len(told) == len(rows) == ROWS, (len(told), len(rows))
    assert all(told[each["id"]] == each for each in map(json.loads, rows))


def copied(output: int) -> bytes:
    environment = {**os.environ, "PGTZ": "UTC"}
    return subprocess.run(BENCH.copy, stdout=output, env=environment, check=True).stdout or b""


def _copy_command(alliance_id: int, partner_id: int) -> list[str]:
    own = f"p.id = {partner_id}"
    values = [(_plain(column).replace("{own}", own), column.name) for column in PARTNERS.columns]
    columns = ", ".join(f'{value} AS "{name}"' for value, name in values)
    rows = f"SELECT {columns} FROM {PARTNERS.source} WHERE {PARTNERS.alliance} = {alliance_id}"  # noqa: S608  # our own
    copy = f"COPY (SELECT row_to_json(t) FROM ({rows}) AS t) TO STDOUT"  # noqa: S608  # likewise
    psql = shutil.which("psql") or find_binaries().program("psql")
    return [psql, "-X", "-q", _unrestricted(), "-c", copy]


def _plain(column: Column) -> str:
    """The value as one would write it for `row_to_json`; what the API gives as a word is text."""
    if column.name == "roles":
        return ROLES_AS_JSON
    return f"({column.sql})::text" if column.kind == "word" else column.sql


def _unrestricted() -> str:
    """A role that reads without row-level security, which is no slower."""
    return os.environ.get("DATABASE_BACKUP_URL") or os.environ["DATABASE_OWNER_URL"]


def _settle() -> None:
    """What autovacuum does in time: statistics, and pages known to be visible to all."""
    owner = psycopg2.connect(os.environ["DATABASE_OWNER_URL"])
    owner.autocommit = True
    with owner.cursor() as cursor:
        for table in ("alliance_school", "alliance_partner", "alliance_partnerrole", "foundation_change"):
            cursor.execute(f"VACUUM ANALYZE {table}")
    owner.close()


BENCH: Bench
