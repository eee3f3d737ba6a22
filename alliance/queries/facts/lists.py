"""School facts across the alliance: one measure in one year, or one November, with a row a school."""

from abc import ABC, abstractmethod
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Exists, F, FloatField, OuterRef, QuerySet
from django.db.models.functions import Cast

from alliance.logic.facts.retention import Counts
from alliance.models import LocalAuthority, PupilMeasure, School, WorkforceSnapshot
from alliance.models.partner import PartnerQuerySet
from alliance.queries.facts.figures import counts_of

PAGE_SIZE = 50
MEASURE_SORTS = ("name", "figure", "cohort")
WORKFORCE_SORTS = ("name", "teachers", "retention", "vacancies")


@dataclass(frozen=True)
class SchoolFilters:
    """Which schools; an empty field narrows nothing."""

    text: str = ""
    phases: tuple[str, ...] = ()
    authorities: tuple[str, ...] = ()


@dataclass(frozen=True)
class FactList(ABC):
    """Standing facts of the schools that may be seen, narrowed and in order; or, with `lacking`, the schools
    of which the series says nothing, by name.
    """

    partners: PartnerQuerySet
    schools: SchoolFilters
    sort: str = "name"
    descending: bool = False
    lacking: bool = False

    def page(self, number: int) -> list[Any]:
        """The facts on page `number`, from 1; of a list of what is lacking, the partners.

        By name they are found in the order of the partners' index.
        """
        start = (number - 1) * PAGE_SIZE
        if self.lacking:
            return list(self.without[start : start + PAGE_SIZE])
        if self.sort != "name":
            return list(self.ordered[start : start + PAGE_SIZE])
        has_one = Exists(self.facts.filter(partner=OuterRef("pk")))
        order = ("-name", "-pk") if self.descending else ("name", "pk")
        found = self._schools.filter(has_one).order_by(*order)[start : start + PAGE_SIZE]
        partners = {partner.pk: partner for partner in found.select_related("school__local_authority")}
        facts = {fact.partner_id: fact for fact in self.facts.filter(partner__in=partners)}
        for pk, fact in facts.items():
            fact.partner = partners[pk]
        return [facts[pk] for pk in partners if pk in facts]

    @cached_property
    def count(self) -> int:
        return (self.without if self.lacking else self.matching).order_by().count()

    @property
    def without(self) -> PartnerQuerySet:
        """The schools that the filters keep and that have nothing in the series, not even that nothing was
        published.
        """
        has_one = Exists(self.series.filter(partner=OuterRef("pk")))
        order = ("-name", "-pk") if self.descending and self.sort == "name" else ("name", "pk")
        schools = self._schools.filter(~has_one, school__isnull=False)
        return schools.order_by(*order).select_related("school__local_authority")

    @property
    def ordered(self) -> QuerySet:
        by = self._by()
        order = by.desc(nulls_last=True) if self.descending else by.asc(nulls_last=True)
        joined = self.matching.select_related("partner__school__local_authority")
        return joined.order_by(order, "partner__name", "partner_id")

    @property
    def matching(self) -> QuerySet:
        return self.facts.filter(partner__in=self._schools)

    @property
    @abstractmethod
    def series(self) -> QuerySet:
        """What counts, of whichever school."""

    @property
    def facts(self) -> QuerySet:
        """What of it the list shows."""
        return self.series

    @abstractmethod
    def _by(self) -> Any:
        """What the rows are in the order of."""

    @property
    def _schools(self) -> PartnerQuerySet:
        """The current partners that the filters keep."""
        found = self.partners.current()
        for word in self.schools.text.split():
            found = found.filter(name__icontains=word)
        if self.schools.phases:
            found = found.filter(school__phase_group__in=self.schools.phases)
        if self.schools.authorities:
            authorities = LocalAuthority.objects.filter(code__in=self.schools.authorities)
            found = found.filter(school__in=School.objects.filter(local_authority__in=authorities))
        return found


@dataclass(frozen=True)
class MeasureList(FactList):
    """One measure of one group in one year; `states` keeps those with a figure, not published, hidden."""

    measure: str = ""
    group: str = "all"
    academic_year: int = 0
    states: tuple[str, ...] = ()

    @property
    def series(self) -> QuerySet[PupilMeasure]:
        return PupilMeasure.objects.standing().filter(
            measure=self.measure, pupil_group=self.group, academic_year=self.academic_year
        )

    @property
    def facts(self) -> QuerySet[PupilMeasure]:
        return self.series.filter(state__in=self.states) if self.states else self.series

    def year_before(self, partners: Collection[int]) -> dict[int, PupilMeasure]:
        """By partner: the same series a year earlier."""
        facts = PupilMeasure.objects.standing().filter(
            measure=self.measure, pupil_group=self.group, academic_year=self.academic_year - 1
        )
        return {one.partner_id: one for one in facts.filter(partner__in=partners)} if partners else {}

    def _by(self) -> F:
        return F({"name": "partner__name", "figure": "value", "cohort": "cohort"}[self.sort])


@dataclass(frozen=True)
class WorkforceList(FactList):
    """One November census."""

    census_year: int = 0

    @property
    def series(self) -> QuerySet[WorkforceSnapshot]:
        return WorkforceSnapshot.objects.standing().filter(census_year=self.census_year)

    @cached_property
    def count(self) -> int:
        return self.without.order_by().count() if self.lacking else self._totals[0]

    @property
    def together(self) -> Counts | None:
        """All the schools' teachers as one cohort."""
        return None if self.lacking else self._totals[1]

    @cached_property
    def _totals(self) -> tuple[int, Counts | None]:
        return counts_of(self.matching)

    def _by(self) -> Any:
        if self.sort == "retention":
            return Cast(F("stayed"), FloatField()) / F("teachers")
        return F({"name": "partner__name"}.get(self.sort, self.sort))


def latest_year(measure: str, group: str) -> int | None:
    """The last year that has any figure of this series; None where none has."""
    facts = PupilMeasure.objects.standing().filter(measure=measure, pupil_group=group)
    return facts.order_by("-academic_year").values_list("academic_year", flat=True).first()


def latest_census() -> int | None:
    """The last November census that any school told."""
    return (
        WorkforceSnapshot.objects.standing()
        .order_by("-census_year")
        .values_list("census_year", flat=True)
        .first()
    )
