"""Pages that lists have in common."""

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from foundation.lists.addresses import with_query
from foundation.lists.choosing import ColumnChoice
from foundation.lists.columns import ColumnSet
from foundation.ui.items import Crumb


def columns_page(
    request: HttpRequest, every: ColumnSet[Any], address: Any, *, title: str, home: Crumb
) -> HttpResponse:
    """Which columns, in which order: a form whose state is its address, like that of the list it leads to.

    `address` is the frozen dataclass that reads and writes the list's address, with `columns`, `parameters()`
    and `query()`; `home` is the crumb of the list.
    """
    choice = ColumnChoice.read(every, request.GET, address.columns)
    if choice.is_made:
        return redirect(with_query(home.href, replace(address, columns=choice.columns).query()))
    usual = replace(address, columns=())
    context = {
        "page_title": title,
        "breadcrumbs": [home, Crumb("Columns")],
        "choice": choice,
        "keep": usual.parameters(),
        "back": with_query(home.href, address.query()),
        "usual_href": with_query(home.href, usual.query()),
    }
    return render(request, "lists/columns.html", context)
