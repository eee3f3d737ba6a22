"""What the cells of many rows have in common, drawn as its component draws it."""

from functools import cache
from html import escape

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from foundation.ui.states import OUTLINED_STATES


@cache
def mark(state: str) -> SafeString:
    """The shape of a state, as `{% mark %}`."""
    return SafeString(render_to_string("components/mark.html", {"state": state}).strip())


def marked(state: str, word: str) -> str:
    """Mark and word without a tint, as `{% state %}`."""
    return f'<span class="state">{mark(state)}<span>{escape(word)}</span></span>'


def tagged(state: str, word: str) -> str:
    """Mark and word on a tint, as `{% badge %}`."""
    outlined = " badge--outlined" if state in OUTLINED_STATES else ""
    return f'<span class="badge badge--{state}{outlined}">{mark(state)}<span>{escape(word)}</span></span>'
