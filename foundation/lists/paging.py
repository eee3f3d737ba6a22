"""One page of a list."""

from typing import Any

from django.core.paginator import Page, Paginator


def page_of(rows: Any, per_page: int, number: str | None, *, known: int | None = None) -> Page[Any]:
    """The page of this number, or the nearest there is. `known` is how many rows there are, where the page
    says so anyway: they are not counted again.
    """
    paginator = Paginator(rows, per_page)
    if known is not None:
        paginator.count = known
    return paginator.get_page(number)
