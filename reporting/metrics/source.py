"""What metrics read: everything a year's figures rest on, loaded once, in one transaction."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from uuid import UUID

from alliance.logic.academic_year import AcademicYear
from alliance.queries.identity import AllianceCard, alliance_card
from alliance.queries.partner_figures import (
    ContactFact,
    PartnerFact,
    contact_facts,
    first_joining_on,
    partner_facts,
    partner_kinds,
)
from alliance.queries.reach import (
    AreaSchool,
    SchoolTookPart,
    area_schools,
    first_engagement_on,
    schools_that_took_part,
)
from reporting.logic.years import as_at, trend


@dataclass(frozen=True)
class Source:
    """The records behind a report. `today` is the day the figures are locked; `areas` holds, for each year of
    the trend, the schools open at its end (or today, while it runs).
    """

    year: AcademicYear
    today: date
    card: AllianceCard
    partners: tuple[PartnerFact, ...]
    kinds: tuple[tuple[UUID, str], ...]
    contacts: tuple[ContactFact, ...]
    took_part: tuple[SchoolTookPart, ...]
    areas: Mapping[int, tuple[AreaSchool, ...]]
    partner_years: tuple[AcademicYear, ...]

    @property
    def as_at(self) -> date:
        return as_at(self.year, self.today)

    @property
    def reach_years(self) -> tuple[AcademicYear, ...]:
        """The years with engagements to look back on, the report's own last."""
        return tuple(AcademicYear(start) for start in sorted(self.areas))

    @property
    def area(self) -> tuple[AreaSchool, ...]:
        """The schools of the area at the end of the report's year."""
        return self.areas[self.year.start]

    def day_of(self, year: AcademicYear) -> date:
        return as_at(year, self.today)

    def partners_on(self, day: date) -> list[PartnerFact]:
        return [partner for partner in self.partners if partner.is_partner_on(day)]

    @cached_property
    def schools_now(self) -> dict[int, PartnerFact]:
        """Partner schools on the report's day, one per URN."""
        return {p.urn: p for p in self.partners_on(self.as_at) if p.is_school and p.urn is not None}

    @cached_property
    def strands_by_school(self) -> dict[int, dict[int, set[str]]]:
        """For each year: URN to the strands that the school took part in."""
        found: dict[int, dict[int, set[str]]] = {}
        for one in self.took_part:
            found.setdefault(one.year, {}).setdefault(one.urn, set()).add(one.strand)
        return found


def load(year: AcademicYear, today: date) -> Source:
    """Read everything once, inside the alliance. The caller's transaction makes it consistent."""
    last = as_at(year, today)
    engaged, joined = first_engagement_on(), first_joining_on()
    began = min(day for day in (engaged, joined, last) if day is not None)
    years = trend(year, AcademicYear.for_date(engaged or last).start)
    return Source(
        year=year,
        today=today,
        card=alliance_card(),
        partners=tuple(partner_facts()),
        kinds=tuple(partner_kinds(year.start)),
        contacts=tuple(contact_facts()),
        took_part=tuple(schools_that_took_part(AcademicYear.for_date(began), last)),
        areas={one.start: tuple(area_schools(as_at(one, today))) for one in years},
        partner_years=trend(year, AcademicYear.for_date(joined or last).start),
    )
