"""The address of the list of resources: what it says, and the addresses one step away from it."""

from dataclasses import dataclass, fields, replace
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict

from alliance.choices import Audience, Strand
from alliance.logic.search_text import read_search
from alliance.queries.resources.finding import ResourceFilters
from foundation.ui.items import Chip, FilterGroup, FilterOption
from foundation.uploads.documents import KINDS

MOST_LETTERS, MOST_VALUES = 200, 50
KIND_LABELS = {**{suffix: kind.label for suffix, kind in KINDS.items()}, "": "Link"}
NAMES = {"strands": "strand", "topics": "topic", "kinds": "kind", "audiences": "for"}
LABELS = {"strands": "Kind of work", "topics": "Topic", "kinds": "File", "audiences": "For"}
LINK = "link"
"""What an address calls the kind that has no suffix."""


@dataclass(frozen=True)
class ListAddress:
    """What an address asks of the list. Anything it does not understand it leaves out."""

    filters: ResourceFilters

    @classmethod
    def read(cls, query: QueryDict, *, topics: list[str], is_staff: bool) -> "ListAddress":
        known = {
            "strands": list(Strand.values),
            "topics": topics,
            "kinds": list(KIND_LABELS),
            "audiences": list(Audience.values) if is_staff else [],
        }
        given = {field: _known(query, NAMES[field], values) for field, values in known.items()}
        return cls(
            ResourceFilters(
                text=read_search(query.get("q", "")).words,
                withdrawn=is_staff and query.get("status") == "withdrawn",
                **given,
            )
        )

    def parameters(self) -> list[tuple[str, str]]:
        filters = self.filters
        found = [("q", filters.text)] if filters.text else []
        for field, name in NAMES.items():
            found += [(name, value or LINK) for value in getattr(filters, field)]
        return found + ([("status", "withdrawn")] if filters.withdrawn else [])

    def href(self, base: str) -> str:
        query = urlencode(self.parameters())
        return f"{base}?{query}" if query else base

    def without(self, **changes: Any) -> "ListAddress":
        return replace(self, filters=replace(self.filters, **changes))

    @property
    def is_narrowed(self) -> bool:
        return any(getattr(self.filters, field.name) for field in fields(self.filters))


def chips(address: ListAddress, base: str) -> list[Chip]:
    """The filters in force, each with the address without it."""
    found = []
    for field, label in LABELS.items():
        chosen = getattr(address.filters, field)
        for value in chosen:
            rest = tuple(other for other in chosen if other != value)
            found.append(Chip(label, _word(field, value), address.without(**{field: rest}).href(base)))
    if address.filters.withdrawn:
        found.append(Chip("Status", "Withdrawn", address.without(withdrawn=False).href(base)))
    return found


def filter_groups(address: ListAddress, topics: list[str], *, is_staff: bool) -> list[FilterGroup]:
    """What the "+ Filter" menu offers."""
    offered = {"topics": topics, "strands": list(Strand.values), "kinds": list(KIND_LABELS)}
    if is_staff:
        offered["audiences"] = list(Audience.values)
    groups = [
        FilterGroup(
            LABELS[field],
            NAMES[field],
            [
                FilterOption(value or LINK, _word(field, value), value in getattr(address.filters, field))
                for value in values
            ],
        )
        for field, values in offered.items()
        if values
    ]
    if is_staff:
        withdrawn = address.filters.withdrawn
        options = [
            FilterOption("", "In use", not withdrawn),
            FilterOption("withdrawn", "Withdrawn", withdrawn),
        ]
        groups.append(FilterGroup("Status", "status", options, multiple=False))
    return groups


def _word(field: str, value: str) -> str:
    words = {"strands": dict(Strand.choices), "kinds": KIND_LABELS, "audiences": dict(Audience.choices)}
    return str(words.get(field, {}).get(value, value))


def _known(query: QueryDict, name: str, values: list[str]) -> tuple[str, ...]:
    given = ("" if value == LINK else value for value in query.getlist(name)[:MOST_VALUES])
    return tuple(dict.fromkeys(value for value in given if value in values))
