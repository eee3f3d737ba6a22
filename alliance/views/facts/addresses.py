"""The addresses of the lists of school facts: what they ask for, and those one step away."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.http import QueryDict

from alliance.choices import FigureState, PhaseGroup
from alliance.logic.facts.measures import GROUPS, MEASURES
from alliance.logic.search_text import read_search
from alliance.queries.facts.lists import SchoolFilters
from foundation.lists.addresses import MOST_VALUES, filter_group, known_values, with_query
from foundation.lists.sorting import Sorting
from foundation.ui.items import Chip, FilterGroup

USUAL_MEASURE = "ks2_rwm_expected"
PHASES = dict(PhaseGroup.choices)
STATES = {
    FigureState.VALUE.value: "With a figure",
    FigureState.NOT_PUBLISHED.value: "Not published",
    FigureState.SUPPRESSED.value: "Hidden (too few people)",
}
LACKING = "none"
DATA = {"": "Recorded", LACKING: "No data"}


@dataclass(frozen=True)
class FactAddress:
    """What an address asks for. Anything it does not understand it leaves out. `year` 0: the latest;
    `lacking` asks for the schools of which nothing is recorded.
    """

    schools: SchoolFilters
    sort: Sorting
    year: int = 0
    measure: str = USUAL_MEASURE
    group: str = "all"
    states: tuple[str, ...] = ()
    lacking: bool = False

    @classmethod
    def read(cls, query: QueryDict, sorts: Sequence[str]) -> "FactAddress":
        schools = SchoolFilters(
            text=read_search(query.get("q", "")).words,
            phases=known_values(query, "phase", PHASES),
            authorities=tuple(code for code in query.getlist("la")[:MOST_VALUES] if _is_code(code)),
        )
        lacking = query.get("data") == LACKING
        return cls(
            schools,
            Sorting.read(query.get("sort", ""), sorts, Sorting("name")),
            _year(query.get("year", "")),
            query["measure"] if query.get("measure") in MEASURES else USUAL_MEASURE,
            query["group"] if query.get("group") in GROUPS else "all",
            () if lacking else known_values(query, "state", STATES),
            lacking,
        )

    def parameters(self) -> list[tuple[str, str]]:
        """Name and value of everything the address says, without page and sort."""
        given = [("q", self.schools.text)] if self.schools.text else []
        given += [("measure", self.measure)] if self.measure != USUAL_MEASURE else []
        given += [("group", self.group)] if self.group != "all" else []
        given += [("year", str(self.year))] if self.year else []
        given += [("state", state) for state in self.states]
        given += [("data", LACKING)] if self.lacking else []
        given += [("phase", phase) for phase in self.schools.phases]
        return given + [("la", code) for code in self.schools.authorities]

    def keep(self) -> list[tuple[str, str]]:
        """What the filter form does not hold itself."""
        return [("sort", str(self.sort))] if self.sort != Sorting("name") else []

    def query(self) -> str:
        return urlencode([*self.parameters(), *self.keep()])

    def without(self, path: str, **changes: object) -> str:
        """The address without some of what it asks for."""
        schools = {name: changes.pop(name) for name in ("phases", "authorities") if name in changes}
        other = replace(self, schools=replace(self.schools, **schools), **changes)  # type: ignore[arg-type]  # its own fields
        return with_query(path, other.query())


def data_chips(address: FactAddress, path: str) -> list[Chip]:
    return [Chip("Data", DATA[LACKING], address.without(path, lacking=False))] if address.lacking else []


def data_group(address: FactAddress) -> FilterGroup:
    return filter_group("Data", "data", DATA.items(), [LACKING if address.lacking else ""], multiple=False)


def school_chips(address: FactAddress, path: str, authorities: Mapping[str, str]) -> list[Chip]:
    """The filters of schools in force, each with the address without it."""
    found = []
    for label, name, words in (("Phase", "phases", PHASES), ("Authority", "authorities", authorities)):
        chosen = getattr(address.schools, name)
        for value in chosen:
            rest = tuple(other for other in chosen if other != value)
            found.append(Chip(label, words.get(value, value), address.without(path, **{name: rest})))
    return found


def school_groups(address: FactAddress, authorities: Iterable[tuple[str, str]]) -> list[FilterGroup]:
    return [
        filter_group("Phase", "phase", PhaseGroup.choices, address.schools.phases),
        filter_group("Local authority", "la", authorities, address.schools.authorities),
    ]


def _is_code(text: str) -> bool:
    return len(text) == 3 and text.isascii() and text.isdigit()


def _year(text: str) -> int:
    known = len(text) == 4 and text.isascii() and text.isdigit() and 2000 <= int(text) <= 2100
    return int(text) if known else 0
