"""Dates of an agenda are drawn by format strings, of what components draw."""

from django.template import Context, Template

from foundation.ui.agenda import drawn_items
from foundation.ui.items import AgendaItem, MenuItem

ADD = (
    MenuItem("Add to Outlook", "https://outlook.example/?subject=Tea&body=x"),
    MenuItem("Calendar file (.ics)", "/item.ics?key=1&on=2026-02-03", ruled=True),
)
TITLE = 'Tea & <b>{about}</b> "at" four'


def drawn(source: str, item: AgendaItem) -> str:
    return Template("{% load ui %}" + source).render(Context({"item": item}))


def test_a_date_has_its_own_words_button_and_menu() -> None:
    one = AgendaItem(TITLE, "16:00", "Meetings", "Room <1>", "/a?b&c", "Join on Teams", "/join?a&b", ADD)
    two = AgendaItem("Strategy group", menu=(MenuItem("Add to Outlook", "#"), MenuItem("As a file", "#2")))
    _, first, second, third = drawn_items([one, two, one]).split('<li class="agenda__item">')
    assert first == third
    for item, shown in ((one, first), (two, second)):
        assert shown.count(drawn('{% menu "Add" items=item.menu kind="dots" about=item.title %}', item)) == 1
    assert first.count(drawn('{% button item.join_label href=item.join_href size="small" %}', one)) == 1
    link = drawn('<a class="agenda__title" href="{{ item.href }}">{{ item.title }}</a>', one)
    assert first.count(link) == 1
    assert first.count('<span class="agenda__note">Meetings · Room &lt;1&gt;</span>') == 1
    assert second.count('<span class="agenda__title">Strategy group</span>') == 1
    assert "button" not in second
