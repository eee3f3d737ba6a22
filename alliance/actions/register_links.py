"""Keeping the links of the register, and folding them into the record each school is today."""

from dataclasses import dataclass

from django.db import connection

from alliance.actions.register_stage import make_unlisted, stage
from alliance.choices import SchoolStatus
from alliance.logic.register.links import Link, names_from
from alliance.logic.register.succession import Standing, fold
from alliance.models import School, SchoolLink

STILL_OPEN = (SchoolStatus.OPEN, SchoolStatus.CLOSING, SchoolStatus.PROPOSED)


@dataclass(frozen=True)
class MergedLinks:
    """`changed` counts links added, altered and taken away; `made` schools that only a link names."""

    changed: int
    made: int


def merge_links(links: list[Link]) -> MergedLinks:
    """Write what differs. A file tells all links of each school it names: one it no longer tells is taken
    away."""
    columns = {
        "urn": "integer",
        "linked_urn": "integer",
        "linked_name": "text",
        "link_type": "text",
        "established_on": "date",
    }
    stage(
        "register_links",
        columns,
        (
            (link.urn, link.linked_urn, link.linked_name, link.link_type, link.established_on)
            for link in links
        ),
    )
    with connection.cursor() as cursor:
        cursor.execute(REMOVE_LINKS)
        changed = cursor.rowcount
        cursor.execute(WRITE_LINKS)
        changed += cursor.rowcount
    names = dict.fromkeys((link.urn for link in links), "") | dict.fromkeys(
        (link.linked_urn for link in links), ""
    )
    return MergedLinks(changed, make_unlisted(names | names_from(links)))


REMOVE_LINKS = """
DELETE FROM alliance_schoollink AS link
 USING (SELECT DISTINCT urn FROM register_links) AS named
 WHERE named.urn = link.urn
   AND NOT EXISTS (SELECT FROM register_links AS told WHERE told.urn = link.urn
                      AND told.linked_urn = link.linked_urn AND told.link_type = link.link_type)
"""
WRITE_LINKS = """
INSERT INTO alliance_schoollink AS link (urn, linked_urn, linked_name, link_type, established_on)
SELECT urn, linked_urn, linked_name, link_type, established_on FROM register_links
    ON CONFLICT (urn, linked_urn, link_type) DO UPDATE
   SET linked_name = EXCLUDED.linked_name, established_on = EXCLUDED.established_on
 WHERE (link.linked_name, link.established_on)
       IS DISTINCT FROM (EXCLUDED.linked_name, EXCLUDED.established_on)
"""


def fold_chains(*, register_import_id: int, newest_before: int) -> int:
    """Lead every school to the end of its chain, after every import: a status may change it as a link does.

    Schools with an id up to `newest_before` were known before this import, and their change is news. Returns
    how many schools now lead elsewhere.
    """
    links = [
        Link(*row)
        for row in SchoolLink.objects.order_by("id").values_list(
            "urn", "linked_urn", "link_type", "established_on"
        )
    ]
    ends = fold(links, _standings())
    stage("register_ends", {"urn": "integer", "end_urn": "integer"}, ends.items())
    with connection.cursor() as cursor:
        cursor.execute(LEAD_TO_ENDS, {"import": register_import_id, "newest": newest_before})
        return int(cursor.fetchone()[0])


def _standings() -> dict[int, Standing]:
    rows = School.objects.filter(in_register=True, status__in=STILL_OPEN).values_list(
        "urn", "status", "sighting__register_import__as_at"
    )
    return {urn: Standing(True, status == SchoolStatus.CLOSING, as_at) for urn, status, as_at in rows}


LEAD_TO_ENDS = """
WITH ends AS (
    SELECT school.id, school.successor_id AS before, target.id AS after
      FROM alliance_school AS school
      LEFT JOIN register_ends USING (urn)
      LEFT JOIN alliance_school AS target ON target.urn = register_ends.end_urn
     WHERE school.successor_id IS DISTINCT FROM target.id
), moved AS (
    UPDATE alliance_school AS school SET successor_id = ends.after FROM ends WHERE ends.id = school.id
    RETURNING school.id
), told AS (
    INSERT INTO alliance_registerchange AS change (register_import_id, school_id, fields, news)
    SELECT %(import)s, ends.id, ARRAY['successor'], jsonb_build_object('successor', jsonb_build_array(
               coalesce(earlier.name || ', URN ' || earlier.urn, ''),
               coalesce(later.name || ', URN ' || later.urn, '')))
      FROM ends
      LEFT JOIN alliance_school AS earlier ON earlier.id = ends.before
      LEFT JOIN alliance_school AS later ON later.id = ends.after
     WHERE ends.id <= %(newest)s
        ON CONFLICT (register_import_id, school_id) DO UPDATE
       SET fields = change.fields || EXCLUDED.fields, news = change.news || EXCLUDED.news
)
SELECT count(*) FROM moved
"""
