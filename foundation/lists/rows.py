"""How the rows of a list are drawn.

By format strings, not by a template: there, fifty rows of a dozen fields took longer than the rest of the
page together.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from html import escape
from typing import Any
from uuid import UUID

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from foundation.lists.columns import ListColumn, Reading, Row
from foundation.ui.components.actions import menu as menu_component
from foundation.ui.items import MenuItem

TICK = (
    '<td class="table__select"><input class="tick" type="checkbox" name="id" value="{value}" form="{form}"'
    ' aria-label="Select {name}" autocomplete="off"></td>'
)
ACTIONS = '<td class="table__actions">'
LABELLED = 3
"""How many values a card shows under the name."""


def drawn_rows(
    rows: Iterable[Row],
    columns: Sequence[ListColumn[Row]],
    on: Reading,
    *,
    select: str = "",
    menu: Callable[[Row, Reading], str] | None = None,
) -> SafeString:
    """The rows of a `table`, with these columns. What cells and menus draw is taken for safe.

    `select` is the id of the form that the rows are ticked for, by their `public_id`: the table then has
    `select_all`. `menu` draws what can be done to a row: the columns of the table then end with "Actions".
    """
    first, *others = columns
    cells = list(zip(_openings(tuple(others)), (column.cell for column in others), strict=True))
    return SafeString(
        "".join(
            f"<tr>\n{_tick(row, select) if select else ''}"
            f'<th scope="row">{first.cell(row, on)}</th>'
            f"{''.join(f'{opening}{cell(row, on)}</td>' for opening, cell in cells)}"
            f"{f'{ACTIONS}{menu(row, on)}</td>' if menu else ''}</tr>\n"
            for row in rows
        )
    )


def tick(public_id: UUID, name: str, form: str) -> str:
    """The cell with the box that ticks a row for the form of this id."""
    return TICK.format(value=public_id, form=form, name=escape(name))


def menu_of(items: Sequence[MenuItem], csrf_token: str = "") -> str:
    """What can be done to a row, drawn once for all of them: a format string with places for the row's
    `name`, escaped, and for what the addresses of the items leave open. `csrf_token` lets buttons post.
    """
    context = menu_component("Actions", items=items, kind="dots", about="{name}")
    return render_to_string("components/menu.html", {**context, "csrf_token": csrf_token}).strip()


def _tick(row: Any, form: str) -> str:
    return tick(row.public_id, row.name, form)


@cache
def _openings(columns: tuple[ListColumn[Row], ...]) -> list[str]:
    """The tag that opens each column's cells. On cards the first few values are labelled, the rest left out:
    those first of all that the line under the name says already.
    """
    labelled = [column for column in columns if not column.in_meta][:LABELLED]
    return [_opening(column, column in labelled) for column in columns]


def _opening(column: ListColumn[Row], labelled: bool) -> str:
    classes = ["num"] if column.numeric else []
    classes += [] if labelled else ["table__wide"]
    classes += ["table__roomy"] if column.roomy else []
    label = f' data-label="{column.label}"' if labelled else ""
    class_ = f' class="{" ".join(classes)}"' if classes else ""
    return f"<td{label}{class_}>"
