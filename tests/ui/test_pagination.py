"""Pagination: which rows these are, and the way to the others."""

import html
import re

import pytest
from django.core.paginator import Paginator
from django.template import Context, Template
from django.utils.html import strip_tags

ALL = "/partners/?status=all"


def drawn(rows: int, number: int, base: str = ALL) -> str:
    page = Paginator(range(rows), 50).page(number)
    source = '{% load ui %}{% pagination page=page base_href=base noun="partners" %}'
    return html.unescape(Template(source).render(Context({"page": page, "base": base})))


def links(markup: str) -> list[tuple[str, str]]:
    """What each link says, and where it leads."""
    found = re.findall(r'<a [^>]*href="([^"]*)"[^>]*>(.*?)</a>', markup)
    return [(strip_tags(inside), href) for href, inside in found]


def count(markup: str) -> str:
    return re.findall(r'<p class="pagination__count">(.*?)</p>', markup)[0]


def test_thousands_are_told_apart_where_they_are_read_and_not_in_addresses() -> None:
    page = drawn(60_000, 1_200)
    assert count(page) == "59,951–60,000 of 60,000 partners"
    assert links(page) == [
        ("Previous page", f"{ALL}&page=1199"),
        ("1", f"{ALL}&page=1"),
        ("1,199", f"{ALL}&page=1199"),
        ("1,200", f"{ALL}&page=1200"),
    ]
    assert re.findall(r'aria-current="page" aria-label="(.*?)"', page) == ["Page 1,200"]
    assert page.count('<span class="pagination__gap">…</span>') == 1


def test_a_number_on_a_page_is_read_with_its_thousands_told_apart() -> None:
    source = "{% load ui %}{{ few|thousands }} of {{ many|thousands }}"
    assert Template(source).render(Context({"few": 999, "many": 1_234_567})) == "999 of 1,234,567"


def test_the_first_page_has_no_page_before_it() -> None:
    assert links(drawn(120, 1, base="/partners/")) == [
        ("1", "/partners/?page=1"),
        ("2", "/partners/?page=2"),
        ("3", "/partners/?page=3"),
        ("Next page", "/partners/?page=2"),
    ]


@pytest.mark.parametrize(("rows", "said"), [(0, "0–0 of 0 partners"), (12, "1–12 of 12 partners")])
def test_what_fits_on_one_page_has_no_others(rows: int, said: str) -> None:
    page = drawn(rows, 1)
    assert (count(page), links(page)) == (said, [])
