"""One prospect as its record shows it: where it lies, which goals it shares, what has happened."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from uuid import UUID

from django.utils import timezone

from alliance.logic.geography import Place, kilometres_between
from alliance.logic.growth.cohesion import Cohesion, cohesion
from alliance.logic.growth.stages import days_between, is_stuck
from alliance.models import (
    Assessment,
    BoardDecision,
    OnboardingTick,
    Partner,
    Priority,
    Prospect,
    ProspectExpertise,
    ProspectPriority,
    School,
)
from alliance.queries.nearby import place_of
from foundation.audit.timeline import Part, timeline_of
from foundation.ui.items import TimelineEntry

NEAREST = 5
PARTS: list[Part] = [
    (ProspectPriority, "prospect"),
    (ProspectExpertise, "prospect"),
    (Assessment, "prospect"),
    (BoardDecision, "prospect"),
    (OnboardingTick, "prospect"),
]


@dataclass(frozen=True)
class Neighbour:
    """A partner school on the grid (metres), with its km from the prospect."""

    public_id: UUID
    name: str
    phase_group: str
    place: Place
    km: float
    is_lead: bool
    listed: bool


@dataclass(frozen=True)
class ProspectRecord:
    """What the pages of one prospect have in common; each part is read when a page asks for it.

    Partners that are not shown to others are named to staff alone; they count in every distance.
    """

    prospect: Prospect
    lead: School | None
    today: date
    for_staff: bool = False

    @property
    def days(self) -> int:
        return days_between(timezone.localdate(self.prospect.stage_since), self.today)

    @property
    def is_stuck(self) -> bool:
        return is_stuck(self.prospect.stage, self.days)

    @property
    def place(self) -> Place | None:
        return place_of(self.prospect.school)

    @property
    def km(self) -> float | None:
        """To the lead school in a straight line; None where a place is not known."""
        here, there = self.place, place_of(self.lead)
        return kilometres_between(here, there) if here and there else None

    @cached_property
    def partners(self) -> list[Neighbour]:
        """Every partner school whose place is known, the nearest first; none where the prospect's is not."""
        here = self.place
        if here is None or self.prospect.school is None:
            return []
        known = Partner.objects.current().filter(
            school__easting__isnull=False, school__northing__isnull=False
        )
        rows = known.exclude(school__resolved_id=self.prospect.school.resolved_id).values_list(
            "public_id",
            "name",
            "school__phase_group",
            "school__easting",
            "school__northing",
            "school__resolved_id",
            "listed",
        )
        lead = self.lead.resolved_id if self.lead else None
        found = [
            Neighbour(
                public_id,
                name,
                phase,
                (east, north),
                kilometres_between(here, (east, north)),
                school == lead,
                listed,
            )
            for public_id, name, phase, east, north, school, listed in rows
        ]
        return sorted(found, key=lambda partner: (partner.km, partner.name))

    @property
    def named(self) -> list[Neighbour]:
        """Those whose names the reader may see."""
        return [partner for partner in self.partners if self.for_staff or partner.listed]

    @property
    def nearest(self) -> list[Neighbour]:
        return self.named[:NEAREST]

    @cached_property
    def cohesion(self) -> Cohesion | None:
        """Typical distance before and after; None where it cannot be told."""
        if self.place is None:
            return None
        return cohesion([partner.place for partner in self.partners], self.place)

    @cached_property
    def shared(self) -> list[Priority]:
        """The alliance's priorities that the prospect named, by name; ended ones included."""
        rows = ProspectPriority.objects.filter(prospect=self.prospect).select_related("priority")
        return sorted((row.priority for row in rows), key=lambda priority: priority.name)

    @cached_property
    def unshared(self) -> list[Priority]:
        """The alliance's other priorities of today."""
        named = {priority.pk for priority in self.shared}
        current = Priority.objects.current().order_by("name")
        return [priority for priority in current if priority.pk not in named]


def history_of(prospect: Prospect, *, limit: int) -> list[TimelineEntry]:
    """The latest `limit` changes of the prospect and what belongs to it, newest first."""
    return timeline_of(prospect, parts=PARTS, limit=limit)
