"""The address of a list of prospects: what it says, and the addresses one step away from it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import QueryDict

from alliance.choices import PIPELINE, ProspectStage
from alliance.logic.search_text import read_search
from alliance.queries.growth.prospects import NEWEST, SORTS, ProspectFilters
from foundation.lists.addresses import page_number
from foundation.lists.sorting import Sorting
from foundation.ui.items import Chip, FilterGroup, FilterOption

NOBODY = "nobody"


@dataclass(frozen=True)
class ProspectAddress:
    """What an address asks of the list. Anything it does not understand it leaves out."""

    filters: ProspectFilters
    sort: Sorting
    page: int = 1

    @classmethod
    def read(cls, query: QueryDict) -> "ProspectAddress":
        stages = query.getlist("stage")[: len(ProspectStage)]
        filters = ProspectFilters(
            text=read_search(query.get("q", "")).words,
            stages=tuple(stage for stage in ProspectStage.values if stage in stages),
            owner=_owner(query.get("owner", "")),
            stuck=query.get("stuck") == "yes",
        )
        return cls(filters, Sorting.read(query.get("sort", ""), SORTS, NEWEST), page_number(query))

    def query(self) -> str:
        """The part after the question mark, without the page."""
        return urlencode([*self.narrowing(), *self.keep()])

    def narrowing(self) -> list[tuple[str, str]]:
        filters = self.filters
        given = [("q", filters.text)] if filters.text else []
        given += [("stage", stage) for stage in filters.stages]
        given += [("owner", filters.owner)] if filters.owner else []
        return given + ([("stuck", "yes")] if filters.stuck else [])

    def keep(self) -> list[tuple[str, str]]:
        return [("sort", str(self.sort))] if self.sort != NEWEST else []

    def without(self, **changes: Any) -> "ProspectAddress":
        return replace(self, filters=replace(self.filters, **changes), page=1)

    @property
    def is_narrowed(self) -> bool:
        return bool(self.narrowing())


def chips(address: ProspectAddress, here: str, owners: Mapping[str, str]) -> list[Chip]:
    """The filters in force, each with the address without it. `owners` gives their names by id."""
    filters = address.filters

    def href(**changes: Any) -> str:
        query = address.without(**changes).query()
        return f"{here}?{query}" if query else here

    found = [
        Chip(
            "Stage",
            ProspectStage(stage).label,
            href(stages=tuple(one for one in filters.stages if one != stage)),
        )
        for stage in filters.stages
    ]
    if filters.owner:
        found.append(Chip("Looked after by", owners.get(filters.owner, "Somebody else"), href(owner="")))
    if filters.stuck:
        found.append(Chip("Long in their stage", "yes", href(stuck=False)))
    return found


def filter_groups(
    address: ProspectAddress, owners: Mapping[str, str], *, with_stages: bool
) -> list[FilterGroup]:
    """What the "+ Filter" menu offers; the board has its stages side by side."""
    filters = address.filters
    groups = []
    if with_stages:
        stages = [*PIPELINE, ProspectStage.MEMBER, ProspectStage.DECLINED]
        options = [FilterOption(stage.value, stage.label, stage in filters.stages) for stage in stages]
        groups.append(FilterGroup("Stage", "stage", options))
    named = [FilterOption(key, name, key == filters.owner) for key, name in owners.items()]
    groups.append(
        FilterGroup(
            "Looked after by",
            "owner",
            [FilterOption("", "Anybody", not filters.owner), *named],
            multiple=False,
        )
    )
    late = [
        FilterOption("", "Any", not filters.stuck),
        FilterOption("yes", "Longer than usual", filters.stuck),
    ]
    groups.append(FilterGroup("Time in their stage", "stuck", late, multiple=False))
    return groups


def _owner(text: str) -> str:
    if text == NOBODY:
        return text
    try:
        return str(UUID(text))
    except ValueError:
        return ""
