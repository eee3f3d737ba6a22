"""What a list shows of partners, once it is known which ones.

Plain SQL: the list is opened all day, and Django spends longer on composing this statement than PostgreSQL on
answering it. Row-level security holds here as everywhere; the alliance is named as well.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection

from alliance.choices import PartnerKind
from alliance.logic.academic_year import AcademicYear
from alliance.models import School
from alliance.queries.distances import Centre
from foundation.maps.grid import MILE
from foundation.tenancy.scope import current_alliance_id

SHOWN = """
SELECT partner.id, partner.public_id, partner.name, partner.organisation, partner.joined_on, partner.left_on,
       school.urn, school.phase_group, school.status, school.resolved_id,
       coalesce(of_school.name, authority.name), main.name, main.verified_at,
       (SELECT coalesce(array_agg(role.kind), '{}') FROM alliance_partnerrole AS role
         WHERE role.alliance_id = partner.alliance_id AND role.partner_id = partner.id
           AND role.academic_year = %(year)s),
       sqrt((school.easting - %(east)s::float) ^ 2 + (school.northing - %(north)s::float) ^ 2) / %(mile)s
  FROM alliance_partner AS partner
  LEFT JOIN alliance_school AS school ON school.id = partner.school_id
  LEFT JOIN alliance_localauthority AS of_school ON of_school.id = school.local_authority_id
  LEFT JOIN alliance_localauthority AS authority ON authority.id = partner.local_authority_id
  LEFT JOIN alliance_contact AS main
    ON main.alliance_id = partner.alliance_id AND main.partner_id = partner.id AND main.is_main
 WHERE partner.alliance_id = %(alliance)s AND partner.id = ANY (%(ids)s)
"""


@dataclass(frozen=True)
class PartnerRow:
    """A partner as lists show it. `kinds` are those of the year asked for, `miles` from the lead school."""

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
    kinds: list[str]
    miles: float | None
    is_lead: bool = False


def rows_of(ids: Sequence[int], *, year: AcademicYear, lead: School | None) -> list[PartnerRow]:
    """The partners with these ids, in this order; ids of another alliance are not found."""
    centre = Centre.of(lead)
    parameters: dict[str, Any] = {
        "alliance": current_alliance_id(),
        "ids": list(ids),
        "year": year.start,
        "east": centre and centre.easting,
        "north": centre and centre.northing,
        "mile": MILE,
    }
    with connection.cursor() as cursor:
        cursor.execute(SHOWN, parameters)
        found = {row[0]: row[1:] for row in cursor.fetchall()}
    lead_id = lead.resolved_id if lead else None
    return [_row(found[pk], lead_id) for pk in ids if pk in found]


_RANKS = {kind.value: rank for rank, kind in enumerate(PartnerKind)}


def _row(values: tuple[Any, ...], lead_id: int | None) -> PartnerRow:
    row = PartnerRow(*values)
    if len(row.kinds) > 1:
        row.kinds.sort(key=_RANKS.__getitem__)
    return replace(row, is_lead=True) if lead_id is not None and row.resolved_id == lead_id else row
