"""The matrix of expertise: areas, who covers them, the gaps, and what a prospect would bring."""

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from alliance.choices import Strength
from alliance.logic.growth.matrix import Brings, Cover, brings, cover_of
from alliance.models import ExpertiseArea, Partner, PartnerExpertise, Prospect, ProspectExpertise


@dataclass(frozen=True)
class AreaCover:
    """One area, how many partners cover it strongly, and what that is."""

    area: ExpertiseArea
    strong: int
    cover: Cover


@dataclass(frozen=True)
class Brought:
    """What a prospect would bring to one area."""

    covered: AreaCover
    strength: int
    brings: Brings

    @property
    def strength_words(self) -> str:
        return Strength(self.strength).label if self.strength else "None known"


@dataclass(frozen=True)
class Matrix:
    """Areas by name, and the strengths of today's partners."""

    @cached_property
    def areas(self) -> list[ExpertiseArea]:
        return list(ExpertiseArea.objects.order_by("name"))

    @cached_property
    def covers(self) -> list[AreaCover]:
        strengths = defaultdict(list)
        rows = PartnerExpertise.objects.filter(partner__left_on=None)
        for area, strength in rows.values_list("area", "strength"):
            strengths[area].append(strength)
        return [
            AreaCover(
                area,
                sum(1 for strength in strengths[area.pk] if strength >= Strength.STRONG),
                cover_of(strengths[area.pk]),
            )
            for area in self.areas
        ]

    def partners(self) -> Any:
        """Today's partners that cover anything, by name."""
        covering = PartnerExpertise.objects.values("partner")
        return Partner.objects.current().filter(pk__in=covering).order_by("name", "pk")

    def strengths(self, partners: list[Partner]) -> dict[int, dict[int, int]]:
        """Partner → area → strength."""
        found: dict[int, dict[int, int]] = {partner.pk: {} for partner in partners}
        rows = PartnerExpertise.objects.filter(partner__in=partners)
        for partner, area, strength in rows.values_list("partner", "area", "strength"):
            found[partner][area] = strength
        return found

    def brought(self, prospect: Prospect) -> list[Brought]:
        """For every area: gaps it fills first, then areas it backs up, then what it adds, then nothing."""
        rows = ProspectExpertise.objects.filter(prospect=prospect)
        strengths = dict(rows.values_list("area", "strength"))
        order = list(Brings)
        found = [
            Brought(
                cover, strengths.get(cover.area.pk, 0), brings(cover.cover, strengths.get(cover.area.pk, 0))
            )
            for cover in self.covers
        ]
        return sorted(found, key=lambda brought: (order.index(brought.brings), brought.covered.area.name))


def strengths_of_partner(partner: Partner) -> dict[int, int]:
    return dict(PartnerExpertise.objects.filter(partner=partner).values_list("area", "strength"))


def strengths_of_prospect(prospect: Prospect) -> dict[int, int]:
    return dict(ProspectExpertise.objects.filter(prospect=prospect).values_list("area", "strength"))
