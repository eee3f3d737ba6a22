"""Prospects in lists: found, filtered, in order, with what a row shows."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import Count, F, FloatField, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce, Sqrt
from django.utils import timezone

from alliance.choices import PIPELINE, ProspectStage
from alliance.logic.growth.stages import USUAL_DAYS, days_between, is_stuck
from alliance.logic.search_text import read_search
from alliance.models import Priority, Prospect, ProspectPriority, School
from alliance.models.growth.prospect import IN_ORDER
from alliance.queries.distances import Centre
from foundation.lists.sorting import Sorting

NEWEST = Sorting("stage")
SORTS = ("name", "stage", "days", "owner", "km", "goals")
KILOMETRE = 1000.0


@dataclass(frozen=True)
class ProspectFilters:
    """What narrows the list. `stages` empty means those still open; `owner` is a public id, or "nobody"."""

    text: str = ""
    stages: tuple[str, ...] = ()
    owner: str = ""
    stuck: bool = False


@dataclass(frozen=True)
class ProspectRow:
    """One prospect as board and table show it. `km` to the lead school, None where a place is not known."""

    public_id: UUID
    name: str
    phase_group: str
    organisation: str
    place: str
    stage: ProspectStage
    days: int
    owner: str
    km: float | None
    shared: int
    goals: int

    @property
    def is_stuck(self) -> bool:
        return is_stuck(self.stage, self.days)


@dataclass(frozen=True)
class ProspectList:
    """The prospects of `prospects` that `filters` keep. `lead` is where distances are measured from."""

    prospects: Any
    filters: ProspectFilters
    lead: School | None
    today: date
    sort: Sorting = NEWEST

    @cached_property
    def centre(self) -> Centre | None:
        return Centre.of(self.lead)

    @cached_property
    def goals(self) -> int:
        """How many priorities the alliance has."""
        return int(Priority.objects.current().count())

    @cached_property
    def matching(self) -> Any:
        found = self.prospects
        filters, words = self.filters, read_search(self.filters.text).words
        found = found.filter(stage__in=filters.stages or PIPELINE)
        for word in words.split():
            found = found.filter(_says(word))
        if filters.owner:
            is_owner = Q(owner=None) if filters.owner == "nobody" else Q(owner__public_id=filters.owner)
            found = found.filter(is_owner)
        if filters.stuck:
            found = found.filter(stuck(self.today))
        return found

    def counts(self) -> dict[ProspectStage, int]:
        """How many match in each stage."""
        found = self.matching.order_by().values_list("stage").annotate(number=Count("*"))
        counted = Counter(dict(found))
        return {stage: counted[stage] for stage in ProspectStage}

    def rows(self, *, first: int | None = None, start: int = 0) -> list[ProspectRow]:
        """The rows from `start` on, in order; `first` at most."""
        return self._read(self._ordered()[start : start + first if first else None])

    def columns(self, first: int) -> dict[ProspectStage, list[ProspectRow]]:
        """By stage the `first` that have been there the longest, in one query: an index has them in order."""
        longest, *others = (
            self.matching.filter(stage=stage).order_by("stage_since", "pk").values("pk")[:first]
            for stage in ProspectStage
        )
        found = self._shown(self.prospects.filter(pk__in=longest.union(*others, all=True)))
        rows: dict[ProspectStage, list[ProspectRow]] = {stage: [] for stage in ProspectStage}
        for row in self._read(found.order_by("stage_since", "pk")):
            rows[row.stage].append(row)
        return rows

    def _ordered(self) -> Any:
        sort = self.sort
        by: Any = {
            "name": F("name"),
            "stage": IN_ORDER,
            "days": F("stage_since"),
            "owner": F("owner__full_name"),
            "km": F("metres"),
            "goals": F("named"),
        }[sort.column]
        # Many days are an early moment.
        descending = sort.descending if sort.column != "days" else not sort.descending
        order = by.desc(nulls_last=True) if descending else by.asc(nulls_last=True)
        return self._shown(self.matching).order_by(order, "stage_since", "pk")

    def _shown(self, found: Any) -> Any:
        named = ProspectPriority.objects.filter(prospect=OuterRef("pk"), priority__ended_on=None)
        counted = named.order_by().values("prospect").annotate(number=Count("pk")).values("number")
        metres: Any = Value(None, output_field=FloatField())
        if self.centre is not None:
            metres = Sqrt(self.centre.square_metres())
        return found.annotate(named=Coalesce(Subquery(counted), 0), metres=metres)

    def _read(self, found: Any) -> list[ProspectRow]:
        rows = found.values_list(
            "public_id",
            "name",
            Coalesce("school__phase_group", Value("")),
            "organisation",
            Coalesce("school__local_authority__name", "local_authority__name", Value("")),
            "stage",
            "stage_since",
            Coalesce("owner__full_name", Value("")),
            "metres",
            "named",
        )
        return [self._row(row) for row in rows]

    def _row(self, row: Sequence[Any]) -> ProspectRow:
        public_id, name, phase, organisation, place, stage, since, owner, metres, named = row
        return ProspectRow(
            public_id,
            name,
            phase,
            organisation,
            place,
            ProspectStage(stage),
            days_between(timezone.localdate(since), self.today),
            owner,
            metres / KILOMETRE if metres is not None else None,
            named,
            self.goals,
        )


def _says(word: str) -> Q:
    """In the name or the town; digits also as a URN."""
    says = Q(name__icontains=word) | Q(school__town__icontains=word)
    is_number = word.isascii() and word.isdigit() and len(word) < 9
    return says | Q(school__urn=int(word)) if is_number else says


def stuck(today: date) -> Q:
    """Longer in their stage than is usual, counted in whole days as a row counts them."""
    late = Q()
    for stage, days in USUAL_DAYS.items():
        first = timezone.make_aware(datetime.combine(today - timedelta(days=days), time.min))
        late |= Q(stage=stage, stage_since__lt=first)
    return late


def find_prospect(prospects: Any, public_id: UUID) -> Prospect | None:
    """The prospect of this id among those that may be seen, with its school, owner and authority."""
    related = (
        "school__local_authority",
        "school__successor",
        "local_authority",
        "owner",
        "earlier",
        "partner",
    )
    found: Prospect | None = prospects.select_related(*related).filter(public_id=public_id).first()
    return found
