"""School facts across the alliance: one measure in one year, or one November, with a row a school."""

from abc import ABC, abstractmethod
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

from django.db.models import Exists, F, FloatField, OuterRef, QuerySet
from django.db.models.functions import Cast

from alliance.logic.facts.retention import GROUPS, Counts
from alliance.models import LocalAuthority, Partner, PupilMeasure, School, WorkforceSnapshot
from alliance.models.facts.fact import SchoolFactQuerySet
from alliance.models.partner import PartnerQuerySet
from alliance.queries.facts.figures import counts_of

PAGE_SIZE = 50
MEASURE_SORTS = ("name", "figure", "cohort")
WORKFORCE_SORTS = ("name", "teachers", "retention", "vacancies")
SCHOOL = ("public_id", "name", "school__local_authority__name")
"""What rows say of a partner, whose school has forty columns."""
OF_SCHOOL = tuple(f"partner__{field}" for field in SCHOOL)


@dataclass(frozen=True)
class SchoolFilters:
    """Which schools; an empty field narrows nothing."""

    text: str = ""
    phases: tuple[str, ...] = ()
    authorities: tuple[str, ...] = ()


@dataclass(frozen=True)
class FactList(ABC):
    """Standing facts of the schools that `member` may see, narrowed and in order; or, with `lacking`, the
    schools of which the series says nothing, by name.
    """

    SHOWN: ClassVar[tuple[str, ...]]
    """The fields of a fact that rows show."""

    member: Any
    schools: SchoolFilters
    sort: str = "name"
    descending: bool = False
    lacking: bool = False

    def page(self, number: int) -> list[Any]:
        """The facts on page `number`, from 1; of a list of what is lacking, the partners."""
        start = (number - 1) * PAGE_SIZE
        here = slice(start, start + PAGE_SIZE)
        if self.lacking:
            return list(self.without.only(*SCHOOL)[here])
        return self._by_name(here) if self.sort == "name" else self._by_figure(here)

    def _by_name(self, here: slice) -> list[Any]:
        """Found in the order of the partners' index."""
        has_one = Exists(self.facts.filter(partner=OuterRef("pk")))
        order = ("-name", "-pk") if self.descending else ("name", "pk")
        found = self._schools.filter(has_one).order_by(*order)[here]
        return self._of(list(found.values_list("pk", flat=True)))

    def _by_figure(self, here: slice) -> list[Any]:
        """Found in the order of the facts' index, before anything is looked up of their schools."""
        return self._of(list(self.ordered.values_list("partner", flat=True)[here]))

    def _of(self, partners: list[int]) -> list[Any]:
        """The facts of these partners, in their order, each with its school."""
        found = self.facts.filter(partner__in=partners).select_related("partner__school__local_authority")
        facts = {fact.partner_id: fact for fact in found.only(*self.SHOWN, *OF_SCHOOL)}
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
    def matching(self) -> SchoolFactQuerySet:
        """Without filters, those of all schools that have not left."""
        if self.schools == SchoolFilters():
            return self.facts.visible_to(self.member).of_current()
        return self.facts.filter(partner__in=self._schools)

    @property
    @abstractmethod
    def series(self) -> SchoolFactQuerySet:
        """What counts, of whichever school."""

    @property
    def facts(self) -> SchoolFactQuerySet:
        """What of it the list shows."""
        return self.series

    @abstractmethod
    def _by(self) -> Any:
        """What the rows are in the order of."""

    @property
    def _schools(self) -> PartnerQuerySet:
        """The current partners that the filters keep."""
        found: PartnerQuerySet = Partner.objects.visible_to(self.member).current()
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

    SHOWN = ("state", "value", "because", "cohort", "source")

    measure: str = ""
    group: str = "all"
    academic_year: int = 0
    states: tuple[str, ...] = ()

    @property
    def series(self) -> SchoolFactQuerySet:
        return PupilMeasure.objects.standing().filter(
            measure=self.measure, pupil_group=self.group, academic_year=self.academic_year
        )

    @property
    def facts(self) -> SchoolFactQuerySet:
        return self.series.filter(state__in=self.states) if self.states else self.series

    def year_before(self, partners: Collection[int]) -> dict[int, PupilMeasure]:
        """By partner: the same series a year earlier."""
        facts = PupilMeasure.objects.standing().filter(
            measure=self.measure, pupil_group=self.group, academic_year=self.academic_year - 1
        )
        found = facts.filter(partner__in=partners).only("partner", *self.SHOWN) if partners else ()
        return {one.partner_id: one for one in found}

    def _by(self) -> F:
        return F({"name": "partner__name", "figure": "value", "cohort": "cohort"}[self.sort])


@dataclass(frozen=True)
class WorkforceList(FactList):
    """One November census."""

    SHOWN = ("teachers", *GROUPS, "vacancies", "source")

    census_year: int = 0

    @property
    def series(self) -> SchoolFactQuerySet:
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
