"""``{% load ui %}``: every component as a tag, and the few filters that pages need."""

import re

from django.template import Library
from django.utils.safestring import SafeString

from foundation.ui import components  # noqa: F401  importing enters the components in the registry
from foundation.ui.component import register_all
from foundation.ui.kept import compile_kept

register = Library()
register_all(register)
register.tag("kept", compile_kept)

PLAIN = re.compile(r"[A-Za-z0-9 ]")
HEX_COLOUR = re.compile(r"#[0-9a-fA-F]{6}\Z")


@register.filter
def hex_colour(value: object, fallback: str = "") -> str:
    """The value if it is a plain ``#rrggbb``, else the fallback: nothing else may enter a style sheet."""
    text = str(value or "")
    return text if HEX_COLOUR.match(text) else fallback


@register.filter
def thousands(number: int) -> str:
    """As people read it: 20,000."""
    return f"{number:,}"


@register.filter
def css_string(value: object) -> SafeString:
    """The value as a string of a style sheet: whatever is no letter, digit or space is written as its number,
    so that nothing can end the string or the sheet. The space after a number belongs to it.
    """
    text = "".join(each if PLAIN.match(each) else f"\\{ord(each):06x} " for each in str(value or ""))
    return SafeString(f'"{text}"')
