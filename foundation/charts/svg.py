"""A small SVG writer: elements in drawing order, escaped, with coordinates in a fixed form.

Same calls, same bytes: nothing here depends on a clock, a random number or the order of a set.
"""

import re
from html import escape

from django.utils.safestring import SafeString, mark_safe

from foundation.charts.theme import COLOURS, Theme

# Characters that XML 1.0 cannot carry, however escaped.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def clean(text: object) -> str:
    """``text`` escaped for element content and attributes, without what XML cannot carry."""
    return escape(_NOT_XML.sub("", str(text)), quote=True)


def num(value: float) -> str:
    """A coordinate with at most two decimals, without trailing zeros or a negative zero."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def attributes(**given: object) -> str:
    """`` name="value"`` for each attribute that is not None; ``stroke_width`` becomes ``stroke-width``."""
    parts = []
    for name, value in given.items():
        if value is None:
            continue
        written = num(value) if isinstance(value, float | int) else clean(value)
        parts.append(f' {name.rstrip("_").replace("_", "-")}="{written}"')
    return "".join(parts)


class Canvas:
    """One picture of ``width`` × ``height`` px, drawn at the size shown."""

    def __init__(
        self, *, kind: str, width: float, height: float, theme: Theme, title: str, description: str
    ) -> None:
        self.kind, self.width, self.height, self.theme = kind, width, height, theme
        self.title, self.description = title, description
        self._parts: list[str] = []

    def rect(self, x: float, y: float, width: float, height: float, role: str) -> None:
        self._add(
            "rect", x=x, y=y, width=max(width, 0), height=max(height, 0), fill=COLOURS[role], class_=role
        )

    def line(
        self, x1: float, y1: float, x2: float, y2: float, role: str, thick: float = 1, dash: str | None = None
    ) -> None:
        self._add(
            "line",
            x1=x1,
            y1=y1,
            x2=x2,
            y2=y2,
            stroke=COLOURS[role],
            stroke_width=thick,
            stroke_dasharray=dash,
            class_=f"{role}-line",
        )

    def polyline(self, points: list[tuple[float, float]], role: str, thick: float) -> None:
        self._add(
            "polyline",
            points=" ".join(f"{num(x)},{num(y)}" for x, y in points),
            fill="none",
            stroke=COLOURS[role],
            stroke_width=thick,
            stroke_linejoin="round",
            stroke_linecap="round",
            class_=f"{role}-line",
        )

    def dot(self, x: float, y: float, radius: float, role: str) -> None:
        """A filled circle with a rim in the surface colour, so that it stands off the line below it."""
        self._add(
            "circle",
            cx=x,
            cy=y,
            r=radius,
            fill=COLOURS[role],
            stroke=COLOURS["surface"],
            stroke_width=1.5,
            class_=f"{role} rim",
        )

    def hollow_square(self, x: float, y: float, size: float) -> None:
        """A suppressed figure: an empty square centred on the point."""
        self._add(
            "rect",
            x=x - size / 2,
            y=y - size / 2,
            width=size,
            height=size,
            fill=COLOURS["surface"],
            stroke=COLOURS["ink2"],
            stroke_width=1.25,
            class_="hollow",
        )

    def crossed_circle(self, x: float, y: float, radius: float) -> None:
        """A figure that its owner has not published: an empty circle with a stroke through it."""
        self._add(
            "circle",
            cx=x,
            cy=y,
            r=radius,
            fill=COLOURS["surface"],
            stroke=COLOURS["ink2"],
            stroke_width=1.25,
            class_="hollow",
        )
        reach = radius * 0.7071
        self.line(x - reach, y + reach, x + reach, y - reach, "ink2", 1.25)

    def text(
        self,
        x: float,
        y: float,
        content: str,
        *,
        size: float | None = None,
        role: str = "ink",
        anchor: str | None = None,
        bold: bool = False,
    ) -> None:
        """``content`` with its baseline at ``y``; ``anchor`` is None (start), ``middle`` or ``end``."""
        self._add(
            "text",
            clean(content),
            x=x,
            y=y,
            font_size=size or self.theme.text,
            font_weight=self.theme.bold if bold else None,
            text_anchor=anchor,
            fill=COLOURS[role],
            class_=role,
        )

    def raw(self, markup: str) -> None:
        """Markup that is already escaped."""
        self._parts.append(markup)

    def _add(self, tag: str, content: str = "", **given: object) -> None:
        self._parts.append(f"<{tag}{attributes(**given)}" + (f">{content}</{tag}>" if content else "/>"))

    def finish(self, role: str = "img") -> SafeString:
        """The whole picture. ``role`` is ``img`` unless there is something inside to point at."""
        root = attributes(
            xmlns="http://www.w3.org/2000/svg",
            class_=f"chart chart-{self.kind}",
            role=role,
            width=self.width,
            height=self.height,
            viewBox=f"0 0 {num(self.width)} {num(self.height)}",
            font_family=self.theme.font or None,
        )
        body = "".join(self._parts)
        words = f"<title>{clean(self._name())}</title><desc>{clean(self.description)}</desc>"
        picture = f"<svg{root}>{words}{body}</svg>"
        return mark_safe(picture)  # noqa: S308 - every text and attribute went through clean()

    def _name(self) -> str:
        """A PDF takes its alternative text from the title alone, so there the description is part of it."""
        if self.theme.name == "pdf" and self.description:
            return f"{self.title.rstrip('.')}. {self.description}"
        return self.title
