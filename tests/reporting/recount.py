"""The report's figures counted again in plain SQL, written without looking at how the report counts them."""

from datetime import date
from typing import Any

from django.db import connection

AREA = """
    SELECT DISTINCT ON (coalesce(s.successor_id, s.id))
           coalesce(s.successor_id, s.id) AS school, la.code AS authority, s.phase_group AS phase
      FROM alliance_school s JOIN alliance_localauthority la ON la.id = s.local_authority_id
     WHERE s.local_authority_id IN (SELECT local_authority_id FROM alliance_servedauthority
                                     WHERE alliance_id = %(alliance)s)
       AND s.in_register
       AND s.type_group NOT IN ('Independent schools', 'Online provider', 'Other types', 'Universities',
                                'Colleges', 'Welsh schools', 'Children''s centres')
       AND (s.opened_on <= %(day)s OR s.opened_on IS NULL AND s.status <> '4')
       AND (s.closed_on > %(day)s OR s.closed_on IS NULL AND s.status <> '2')
     ORDER BY 1, s.successor_id NULLS FIRST, s.urn
"""
ENGAGED = """
    SELECT DISTINCT coalesce(s.successor_id, s.id) AS school, e.strand
      FROM alliance_engagement e JOIN alliance_school s ON s.id = e.school_id
     WHERE e.alliance_id = %(alliance)s AND e.took_part_on BETWEEN %(first)s AND %(last)s
"""
REACH = f"""
WITH area AS ({AREA}), engaged AS ({ENGAGED}),
     depth AS (SELECT school, count(*) AS strands FROM engaged GROUP BY school)
SELECT cut, count(*) FILTER (WHERE strands >= least), count(*)
  FROM area LEFT JOIN depth USING (school)
  CROSS JOIN LATERAL (VALUES ('all', 1), ('authority ' || authority, 1), ('phase ' || phase, 1),
                             ('two', 2), ('three', 3)) AS cuts (cut, least)
 GROUP BY cut
"""  # noqa: S608 - constants of this file
STRANDS = f"""
WITH area AS ({AREA}), engaged AS ({ENGAGED})
SELECT strand, count(*) FROM engaged JOIN area USING (school) GROUP BY strand
"""  # noqa: S608 - likewise
PARTNERS = """
    SELECT DISTINCT coalesce(s.successor_id, s.id) AS school
      FROM alliance_partner p JOIN alliance_school s ON s.id = p.school_id
     WHERE p.alliance_id = %(alliance)s AND p.organisation = 'school'
       AND p.joined_on <= %(day)s AND (p.left_on IS NULL OR p.left_on > %(day)s)
"""
PHASES = f"SELECT phase_group, count(*) FROM alliance_school WHERE id IN ({PARTNERS}) GROUP BY 1"  # noqa: S608
MOVED = """
SELECT count(*) FILTER (WHERE joined_on BETWEEN %(first)s AND %(last)s),
       count(*) FILTER (WHERE left_on BETWEEN %(first)s AND %(last)s)
  FROM alliance_partner WHERE alliance_id = %(alliance)s
"""
CHECKED = """
SELECT count(*) FILTER (WHERE EXISTS (SELECT FROM alliance_contactcheck k WHERE k.contact_id = c.id
                                         AND (k.checked_at AT TIME ZONE 'Europe/London')::date
                                             BETWEEN %(day)s::date - 365 AND %(day)s)),
       count(*)
  FROM alliance_contact c JOIN alliance_partner p ON p.id = c.partner_id
 WHERE c.alliance_id = %(alliance)s AND p.joined_on <= %(day)s AND (p.left_on IS NULL OR p.left_on > %(day)s)
"""
MILES = f"""
WITH partner AS (SELECT easting, northing FROM alliance_school
                  WHERE id IN ({PARTNERS}) AND easting IS NOT NULL AND id <> %(lead)s),
     lead AS (SELECT easting, northing FROM alliance_school WHERE id = %(lead)s)
SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY
           sqrt((p.easting - l.easting)::float8 ^ 2 + (p.northing - l.northing)::float8 ^ 2) / 1609.344)
  FROM partner p, lead l
"""  # noqa: S608 - likewise


def ask(statement: str, **values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())


def recount_reach(alliance_id: int, *, day: date, first: date) -> dict[str, tuple[int, int]]:
    """(reached, open) by cut: all, two, three, `authority 971`, `phase primary`."""
    rows = ask(REACH, alliance=alliance_id, day=day, first=first, last=day)
    return {cut: (reached, opened) for cut, reached, opened in rows}


def recount_strands(alliance_id: int, *, day: date, first: date) -> dict[str, int]:
    return dict(ask(STRANDS, alliance=alliance_id, day=day, first=first, last=day))  # type: ignore[arg-type]


def recount_phases(alliance_id: int, *, day: date) -> dict[str, int]:
    return dict(ask(PHASES, alliance=alliance_id, day=day))  # type: ignore[arg-type]


def recount_moved(alliance_id: int, *, day: date, first: date) -> tuple[int, int]:
    """(joined, left)"""
    ((joined, left),) = ask(MOVED, alliance=alliance_id, first=first, last=day)
    return joined, left


def recount_checked(alliance_id: int, *, day: date) -> tuple[int, int]:
    ((checked, contacts),) = ask(CHECKED, alliance=alliance_id, day=day)
    return checked, contacts


def recount_miles(alliance_id: int, *, day: date, lead: int) -> float | None:
    ((miles,),) = ask(MILES, alliance=alliance_id, day=day, lead=lead)
    return miles
