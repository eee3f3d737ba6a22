"""`{% load words %}`: days, times and counts as the portal writes them."""

import re
from collections.abc import Sequence

from django.template import Library
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from foundation import words

register = Library()
register.filter("day", words.day)
register.filter("moment", words.moment)
register.filter("listed", words.listed)


@register.filter
def counted(number: int, nouns: str) -> str:
    """`{{ 2|counted:"partner" }}`; `{{ 2|counted:"authority,authorities" }}` where an s is not enough."""
    one, _, many = nouns.partition(",")
    return words.counted(number, one, many)


@register.filter
def listed_or(words_: Sequence[str]) -> str:
    """`400, 401 or 403`."""
    *some, last = words_
    return f"{', '.join(some)} or {last}" if some else last


@register.filter
def as_code(text: str) -> SafeString:
    """What stands between backticks becomes code; everything is escaped."""
    parts = [("code" if place % 2 else "span", part) for place, part in enumerate(re.split("`", text))]
    return format_html_join("", "<{0}>{1}</{0}>", [part for part in parts if part[1]])
