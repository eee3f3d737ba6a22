"""Bringing the register into line with a staged file: one statement decides, one writes, only where something
differs.

`register_merged` holds, for each staged row, what the school would be after the import and which of its
fields that changes. How an old and a new value become one is in `_settled`: the whole rule is there.
"""

from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.backends.utils import CursorWrapper

from alliance.actions.register_stage import stage
from alliance.logic.register.fields import FIELDS, NAMELESS, PHASE_GROUPS, SPECIAL
from alliance.logic.register.heads import MARK
from alliance.logic.register.layouts import STATEMENTS, Layout
from alliance.logic.register.table import Table
from foundation.identifiers import new_public_id

WRITTEN = ("in_register", *FIELDS, "phase_group", "local_authority_id")


@dataclass(frozen=True)
class Merged:
    """Rows of the file, by what they came to; `closed` are part of `updated`."""

    created: int
    updated: int
    unchanged: int
    closed: int


def merge_schools(table: Table, layout: Layout, as_at: date, *, register_import_id: int) -> Merged:
    """Write what differs. The caller holds the register's lock and the transaction."""
    told = told_fields(table)
    _stage_schools(table, told)
    with connection.cursor() as cursor:
        _add_authorities(cursor, told, layout)
        cursor.execute("DROP TABLE IF EXISTS pg_temp.register_merged")
        cursor.execute(_merge_statement(told, layout), {"as_at": as_at, "nameless": NAMELESS})
        cursor.execute("ANALYZE register_merged")
        _write_schools(cursor)
        if not layout.fills:
            cursor.execute(SIGHTED, {"import": register_import_id, "as_at": as_at})
        cursor.execute(CHANGES, {"import": register_import_id, "nameless": NAMELESS, "mark": MARK})
        cursor.execute(COUNTS)
        return Merged(*cursor.fetchone())


def told_fields(table: Table) -> list[str]:
    """The fields of School that the file has columns for."""
    told = [name for name in FIELDS if name in table.slots]
    return [*told, "head_digest"] if {"head_first_name", "head_last_name"} & table.slots else told


def _stage_schools(table: Table, told: list[str]) -> None:
    authority = ("la_code", "la_name", "la_region")
    columns = {"line": "integer", "urn": "integer", "public_id": "uuid", **dict.fromkeys(authority, "text")}
    columns |= {name: FIELDS[name] for name in told}
    stage(
        "register_stage",
        columns,
        (
            [
                record.line,
                record.values["urn"],
                new_public_id(),
                *(record.values.get(name) for name in (*authority, *told)),
            ]
            for record in table.records
        ),
    )


ADD_AUTHORITIES = """
INSERT INTO alliance_localauthority AS known (code, name, region)
SELECT DISTINCT ON (la_code) la_code, la_name, coalesce({region}, '')
  FROM register_stage WHERE la_code <> '000' AND la_name IS NOT NULL
 GROUP BY la_code, la_name, {region} ORDER BY la_code, count(*) DESC, la_name, {region}
    ON CONFLICT (code) DO UPDATE
   SET region = coalesce(nullif(known.region, ''), EXCLUDED.region),
       name = {name}
 WHERE known.region = '' AND EXCLUDED.region <> '' OR known.name <> {name}
"""


def _add_authorities(cursor: CursorWrapper, told: list[str], layout: Layout) -> None:
    """Authorities, named and placed as most of their rows are. The register may rename a known one, a list
    may not."""
    region = "region" if "region" in told else "la_region"
    name = "known.name" if layout.fills else "EXCLUDED.name"
    cursor.execute(ADD_AUTHORITIES.format(region=region, name=name))


def _settled(name: str, told: bool) -> str:
    """SQL for one field: `stage` has what the file tells, `known` what the register had.

    A later file counts, except that an empty cell says nothing unless it is a statement (`STATEMENTS`). A
    file older than the last one that described the school (`seen`), and a layout that fills, only fill what
    is empty; not even that where the later file stated that there is nothing.
    """
    known = f"nullif(known.{name}, '')" if FIELDS[name] == "text" else f"known.{name}"
    if not told:
        return known
    new = f"stage.{name}"
    if name in STATEMENTS:
        return (
            f"CASE WHEN fresh THEN {new}"
            f" WHEN '{name}' = ANY (seen.columns) THEN {known} ELSE coalesce({known}, {new}) END"
        )
    return f"CASE WHEN fresh THEN coalesce({new}, {known}) ELSE coalesce({known}, {new}) END"


