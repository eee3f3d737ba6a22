"""What the addresses of lists have in common. Whatever an address says that is not understood is left out."""

from collections.abc import Container, Iterable

from django.http import QueryDict

from foundation.ui.items import FilterGroup, FilterOption

MOST_VALUES = 200
"""Values of one filter that are read."""


def page_number(query: QueryDict) -> int:
    """`?page=`, from 1; 1 for what is no number."""
    text = query.get("page", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 1


def known_values(query: QueryDict, name: str, values: Container[str]) -> tuple[str, ...]:
    """What the address gives under this name that is among `values`, each once, in its order."""
    return tuple(dict.fromkeys(value for value in query.getlist(name)[:MOST_VALUES] if value in values))


def with_query(path: str, query: str) -> str:
    return f"{path}?{query}" if query else path


def filter_group(
    label: str,
    name: str,
    options: Iterable[tuple[str, str]],
    chosen: Iterable[str],
    *,
    multiple: bool = True,
) -> FilterGroup:
    """The options (value, words) of one filter, with those that are in force ticked."""
    held = set(chosen)
    return FilterGroup(
        label, name, [FilterOption(value, words, value in held) for value, words in options], multiple
    )
