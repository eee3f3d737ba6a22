"""The machinery behind component tags: strict attributes, one template each, named slots.

A component is a plain function decorated with ``@component``. Its signature *is* its list of
attributes, so a misspelt, missing or doubled attribute raises TemplateSyntaxError while the template
compiles. What the function returns is the context of ``templates/components/<name>.html``.

Block components also take content between ``{% name %}`` and ``{% endname %}``; parts of that content
may go to a named slot with ``{% fill slot %}…{% endfill %}``.
"""

import inspect
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.template import Library, Node, NodeList, TemplateSyntaxError
from django.template.base import FilterExpression, Parser, Token
from django.template.context import Context
from django.template.library import parse_bits
from django.utils.safestring import SafeString

FRAME = "_component_slots"

REGISTRY: dict[str, "Component"] = {}

Drawn = dict[tuple[object, ...], SafeString]

PURE: Drawn = {}
"""What pure components drew, by their attributes: long lists repeat the same few marks and words."""

MOST_DRAWN = 2_000
"""Of one kind; then all of it is drawn anew."""


def drawn_once(store: Drawn, key: tuple[object, ...], draw: Callable[[], SafeString]) -> SafeString:
    """What was drawn for this key, or is drawn for it now."""
    drawn = store.get(key)
    if drawn is None:
        if len(store) >= MOST_DRAWN:
            store.clear()
        drawn = store[key] = draw()
    return drawn


@dataclass(frozen=True)
class Component:
    """One entry of the catalogue: the tag's name, its function and what it accepts."""

    name: str
    function: Callable[..., dict[str, Any]]
    block: bool = False
    slots: tuple[str, ...] = ()
    choices: Mapping[str, Collection[Any]] = field(default_factory=dict)
    pure: bool = False

    @cached_property
    def template_name(self) -> str:
        return f"components/{self.name}.html"

    @property
    def summary(self) -> str:
        """First line of the function's docstring."""
        return (inspect.getdoc(self.function) or "").partition("\n")[0].replace("``", "")

    @cached_property
    def attributes(self) -> list[inspect.Parameter]:
        return list(inspect.signature(self.function).parameters.values())

    @cached_property
    def names(self) -> list[str]:
        return [parameter.name for parameter in self.attributes]

    def check(self, values: Mapping[str, Any]) -> None:
        """Raise TemplateSyntaxError when an attribute with a closed set of values has another one."""
        for attribute, allowed in self.choices.items():
            if attribute in values and values[attribute] not in allowed:
                offered = ", ".join(repr(choice) for choice in allowed)
                raise TemplateSyntaxError(
                    f"{{% {self.name} %}}: {attribute} is {values[attribute]!r}; use one of {offered}"
                )

    def context_for(self, args: list[Any], kwargs: dict[str, Any]) -> dict[str, Any]:
        """The template's context for these attributes."""
        if self.choices:
            self.check({**dict(zip(self.names, args, strict=False)), **kwargs})
        return self.function(*args, **kwargs)


class ComponentNode(Node):
    """Renders one component; content and slots first, so that they see the page's own context."""

    child_nodelists = ("nodelist",)

    def __init__(
        self,
        component: Component,
        args: list[FilterExpression],
        kwargs: dict[str, FilterExpression],
        nodelist: NodeList | None,
    ) -> None:
        self.component = component
        self.args = args
        self.kwargs = kwargs
        self.nodelist = nodelist if nodelist is not None else NodeList()

    def render(self, context: Context) -> SafeString:
        args = [expression.resolve(context) for expression in self.args]
        kwargs = {name: expression.resolve(context) for name, expression in self.kwargs.items()}
        if not self.component.pure or context.template.engine.debug:  # type: ignore[union-attr]  # as below
            return self._draw(context, args, kwargs)
        # A SafeString equals the str it came from and must not be taken for it.
        values = ((type(value), value) for value in (*args, *kwargs, *kwargs.values()))
        key = (self.component.name, context.autoescape, *values)
        return drawn_once(PURE, key, lambda: self._draw(context, args, kwargs))

    def _draw(self, context: Context, args: list[Any], kwargs: dict[str, Any]) -> SafeString:
        values = self.component.context_for(args, kwargs)
        if self.component.block:
            values["content"], values["slots"] = self._content(context)
        engine = context.template.engine  # type: ignore[union-attr]  # only a template renders a node
        template = context.render_context.get(self)
        if template is None:
            template = engine.get_template(self.component.template_name)
            context.render_context[self] = template
        inner = context.new(values)
        # Forms inside components post back, as in Django's own inclusion tags.
        if (csrf_token := context.get("csrf_token")) is not None:
            inner["csrf_token"] = csrf_token
        return SafeString(template.render(inner).strip())

    def _content(self, context: Context) -> tuple[SafeString, dict[str, SafeString]]:
        filled: dict[str, SafeString] = {}
        with context.push(**{FRAME: (self.component, filled)}):
            content = self.nodelist.render(context)
        return SafeString(content.strip()), filled


