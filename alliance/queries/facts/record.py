"""The facts of one school: what counts, what other sources say beside it, and how it changed."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from alliance.choices import FactSource
from alliance.logic.facts.measures import GROUPS, MEASURES, Measure
from alliance.models import Partner, PupilMeasure, WorkforceSnapshot

SHOWN_YEARS = 5
"""In the table of a school's figures, the latest of those that have any."""


@dataclass(frozen=True)
class Series:
    """One measure of one group: what counts, by the year it starts in."""

    measure: Measure
    group: str
    by_year: dict[int, PupilMeasure]

    @property
    def group_label(self) -> str:
        return GROUPS[self.group]


@dataclass(frozen=True)
class Disagreement:
    """One figure of which sources say different things; what counts comes first."""

    measure: Measure
    group: str
    academic_year: int
    said: tuple[PupilMeasure, ...]


@dataclass(frozen=True)
class SchoolFacts:
    """What is known of one school's teachers and pupils; each part is read when a page asks for it."""

    partner: Partner

    @cached_property
    def snapshots(self) -> list[WorkforceSnapshot]:
        """Every source's, the newest census first, what counts before the others."""
        found = WorkforceSnapshot.objects.filter(partner=self.partner)
        return list(found.order_by("-census_year", "-stands", "source"))

    @property
    def standing_snapshots(self) -> list[WorkforceSnapshot]:
        """What counts, the oldest census first."""
        return [one for one in reversed(self.snapshots) if one.stands]

    @cached_property
    def measures(self) -> list[PupilMeasure]:
        """Every source's, the oldest year first."""
        found = PupilMeasure.objects.filter(
            partner=self.partner, measure__in=MEASURES, pupil_group__in=GROUPS
        )
        return list(found.order_by("academic_year", "-stands", "source"))

    @cached_property
    def series(self) -> list[Series]:
        """In the order of the measures, and of the groups under each."""
        found: dict[tuple[str, str], dict[int, PupilMeasure]] = defaultdict(dict)
        for one in self.measures:
            if one.stands:
                found[one.measure, one.pupil_group][one.academic_year] = one
        return [
            Series(measure, group, found[code, group])
            for code, measure in MEASURES.items()
            for group in GROUPS
            if (code, group) in found
        ]

    @property
    def years(self) -> list[int]:
        """The latest years of which there is any figure, the oldest of them first."""
        return sorted({one.academic_year for one in self.measures})[-SHOWN_YEARS:]

    @property
    def disagreements(self) -> list[Disagreement]:
        """Where several sources have a figure and it is not the same, the latest year first."""
        every: dict[tuple[int, str, str], list[PupilMeasure]] = defaultdict(list)
        for one in self.measures:
            every[one.academic_year, one.measure, one.pupil_group].append(one)
        return [
            Disagreement(MEASURES[measure], group, year, tuple(said))
            for (year, measure, group), said in reversed(every.items())
            if len({(one.state, one.value) for one in said}) > 1
        ]

    def said_of(self, measure: str, group: str) -> list[PupilMeasure]:
        """Every source's figures of one series, the newest year first, what counts before the others."""
        found = [one for one in self.measures if (one.measure, one.pupil_group) == (measure, group)]
        return sorted(found, key=lambda one: (-one.academic_year, not one.stands))


def find_snapshot(partner: Partner, public_id: UUID) -> WorkforceSnapshot | None:
    """This partner's snapshot of this id."""
    found = WorkforceSnapshot.objects.filter(partner=partner, public_id=public_id)
    return found.select_related("partner").first()


def find_measure(partner: Partner, public_id: UUID) -> PupilMeasure | None:
    """This partner's figure of this id."""
    found = PupilMeasure.objects.filter(partner=partner, public_id=public_id)
    return found.select_related("partner").first()


def sources_of(facts: Sequence[PupilMeasure | WorkforceSnapshot]) -> str:
    """Who says these, each once, in the order of precedence."""
    said = {fact.source for fact in facts}
    return ", ".join(source.label for source in FactSource if source in said)
