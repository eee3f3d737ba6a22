"""What a list shows of partners, once it is known which ones.

Plain SQL: the list is opened all day, and Django spends longer on composing this statement than PostgreSQL on
answering it. Row-level security holds here as everywhere; the alliance is named as well.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from alliance.choices import PartnerKind
from alliance.logic.academic_year import AcademicYear
from alliance.models import School
from alliance.queries.distances import Centre
from foundation.maps.grid import MILE

SHOWN = """
SELECT partner.public_id, partner.name, partner.organisation, partner.joined_on, partner.left_on,
       school.urn, school.phase_group, school.status, school.resolved_id,
       authority.name, main.name, main.verified_at, hosting.appetite, hosting.verified_at,
       (SELECT coalesce(array_agg(role.kind), '{}') FROM alliance_partnerrole AS role
         WHERE role.alliance_id = partner.alliance_id AND role.partner_id = partner.id
           AND role.academic_year = %s),
       sqrt((school.easting - %s::float) ^ 2 + (school.northing - %s::float) ^ 2) / %s
  FROM (SELECT *, row_number() OVER () AS place FROM ({ordered}) AS listed) AS partner
  LEFT JOIN alliance_school AS school ON school.id = partner.school_id
  LEFT JOIN alliance_localauthority AS authority
    ON authority.id = coalesce(school.local_authority_id, partner.local_authority_id)
  LEFT JOIN alliance_contact AS main
    ON main.alliance_id = partner.alliance_id AND main.partner_id = partner.id AND main.is_main
  LEFT JOIN alliance_hostingpreference AS hosting
    ON hosting.alliance_id = partner.alliance_id AND hosting.partner_id = partner.id
 ORDER BY partner.place
"""


OF_PARTNER = (
    *("alliance_id", "id", "public_id", "name", "organisation"),
    *("joined_on", "left_on", "school_id", "local_authority_id"),
)
"""What the statement takes of a partner itself."""


@dataclass(frozen=True)
class PartnerRow:
    """A partner as lists show it. `kinds` are those of the year asked for, `miles` from the lead school;
    `hosting` is what a school last said about hosting trainees, and `hosting_said_at` when.
    """

    public_id: UUID
    name: str
    organisation: str
    joined_on: date
    left_on: date | None
    urn: int | None
    phase_group: str | None
    school_status: str | None
    resolved_id: int | None
    authority: str | None
    contact: str | None
    verified_at: datetime | None
    hosting: str | None
    hosting_said_at: datetime | None
    kinds: list[str]
    miles: float | None
    is_lead: bool = False


def rows_of(ordered: QuerySet[Any], *, year: AcademicYear, lead: School | None) -> list[PartnerRow]:
    """The partners that `ordered` finds, in its order."""
    centre = Centre.of(lead)
    place = (centre.easting, centre.northing) if centre else (None, None)
    listed, its = ordered.values(*OF_PARTNER).query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(SHOWN.replace("{ordered}", listed), (year.start, *place, MILE, *its))
        rows = cursor.fetchall()
    lead_id = lead.resolved_id if lead else None
    return [_row(row, lead_id) for row in rows]


_RANKS = {kind.value: rank for rank, kind in enumerate(PartnerKind)}


def _row(values: tuple[Any, ...], lead_id: int | None) -> PartnerRow:
    row = PartnerRow(*values)
    if len(row.kinds) > 1:
        row.kinds.sort(key=_RANKS.__getitem__)
    return replace(row, is_lead=True) if lead_id is not None and row.resolved_id == lead_id else row
