"""Where partners are."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import F, FloatField, Q, Value
from django.db.models.expressions import Expression
from django.db.models.functions import Coalesce

from alliance.models.partner import PartnerQuerySet
from alliance.queries.partners import PartnerList

MOST_DRAWN = 2_000
"""Marks on one map; beyond that they hide each other, and the nearest are drawn."""


@dataclass(frozen=True)
class Place:
    """A partner on the National Grid (metres); `miles` from the lead school, None where that has no place."""

    public_id: UUID
    name: str
    phase_group: str
    authority: str
    easting: int
    northing: int
    miles: float | None
    is_lead: bool


@dataclass(frozen=True)
class Places:
    """Those drawn, nearest first, and how many matching partners are not: too many, or of no known place."""

    drawn: list[Place]
    further: int
    nowhere: int


def places_of(listing: PartnerList) -> Places:
    """The partners that `listing` shows, as far as the register knows where they are."""
    somewhere = Q(school__easting__isnull=False, school__northing__isnull=False)
    matching = listing.matching.count()
    rows = listing.matching.filter(somewhere)
    known = rows.count()
    drawn = _measured(rows, listing)[:MOST_DRAWN]
    lead = listing.lead.resolved_id if listing.lead else None
    found = [Place(*[*row[:-1], row[-1] is not None and row[-1] == lead]) for row in drawn]
    return Places(found, further=known - len(found), nowhere=matching - known)


def _measured(rows: PartnerQuerySet, listing: PartnerList) -> Any:
    """One tuple a partner, in the order of `Place`, with the school's lineage in the place of `is_lead`."""
    miles: Expression = (
        listing.centre.miles_to() if listing.centre else Value(None, output_field=FloatField())
    )
    return (
        rows.annotate(miles=miles)
        .order_by("miles", "name", "pk")
        .values_list(
            "public_id",
            "name",
            "school__phase_group",
            Coalesce("school__local_authority__name", "local_authority__name"),
            "school__easting",
            "school__northing",
            "miles",
            F("school__resolved_id"),
        )
    )
