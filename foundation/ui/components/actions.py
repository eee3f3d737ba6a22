"""Things people press: buttons, menus, the bulk bar, dialogs."""

from collections.abc import Sequence
from typing import Any

from foundation.ui.component import component
from foundation.ui.items import MenuItem
from foundation.ui.states import BUTTON_KINDS
from foundation.ui.theme import Theme

THEME_ICONS = {Theme.SYSTEM: "monitor", Theme.LIGHT: "sun", Theme.DARK: "moon"}


@component(pure=True, choices={"kind": BUTTON_KINDS, "size": ("", "small"), "type": ("submit", "button")})
def button(
    text: str,
    *,
    href: str = "",
    kind: str = "secondary",
    size: str = "",
    type: str = "submit",
    icon: str = "",
    icon_after: str = "",
    name: str = "",
    value: str = "",
    form: str = "",
    formaction: str = "",
    id: str = "",
    label: str = "",
    dialog: str = "",
    download: bool = False,
    disabled_reason: str = "",
) -> dict[str, Any]:
    """A button, or with ``href`` a link that looks like one.

    ``label`` replaces the accessible name where the text alone is not enough ("Review" → "Review the
    agreement with Tarnley Primary"; it must begin with the text). ``dialog`` is the id of a dialog that
    opens in place of following ``href``, which stays the way without JavaScript. ``disabled_reason``
    disables the button and says why beside it.
    """
    return {**locals(), "element": "a" if href and not disabled_reason else "button"}


@component(choices={"kind": BUTTON_KINDS, "size": ("", "small")})
def post_button(
    text: str,
    *,
    action: str,
    kind: str = "secondary",
    size: str = "",
    icon: str = "",
    name: str = "",
    value: str = "",
    label: str = "",
    next: str = "",
) -> dict[str, Any]:
    """A one-button form that posts to ``action`` with the CSRF token; ``next`` is sent along."""
    return locals()


@component(choices={"kind": BUTTON_KINDS})
def print_button(text: str = "Print", *, kind: str = "secondary") -> dict[str, Any]:
    """Opens the browser's print window; hidden where there is no script: the browser's menu does it too."""
    return locals()


@component(choices={"kind": ("secondary", "small", "dots", "quiet"), "align": ("start", "end")})
def menu(
    label: str, *, items: Sequence[MenuItem], kind: str = "secondary", align: str = "end", about: str = ""
) -> dict[str, Any]:
    """A disclosure of links and post buttons; works without JavaScript.

    ``kind="dots"`` shows ⋯ and takes ``about`` for its name: "Actions for Tarnley Primary". A rule is
    drawn before the first destructive item.
    """
    rule_before = next((item for item in items if item.destructive), None)
    return {**locals(), "name": f"{label} for {about}" if about else label}


@component(choices={"theme": ("", *Theme.values)})
def theme_switch(*, action: str, theme: str = "", next: str = "") -> dict[str, Any]:
    """The system's colours, light or dark: three buttons that post ``theme`` to ``action``.

    ``theme`` is the choice in force, "" for the system's; ``next`` is where the answer leads back to.
    """
    choices = [(choice, THEME_ICONS[choice], choice == (theme or Theme.SYSTEM)) for choice in Theme]
    return {"action": action, "next": next, "choices": choices}


@component(block=True)
def bulk_bar(*, form: str, clear_href: str = "", all_label: str = "") -> dict[str, Any]:
    """The bar at the foot of a list with selected rows; its content is buttons of the form ``form``.

    With JavaScript it appears when a row is ticked and counts; without it stays at the foot of the list.
    ``all_label`` ("All 1,204 that match") adds a box that means every row the list finds, on all its pages;
    it is posted as ``all``.
    """
    return locals()


@component(block=True, slots=("actions",))
def dialog(
    *, id: str, title: str, keep: str = "Keep it", keep_href: str = "", page: bool = False
) -> dict[str, Any]:
    """A question about what cannot be undone: the content names what will be lost.

    Slot ``actions`` holds the destructive button; ``keep`` words the safe choice. A ``button`` with
    ``dialog=id`` opens it. ``page=True`` draws the same content as the page that the button's ``href``
    leads to without JavaScript, where the safe choice goes to ``keep_href``.
    """
    return locals()


@component()
def bell(*, href: str, count: int = 0, latest_url: str = "") -> dict[str, Any]:
    """How much is unread, and the latest of it in a menu that is fetched when it opens; ``href`` is the page
    with all of it. From 100 on it says 99+.
    """
    return {**locals(), "shown": "99+" if count > 99 else count}
