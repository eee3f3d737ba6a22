"""What a page is made of: head, panels, navigation within it, summaries."""

from collections.abc import Sequence
from typing import Any

from foundation.ui.component import component
from foundation.ui.icons import ICONS
from foundation.ui.items import Crumb, Fact, Tab


@component(block=True, slots=("actions", "before"))
def page_head(*, title: str, summary: str = "") -> dict[str, Any]:
    """Title, one sentence of counts or state (``summary``, or richer as content), actions at the right.

    Slot ``actions`` holds buttons, at most one primary; ``before`` stands above the title.
    """
    return locals()


@component(block=True, slots=("actions",))
def section_head(*, title: str, note: str = "", id: str = "") -> dict[str, Any]:
    """A heading on the ground, outside a panel; content follows it and slot ``actions`` stands right."""
    return locals()


@component(
    block=True, slots=("actions", "note", "foot"), choices={"level": (2, 3, 4), "body": ("padded", "flush")}
)
def panel(
    *,
    title: str = "",
    level: int = 2,
    id: str = "",
    body: str = "padded",
    poll_url: str = "",
    poll_seconds: int = 5,
    load_url: str = "",
) -> dict[str, Any]:
    """White, hairline; header row with the title left and links right. Panels never nest.

    ``body="flush"`` lets a table or list reach the edges. Slots: ``note`` (small, beside the title),
    ``actions`` (right), ``foot``. With ``poll_url`` the panel fetches itself again every
    ``poll_seconds`` until the answer has no ``poll_url`` any more. With ``load_url`` it is replaced by
    what is there once it comes into view: for what must not hold the page up.
    """
    return locals()


@component()
def breadcrumb(*, crumbs: Sequence[Crumb]) -> dict[str, Any]:
    """The way here, from the second level on; the layout draws it from ``breadcrumbs``."""
    return locals()


@component()
def tabs(*, tabs: Sequence[Tab], label: str) -> dict[str, Any]:
    """Links with addresses, small counts after the text; scroll in their own region when narrow."""
    return locals()


@component(block=True, slots=("actions",))
def next_action(*, title: str, text: str = "") -> dict[str, Any]:
    """What the record waits for: the fact, one line of terms; slot ``actions`` secondary then primary."""
    return locals()


@component(block=True, choices={"icon": ICONS})
def empty_state(*, title: str, text: str, icon: str = "list") -> dict[str, Any]:
    """What belongs here and why; the content is one button."""
    return locals()


@component()
def facts(*, facts: Sequence[Fact]) -> dict[str, Any]:
    """Key left, value right, source or "Verified …" beneath."""
    return locals()


def initials(name: str) -> str:
    """First letters of the first and last word: "Priya Nandwani" → "PN", "Eastmoor & Coast" → "EC"."""
    words = [word for word in name.split() if word[:1].isalpha()]
    ends = [words[0], words[-1]] if len(words) > 1 else words
    return "".join(word[0] for word in ends).upper()


@component(choices={"size": ("", "small")})
def avatar(name: str, *, size: str = "") -> dict[str, Any]:
    """A person's initials in a circle; decoration beside a name that is written out."""
    return {"initials": initials(name), "size": size}


@component()
def monogram(name: str, *, logo_url: str = "", wide: bool = False) -> dict[str, Any]:
    """The alliance's logo, or its initials on the accent colour; decoration beside its name.

    ``wide`` gives a logo that is wider than high the room it needs.
    """
    return {"initials": initials(name), "logo_url": logo_url, "wide": wide}


@component(block=True)
def drawer(*, title: str, close_href: str, kicker: str = "", id: str = "drawer") -> dict[str, Any]:
    """A panel from the right with its own address; not modal where there is room beside it."""
    return locals()


@component(pure=True, choices={"name": ICONS, "size": (16, 18, 20, 24)})
def icon(name: str, *, size: int = 18, label: str = "") -> dict[str, Any]:
    """A stroke icon from the sprite; hidden from screen readers unless it has a ``label``."""
    return locals()


@component()
def code_block(text: str, *, label: str) -> dict[str, Any]:
    """Text to be copied as it stands: one press marks all of it, a button copies it if it can."""
    return locals()
