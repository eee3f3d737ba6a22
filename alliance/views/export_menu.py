"""What the menu Export of a list offers."""

from collections.abc import Sequence
from urllib.parse import urlencode

from django.urls import reverse

from foundation.lists.addresses import with_query
from foundation.ui.items import MenuItem


def export_items(name: str, slug: str, parameters: Sequence[tuple[str, str]] = ()) -> list[MenuItem]:
    """As CSV and as Excel, narrowed as the list is. `name` is the route of the one; the other's ends in
    `_xlsx`.
    """
    query = urlencode(parameters)
    return [
        MenuItem(label, with_query(reverse(route, args=[slug]), query))
        for label, route in (("As CSV", name), ("As Excel", f"{name}_xlsx"))
    ]
