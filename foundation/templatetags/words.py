"""`{% load words %}`: days, times and counts as the portal writes them."""

from django.template import Library

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
