"""The address of a list of people: what it says, and the addresses one step away from it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import QueryDict

from alliance.logic.search_text import read_search
from alliance.queries.roster.filters import PeopleFilters
from alliance.queries.roster.listing import BY_NAME, SORTS
from alliance.views.roster.columns import COLUMNS
from foundation.lists.addresses import MOST_VALUES, filter_group, page_number
from foundation.lists.sorting import Sorting
from foundation.ui.items import Chip, FilterGroup

STATUSES = {"current": "Work there now", "former": "Former", "all": "Now and formerly"}
NO_EMAIL = {"none": "Without an e-mail address"}
LIKELY = {"likely": "May be there twice"}
MOST_LETTERS = 400


@dataclass(frozen=True)
class PeopleAddress:
    """What an address asks of the list. Anything it does not understand it leaves out."""

    filters: PeopleFilters
    sort: Sorting
    page: int = 1
    columns: tuple[str, ...] = ()

    @classmethod
    def read(cls, query: QueryDict) -> "PeopleAddress":
        filters = PeopleFilters(
            text=read_search(query.get("q", "")).words,
            partners=tuple(dict.fromkeys(filter(None, map(_uuid, query.getlist("partner")[:MOST_VALUES])))),
            posts=tuple(dict.fromkeys(filter(None, map(_post, query.getlist("post")[:MOST_VALUES])))),
            status=query["status"] if query.get("status") in STATUSES else "current",
            email="none" if query.get("email") == "none" else "",
            duplicates="likely" if query.get("twice") == "likely" else "",
        )
        return cls(
            filters,
            Sorting.read(query.get("sort", ""), SORTS, BY_NAME),
            page_number(query),
            COLUMNS.read(query.get("columns", "")[:MOST_LETTERS]),
        )

    def query(self) -> str:
        """The part after the question mark, without the page; "" for the plain list."""
        return urlencode(self.parameters(), safe=",")

    def parameters(self) -> list[tuple[str, str]]:
        """Name and value of everything the address says, without the page."""
        filters = self.filters
        given = [("q", filters.text)] if filters.text else []
        given += [("partner", str(partner)) for partner in filters.partners]
        given += [("post", post) for post in filters.posts]
        given += [("status", filters.status)] if filters.status != "current" else []
        given += [("email", filters.email)] if filters.email else []
        given += [("twice", filters.duplicates)] if filters.duplicates else []
        return [*given, *self.keep()]

    def keep(self) -> list[tuple[str, str]]:
        """What the filter form does not hold itself."""
        kept = [("sort", str(self.sort))] if self.sort != BY_NAME else []
        return kept + ([("columns", ",".join(self.columns))] if self.columns else [])

    def sorted_by(self, column: str) -> "PeopleAddress":
        """Sorted by `column`; the other way round where it is already."""
        descending = self.sort.column == column and not self.sort.descending
        return replace(self, sort=Sorting(column, descending), page=1)

    def without(self, **changes: Any) -> "PeopleAddress":
        return replace(self, filters=replace(self.filters, **changes), page=1)


def chips(address: PeopleAddress, base: str, partners: Mapping[str, str]) -> list[Chip]:
    """The filters in force, each with the address without it. `partners` gives their names by id."""
    filters = address.filters

    def href(**changes: Any) -> str:
        query = address.without(**changes).query()
        return f"{base}?{query}" if query else base

    found = []
    for partner in filters.partners:
        rest = tuple(other for other in filters.partners if other != partner)
        found.append(Chip("Partner", partners.get(str(partner), "unknown"), href(partners=rest)))
    for post in filters.posts:
        rest_posts = tuple(other for other in filters.posts if other != post)
        found.append(Chip("Post", post, href(posts=rest_posts)))
    if filters.status != "all":
        found.append(Chip("Status", STATUSES[filters.status], href(status="all")))
    if filters.email:
        found.append(Chip("E-mail", NO_EMAIL[filters.email], href(email="")))
    if filters.duplicates:
        found.append(Chip("Twice", LIKELY[filters.duplicates], href(duplicates="")))
    return found


def filter_groups(
    address: PeopleAddress, partners: Sequence[tuple[str, str]], posts: Sequence[str], *, may_merge: bool
) -> list[FilterGroup]:
    """What the "+ Filter" menu offers."""
    filters = address.filters
    chosen = [str(partner) for partner in filters.partners]
    offered = dict.fromkeys([*posts, *filters.posts])
    groups = [
        filter_group("Status", "status", STATUSES.items(), [filters.status], multiple=False),
        filter_group("Post", "post", [(post, post) for post in offered], filters.posts),
        filter_group("E-mail", "email", [("", "Any"), *NO_EMAIL.items()], [filters.email], multiple=False),
    ]
    if len(partners) > 1:
        groups.insert(1, filter_group("Partner", "partner", partners, chosen))
    if may_merge:
        either = [("", "Any"), *LIKELY.items()]
        groups.append(filter_group("Twice", "twice", either, [filters.duplicates], multiple=False))
    return groups


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _post(text: str) -> str:
    """What no name of a post holds, such as NUL, is left out."""
    return read_search(text).words
