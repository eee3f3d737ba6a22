"""The address of a partner list: what it says, and the addresses one step away from it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict

from alliance.choices import HostingAppetite, Organisation, PartnerKind, PhaseGroup
from alliance.logic.academic_year import AcademicYear
from alliance.queries.partner_filters import NOT_SAID, PartnerFilters
from alliance.queries.partners import Sort
from alliance.views.partner_columns import COLUMNS
from foundation.lists.addresses import MOST_VALUES, filter_group, known_values, page_number
from foundation.ui.items import Chip, FilterGroup

PARTNERS = "partners"
"""The list's name among saved views."""
STATUSES = {"current": "Current", "left": "Left", "all": "Current and left"}
CONTACTS = {"verified": "Verified this year", "unverified": "Not verified this year"}
SPECIALISMS = {"evidenced": "Evidenced", "unevidenced": "Not evidenced"}
HOSTING = {**dict(HostingAppetite.choices), NOT_SAID: "Not said this half year"}
YEARS = range(2000, 2100)
"""Of one filter: more than there are local authorities."""
MOST_LETTERS = 400


@dataclass(frozen=True)
class ListAddress:
    """What an address asks of the list. Anything it does not understand it leaves out."""

    filters: PartnerFilters
    sort: Sort
    page: int = 1
    columns: tuple[str, ...] = ()

    @classmethod
    def read(cls, query: QueryDict) -> "ListAddress":
        filters = PartnerFilters(
            text=query.get("q", "")[:MOST_LETTERS].strip(),
            year=_year(query.get("year", "")),
            kinds=known_values(query, "kind", PartnerKind.values),
            organisations=known_values(query, "type", Organisation.values),
            phases=known_values(query, "phase", PhaseGroup.values),
            authorities=tuple(
                dict.fromkeys(code for code in query.getlist("la")[:MOST_VALUES] if _is_code(code))
            ),
            status=query["status"] if query.get("status") in STATUSES else "current",
            contact=query["contact"] if query.get("contact") in CONTACTS else "",
            specialism=query["specialism"] if query.get("specialism") in SPECIALISMS else "",
            hosting=known_values(query, "hosting", HOSTING),
        )
        return cls(
            filters,
            Sort.read(query.get("sort", "")),
            page_number(query),
            COLUMNS.read(query.get("columns", "")[:MOST_LETTERS]),
        )

    def query(self) -> str:
        """The part after the question mark, without the page; "" for the plain list."""
        return urlencode(self.parameters(), safe=",")

    def parameters(self) -> list[tuple[str, str]]:
        """Name and value of everything the address says, without the page."""
        return [*self._narrowing(), *self.keep()]

    def keep(self) -> list[tuple[str, str]]:
        """What the filter form does not hold itself."""
        kept = [("sort", str(self.sort))] if self.sort.column else []
        return kept + ([("columns", ",".join(self.columns))] if self.columns else [])

    def with_filters(self, **changes: Any) -> "ListAddress":
        return replace(self, filters=replace(self.filters, **changes), page=1)

    def sorted_by(self, column: str) -> "ListAddress":
        """Sorted by `column`; the other way round where it is already."""
        descending = self.sort.column == column and not self.sort.descending
        return replace(self, sort=Sort(column, descending), page=1)

    def _narrowing(self) -> list[tuple[str, str]]:
        filters = self.filters
        given = [("q", filters.text)] if filters.text else []
        given += [("year", filters.year.slug)] if filters.year else []
        for name, values in (
            ("kind", filters.kinds),
            ("type", filters.organisations),
            ("phase", filters.phases),
            ("la", filters.authorities),
            ("hosting", filters.hosting),
        ):
            given += [(name, value) for value in values]
        given += [("status", filters.status)] if filters.status != "current" else []
        given += [("specialism", filters.specialism)] if filters.specialism else []
        return given + ([("contact", filters.contact)] if filters.contact else [])


def chips(address: ListAddress, base: str, authorities: Mapping[str, str]) -> list[Chip]:
    """The filters in force, each with the address without it. `authorities` gives their names by code."""
    filters = address.filters

    def without(**changes: Any) -> str:
        query = address.with_filters(**changes).query()
        return f"{base}?{query}" if query else base

    found = []
    if filters.year:
        found.append(Chip("Year", str(filters.year), without(year=None)))
    for label, field, words in (
        ("Kind", "kinds", dict(PartnerKind.choices)),
        ("Type", "organisations", dict(Organisation.choices)),
        ("Phase", "phases", dict(PhaseGroup.choices)),
        ("Authority", "authorities", authorities),
        ("Hosts trainees", "hosting", HOSTING),
    ):
        chosen = getattr(filters, field)
        for value in chosen:
            rest = tuple(other for other in chosen if other != value)
            found.append(Chip(label, words.get(value, value), without(**{field: rest})))
    if filters.status != "all":
        found.append(Chip("Status", STATUSES[filters.status], without(status="all")))
    if filters.contact:
        found.append(Chip("Main contact", CONTACTS[filters.contact], without(contact="")))
    if filters.specialism:
        found.append(Chip("Specialism", SPECIALISMS[filters.specialism], without(specialism="")))
    return found


def filter_groups(
    address: ListAddress, authorities: list[tuple[str, str]], this_year: AcademicYear
) -> list[FilterGroup]:
    """What the "+ Filter" menu offers."""
    filters = address.filters
    years = [AcademicYear(start) for start in range(this_year.start + 1, this_year.start - 5, -1)]
    chosen_year = filters.year.slug if filters.year else ""
    return [
        filter_group("Status", "status", STATUSES.items(), [filters.status], multiple=False),
        filter_group(
            "Main contact", "contact", [("", "Any"), *CONTACTS.items()], [filters.contact], multiple=False
        ),
        filter_group("Kind", "kind", PartnerKind.choices, filters.kinds),
        filter_group("Type", "type", Organisation.choices, filters.organisations),
        filter_group(
            "Specialism",
            "specialism",
            [("", "Any"), *SPECIALISMS.items()],
            [filters.specialism],
            multiple=False,
        ),
        filter_group("Hosts trainees", "hosting", HOSTING.items(), filters.hosting),
        filter_group("Phase", "phase", PhaseGroup.choices, filters.phases),
        filter_group("Local authority", "la", authorities, filters.authorities),
        filter_group(
            "Academic year",
            "year",
            [("", "Any"), *((year.slug, str(year)) for year in years)],
            [chosen_year],
            multiple=False,
        ),
    ]


def _is_code(text: str) -> bool:
    return len(text) == 3 and text.isascii() and text.isdigit()


def _year(slug: str) -> AcademicYear | None:
    start = slug[:4]
    if not (start.isascii() and start.isdigit()) or int(start) not in YEARS:
        return None
    year = AcademicYear(int(start))
    return year if slug == year.slug else None
