"""Lists: tables, filters, pagination, and the lists that are not tables."""

from collections.abc import Iterable, Sequence
from typing import Any

from foundation.ui.agenda import drawn_items
from foundation.ui.component import component
from foundation.ui.items import (
    ActivityItem,
    AgendaDay,
    AttentionGroup,
    BoardColumn,
    Chip,
    Column,
    Day,
    FilterGroup,
    NewsItem,
    Tab,
    TimelineEntry,
)

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@component(block=True, choices={"narrow": ("cards", "scroll", "lines")})
def table(
    *,
    caption: str,
    columns: Sequence[Column] = (),
    show_caption: bool = False,
    id: str = "",
    narrow: str = "cards",
    sticky: bool = True,
    frame: bool = False,
    select_all: str = "",
    keys: bool = False,
) -> dict[str, Any]:
    """A table whose content is its rows; the head comes from ``columns`` (none: no head is shown).

    Rows are plain markup: ``<th scope="row">`` with the linked name first, ``<td data-label="Miles"
    class="num">`` for figures. Classes: ``is-selected`` on a row; ``table__group`` on a group row;
    ``table__select``, ``table__actions``, ``table__wide``; ``<span class="table__meta">`` is a line
    shown on cards only. On phones rows become cards, or with ``narrow="scroll"`` the table
    scrolls inside its own labelled region; ``narrow="lines"`` keeps short tables as they are, with
    cells wrapping. ``frame=True`` draws the panel's edge around it. ``select_all`` is the id of the bulk
    form: it adds the first column, whose box ticks every row. ``keys=True`` lets people walk the rows by
    keyboard; ``table_keys`` under it tells how.
    """
    return locals()


@component(block=True, slots=("view",))
def filters(
    *,
    action: str = "",
    label: str = "Filter the list",
    search_name: str = "",
    search_value: str = "",
    search_label: str = "Search",
    chips: Sequence[Chip] = (),
    groups: Sequence[FilterGroup] = (),
    keep: Iterable[tuple[str, str]] = (),
    clear_href: str = "",
    target: str = "",
) -> dict[str, Any]:
    """Search field, removable chips, "+ Filter" and "Clear all"; one GET form, all state in the address.

    ``keep`` holds parameters that stay (sort order). ``target`` is the id of the region
    around filters and list (class ``region``) that a search swaps in place while typing, if ``action`` is
    given; without JavaScript Enter does it.
    Slot ``view`` stands at the right (saved views); other content follows the chips.
    """
    return {**locals(), "keep": list(keep)}


@component(pure=True)
def filter_group(group: FilterGroup) -> dict[str, Any]:
    """The options of one filter in the "+ Filter" menu; drawn once for each choice, for a list may have
    hundreds.
    """
    return locals()


@component()
def view_switch(*, views: Sequence[Tab], label: str) -> dict[str, Any]:
    """The same rows drawn another way (list, map): two or three addresses side by side."""
    return locals()


@component()
def table_keys(*, select: bool = False) -> dict[str, Any]:
    """What the keys do in a table with ``keys=True``; ``select`` if rows can be ticked. Once a page."""
    return locals()


@component()
def column_chooser(*, lines: Sequence[Any]) -> dict[str, Any]:
    """The columns of a list in their order, to tick and to move, inside a GET form of the page's own.

    ``lines`` come from ``foundation.lists.choosing.ColumnChoice``.
    """
    return locals()


@component()
def pagination(*, page: Any, base_href: str = "", label: str = "Pages", noun: str = "rows") -> dict[str, Any]:
    """Previous, page numbers, next, for a Django ``Page``.

    ``base_href`` is the address to which ``page=N`` is added; it ends in ``?`` or ``&``.
    """
    base = base_href or "?"
    if base[-1] not in "?&":
        base += "&" if "?" in base else "?"
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return {
        "label": label,
        "count": f"{page.start_index():,}–{page.end_index():,} of {page.paginator.count:,} {noun}",
        "before": f"{base}page={page.number - 1}" if page.has_previous() else "",
        "after": f"{base}page={page.number + 1}" if page.has_next() else "",
        "pages": [_page_link(number, base) for number in numbers] if page.has_other_pages() else (),
        "current": f"{page.number:,}",
    }


def _page_link(number: Any, base: str) -> tuple[str, str]:
    """The number as it is read, and where it leads; nowhere where numbers are left out."""
    return (f"{number:,}", f"{base}page={number}") if isinstance(number, int) else (str(number), "")


@component(block=True)
def attention_list(*, groups: Sequence[AttentionGroup]) -> dict[str, Any]:
    """What is due or stuck, by date, under group rows; the content is the last line: what is fine.

    Where actions post, the list is one form and each button names where it posts to.
    """
    posts = any(item.post for group in groups for item in group.items)
    return {"groups": groups, "element": "form" if posts else "div"}


@component(choices={"level": (2, 3, 4)})
def timeline(*, entries: Sequence[TimelineEntry], level: int = 3) -> dict[str, Any]:
    """Who did what when, newest first; the newest dot is filled."""
    return locals()


@component()
def activity_list(*, items: Sequence[ActivityItem]) -> dict[str, Any]:
    """Recent activity: the time, then one sentence."""
    return locals()


@component()
def news(*, items: Sequence[NewsItem], read_url: str = "") -> dict[str, Any]:
    """What somebody was told, the latest first; with ``read_url`` each unread one can be marked as read."""
    return locals()


@component()
def results(*, section: Any) -> dict[str, Any]:
    """What a search found of one kind (a ``Section`` of ``foundation.search``): icon, name, what tells it
    from others.
    """
    return locals()


@component()
def palette(*, sections: Sequence[Any]) -> dict[str, Any]:
    """The options under the search field, by kind; they stand in a listbox that the script makes."""
    return locals()


@component()
def fortnight(*, days: Sequence[Day]) -> dict[str, Any]:
    """Two rows of five days; on phones an agenda without the empty days."""
    return {"weeks": [days[start : start + 5] for start in range(0, len(days), 5)]}


@component()
def board(*, columns: Sequence[BoardColumn], label: str) -> dict[str, Any]:
    """Things on their way, a column a stage; buttons move them on and back. On phones one below the other."""
    return locals()


@component()
def month(*, caption: str, weeks: Sequence[Sequence[Day | None]]) -> dict[str, Any]:
    """A month as a table of weeks from Monday; None where a day belongs to another month.

    On phones the days stand one under the other, those without events left out.
    """
    return {**locals(), "weekdays": WEEKDAYS}


@component(choices={"level": (2, 3)})
def agenda(*, days: Sequence[AgendaDay], level: int = 2) -> dict[str, Any]:
    """Day by day what there is: time, title, place, the button that joins, and a menu to take it over."""
    return {"days": [(day, drawn_items(day.items)) for day in days], "level": level}
