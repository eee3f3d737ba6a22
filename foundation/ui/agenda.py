"""How the dates of an agenda are drawn: by format strings, as a month has a hundred, each with its menu."""

from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from html import escape
from typing import Any

from django.template import Context, engines
from django.utils.safestring import SafeString

from foundation.ui.items import AgendaItem, MenuItem

ITEM = (
    '<li class="agenda__item">\n<span class="agenda__time">{time}</span>\n'
    '<div class="agenda__what">{title}<span class="agenda__note">{note}</span></div>\n'
    '<div class="agenda__actions">{join}{menu}</div>\n</li>\n'
)
LED = '<a class="agenda__title" href="{href}">{title}</a>'
PLAIN = '<span class="agenda__title">{title}</span>'
JOIN = '{% button "{label}" href="{href}" size="small" %}'
MENU = '{% menu "Add" items=items kind="dots" about="{about}" %}'


def drawn_items(items: Iterable[AgendaItem]) -> SafeString:
    """The dates of one day. What their menus hold are links: nothing that is posted."""
    return SafeString("".join(map(_item, items)))


def _item(item: AgendaItem) -> str:
    title = escape(item.title)
    return ITEM.format(
        time=escape(item.time),
        title=(LED if item.href else PLAIN).format(href=escape(item.href), title=title),
        note=escape(" · ".join(filter(None, (item.kind, item.note)))),
        join=_join(item) if item.join_href else "",
        menu=_menu(item, title) if item.menu else "",
    )


def _join(item: AgendaItem) -> str:
    return _drawn(JOIN).format(label=escape(item.join_label), href=escape(item.join_href))


def _menu(item: AgendaItem, title: str) -> str:
    """By the component, drawn once for all menus that differ in their addresses alone."""
    places = (replace(each, href=f"{{hrefs[{place}]}}") for place, each in enumerate(item.menu))
    return _drawn(MENU, tuple(places)).format(about=title, hrefs=[escape(each.href) for each in item.menu])


@cache
def _drawn(source: str, items: tuple[MenuItem, ...] = ()) -> str:
    """A component with places for what differs."""
    engine: Any = engines["django"]
    template = engine.from_string("{% load ui %}" + source).template
    return str(template.render(Context({"items": items})))