def _merge_statement(told: list[str], layout: Layout) -> str:
    settled = {name: _settled(name, name in told) for name in FIELDS}
    settled["name"] = f"coalesce({settled['name']}, %(nameless)s || stage.urn)"
    texts = [name for name, kind in FIELDS.items() if kind == "text"]
    settled |= {name: f"coalesce({settled[name]}, '')" for name in texts}
    values = [f"{sql} AS {name}" for name, sql in settled.items()]
    if "trust_name" in told and "trust_uid" not in told:
        trust = "CASE WHEN trust_name = known_trust_name THEN trust_uid ELSE '' END"
    else:
        trust = "trust_uid"
    outer = [name if name != "trust_uid" else f"{trust} AS trust_uid" for name in FIELDS]
    differing = [f"CASE WHEN now.{name} IS DISTINCT FROM known.{name} THEN '{name}' END" for name in WRITTEN]
    fresh = "known.id IS NULL" if layout.fills else "seen.as_at IS NULL OR %(as_at)s >= seen.as_at"
    return f"""
CREATE TEMPORARY TABLE register_merged ON COMMIT DROP AS
WITH settled AS (
    SELECT stage.line, stage.urn, stage.public_id, known.id AS school_id,
           known.trust_name AS known_trust_name, known.phase_group AS known_phase_group,
           {"coalesce(known.in_register, false)" if layout.fills else "true"} AS in_register,
           {", ".join(values)},
           CASE WHEN fresh THEN coalesce(authority.id, known.local_authority_id)
                ELSE coalesce(known.local_authority_id, authority.id) END AS local_authority_id
      FROM register_stage AS stage
      LEFT JOIN alliance_school AS known ON known.urn = stage.urn
      LEFT JOIN alliance_schoolsighting AS sighting ON sighting.school_id = known.id
      LEFT JOIN alliance_registerimport AS seen ON seen.id = sighting.register_import_id
      LEFT JOIN alliance_localauthority AS coded ON coded.code = stage.la_code
      LEFT JOIN (
          SELECT lower(name) AS name, min(id) AS id FROM alliance_localauthority GROUP BY lower(name)
      ) AS named ON stage.la_code IS NULL AND named.name = lower(stage.la_name)
     CROSS JOIN LATERAL (
          SELECT coalesce(coded.id, named.id) AS id) AS authority
     CROSS JOIN LATERAL (
          SELECT {fresh} AS fresh) AS freshness
), now AS (
    SELECT line, urn, public_id, school_id, in_register, local_authority_id, {", ".join(outer)},
           {_phase_group()} AS phase_group
      FROM settled
)
SELECT now.*, known.in_register AS was_in_register, known.name AS known_name, known.status AS known_status,
       known.trust_name AS known_trust, known.head_digest AS known_head,
       array_remove(ARRAY[{", ".join(differing)}]::text[], NULL) AS changed
  FROM now LEFT JOIN alliance_school AS known ON known.id = now.school_id
"""  # noqa: S608  # built of our own names; what the file says is in the stage


def _phase_group() -> str:
    """A school of which neither phase nor type is known stays in the group it was in."""
    groups = " ".join(f"WHEN phase = '{phase}' THEN '{group}'" for phase, group in PHASE_GROUPS.items())
    return (
        "CASE WHEN phase = '' AND type_name = '' AND type_group = ''"
        " THEN coalesce(known_phase_group, 'other')"
        f" WHEN lower(type_name || ' ' || type_group) LIKE '%%{SPECIAL}%%' THEN '{SPECIAL}'"
        f" {groups} ELSE 'other' END"
    )


def _write_schools(cursor: CursorWrapper) -> None:
    columns = ", ".join(WRITTEN)
    cursor.execute(
        f"INSERT INTO alliance_school AS school (urn, public_id, {columns})"  # noqa: S608  # our own column names
        f" SELECT urn, public_id, {columns} FROM register_merged"
        "  WHERE school_id IS NULL OR cardinality(changed) > 0 ORDER BY line"
        f" ON CONFLICT (urn) DO UPDATE SET {', '.join(f'{name} = EXCLUDED.{name}' for name in WRITTEN)}"
        f" WHERE ({', '.join(f'school.{name}' for name in WRITTEN)})"
        f" IS DISTINCT FROM ({', '.join(f'EXCLUDED.{name}' for name in WRITTEN)})"
    )


SIGHTED = """
INSERT INTO alliance_schoolsighting AS sighting (school_id, register_import_id)
SELECT school.id, %(import)s FROM register_merged JOIN alliance_school AS school USING (urn)
    ON CONFLICT (school_id) DO UPDATE SET register_import_id = EXCLUDED.register_import_id
 WHERE (SELECT as_at FROM alliance_registerimport WHERE id = sighting.register_import_id) < %(as_at)s
"""
CHANGES = """
INSERT INTO alliance_registerchange (register_import_id, school_id, fields, news)
SELECT %(import)s, school_id, changed, jsonb_strip_nulls(jsonb_build_object(
           'name', CASE WHEN 'name' = ANY (changed) AND known_name <> %(nameless)s || urn
                        THEN jsonb_build_array(known_name, name) END,
           'status', CASE WHEN 'status' = ANY (changed) AND known_status <> ''
                          THEN jsonb_build_array(known_status, status) END,
           'trust', CASE WHEN 'trust_name' = ANY (changed) AND known_trust <> ''
                         THEN jsonb_build_array(known_trust, trust_name) END))
       || CASE WHEN known_head <> '' AND head_digest <> '' AND known_head <> head_digest
                    AND left(known_head, %(mark)s) = left(head_digest, %(mark)s)
               THEN '{"head": null}'::jsonb ELSE '{}'::jsonb END
  FROM register_merged WHERE school_id IS NOT NULL AND cardinality(changed) > 0
"""
COUNTS = """
SELECT count(*) FILTER (WHERE new), count(*) FILTER (WHERE differs AND NOT new),
       count(*) FILTER (WHERE NOT differs AND NOT new),
       count(*) FILTER (WHERE differs AND NOT new AND status = '2' AND known_status IN ('1', '3', '4'))
  FROM (SELECT status, known_status, cardinality(changed) > 0 AS differs,
               school_id IS NULL OR in_register AND NOT was_in_register AS new
          FROM register_merged) AS rows
"""
