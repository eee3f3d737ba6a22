"""Parts of a layout that are the same on every page: drawn once, then kept.

``{% kept nav nav_settings %}…{% endkept %}`` draws its content with these variables and nothing else, so
what is kept can depend on nothing else.
"""

from typing import Any

from django.template import Node, NodeList, TemplateSyntaxError
from django.template.base import Parser, Token
from django.template.context import Context
from django.utils.safestring import SafeString

from foundation.ui.component import Drawn, drawn_once

KEPT: Drawn = {}
"""Apart from what components drew: layouts differ by alliance, area and role, and would crowd that out."""


class KeptNode(Node):
    """Draws its content once for the same values of its variables."""

    child_nodelists = ("nodelist",)

    def __init__(self, names: list[str], nodelist: NodeList) -> None:
        self.names = names
        self.nodelist = nodelist

    def render(self, context: Context) -> SafeString:
        values = {name: _hashable(context.get(name)) for name in self.names}
        if context.template.engine.debug:  # type: ignore[union-attr]  # only a template renders a node
            return self._draw(context, values)
        key = (self, context.autoescape, *((type(value), value) for value in values.values()))
        return drawn_once(KEPT, key, lambda: self._draw(context, values))

    def _draw(self, context: Context, values: dict[str, Any]) -> SafeString:
        return SafeString(self.nodelist.render(context.new(values)).strip())


def _hashable(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def compile_kept(parser: Parser, token: Token) -> KeptNode:
    _, *names = token.split_contents()
    if not names:
        raise TemplateSyntaxError("{% kept %} takes the names of the variables that its content depends on")
    nodelist = parser.parse(("endkept",))
    parser.delete_first_token()
    return KeptNode(names, nodelist)