class FillNode(Node):
    """Puts its content in a slot of the component around it."""

    child_nodelists = ("nodelist",)

    def __init__(self, slot: str, nodelist: NodeList) -> None:
        self.slot = slot
        self.nodelist = nodelist

    def render(self, context: Context) -> str:
        frame = context.get(FRAME)
        if frame is None:
            raise TemplateSyntaxError(f"{{% fill {self.slot} %}} stands outside a component")
        component, filled = frame
        if self.slot not in component.slots:
            offered = ", ".join(component.slots) or "no slots"
            raise TemplateSyntaxError(f"{{% {component.name} %}} has no slot {self.slot!r}; it has {offered}")
        filled[self.slot] = self.nodelist.render(context)
        return ""


def component(
    *,
    block: bool = False,
    slots: tuple[str, ...] = (),
    choices: Mapping[str, Collection[Any]] | None = None,
    pure: bool = False,
) -> Callable[[Callable[..., dict[str, Any]]], Callable[..., dict[str, Any]]]:
    """Enter the decorated function in the catalogue under its own name.

    ``pure``: the drawing depends on nothing but its attributes, all of them plain values; it is kept.
    """

    def enter(function: Callable[..., dict[str, Any]]) -> Callable[..., dict[str, Any]]:
        name = function.__name__
        if name in REGISTRY:
            raise ValueError(f"component {name!r} exists already")
        REGISTRY[name] = Component(name, function, block or bool(slots), slots, choices or {}, pure)
        return function

    return enter


def _compile(entry: Component, parser: Parser, token: Token) -> ComponentNode:
    spec = inspect.getfullargspec(entry.function)
    bits = token.split_contents()[1:]
    args, kwargs = parse_bits(  # type: ignore[call-arg]  # the stubs lack the argument before the name
        parser,
        bits,
        spec.args,
        spec.varargs,
        spec.varkw,
        spec.defaults,
        spec.kwonlyargs,
        spec.kwonlydefaults,
        False,  # type: ignore[arg-type]  # likewise
        entry.name,
    )
    if doubled := set(spec.args[: len(args)]) & set(kwargs):
        raise TemplateSyntaxError(f"{{% {entry.name} %}} received multiple values for {sorted(doubled)[0]!r}")
    nodelist = None
    if entry.block:
        nodelist = parser.parse((f"end{entry.name}",))
        parser.delete_first_token()
    return ComponentNode(entry, args, kwargs, nodelist)


def _compile_fill(parser: Parser, token: Token) -> FillNode:
    bits = token.split_contents()
    if len(bits) != 2:
        raise TemplateSyntaxError("{% fill %} takes the name of one slot")
    nodelist = parser.parse(("endfill",))
    parser.delete_first_token()
    return FillNode(bits[1], nodelist)


def register_all(register: Library) -> None:
    """Give a template tag library every component of the catalogue, and ``fill``."""

    def compiler(entry: Component) -> Callable[[Parser, Token], Node]:
        return lambda parser, token: _compile(entry, parser, token)

    for name, entry in REGISTRY.items():
        register.tag(name, compiler(entry))
    register.tag("fill", _compile_fill)
