"""``{% load ui %}``: every component as a tag, and the few filters that pages need."""

import re

from django.template import Library

from foundation.ui import components  # noqa: F401  importing enters the components in the registry
from foundation.ui.component import register_all

register = Library()
register_all(register)

HEX_COLOUR = re.compile(r"#[0-9a-fA-F]{6}\Z")


@register.filter
def hex_colour(value: object, fallback: str = "") -> str:
    """The value if it is a plain ``#rrggbb``, else the fallback: nothing else may enter a style sheet."""
    text = str(value or "")
    return text if HEX_COLOUR.match(text) else fallback
