"""The portal without a mouse: every step by keys alone, and at each the focus is seen."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from tests.journeys.conftest import PHONE, WIDE, Portal, accessible

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys")]

LogIn = Callable[..., Any]
MOST_TABS = 80
FOCUS = """
() => {
  const focused = document.activeElement;
  const ringed = [focused, ...focused.querySelectorAll(":scope > *"), focused.closest(".search-field")];
  const seen = ringed.some((element) => {
    if (!element) return false;
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
    return (outlineStyle !== "none" && parseFloat(outlineWidth) >= 2) || boxShadow !== "none";
  });
  const box = focused.getBoundingClientRect();
  const x = Math.min(Math.max(box.left + box.width / 2, 1), innerWidth - 1);
  const y = Math.min(Math.max(box.top + box.height / 2, 1), innerHeight - 1);
  const top = document.elementFromPoint(x, y);
  const uncovered = top && (focused.contains(top) || top.contains(focused) || top.closest("label") !== null);
  const inside = box.bottom > 0 && box.top < innerHeight && box.width > 0 && box.height > 0;
  const { textContent, tagName } = focused;
  const name = focused.getAttribute("aria-label") || textContent.trim() || focused.name || tagName;
  return { name: name.replace(/\\s+/g, " ").slice(0, 80), seen, uncovered: Boolean(uncovered), inside };
}
"""


def focus_of(page: Any) -> str:
    """The name of what has the focus; its ring is seen and nothing lies over it."""
    focus = page.evaluate(FOCUS)
    assert (focus["seen"], focus["inside"], focus["uncovered"]) == (True, True, True), focus
    return str(focus["name"])


def tab_to(page: Any, name: str, *, back: bool = False) -> None:
    """Press Tab until what is named has the focus; everything on the way shows its focus too."""
    passed = []
    for _ in range(MOST_TABS):
        page.keyboard.press("Shift+Tab" if back else "Tab")
        passed.append(focus_of(page))
        if re.search(name, passed[-1]):
            return
    pytest.fail(f"Tab does not lead to {name}: {passed}")


def options(page: Any) -> list[str]:
    return [text.splitlines()[0] for text in page.get_by_role("option").all_inner_texts()]


@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["wide", "phone"])
def test_a_whole_morning_by_keyboard(log_in: LogIn, portal: Portal, viewport: dict[str, int]) -> None:
    page = log_in("administrator", viewport=viewport)
    leah = f"Leah Winterbourne {viewport['width']}"
    page.goto(portal.page_of())

    # The first Tab offers to skip the navigation, and Enter does.
    page.keyboard.press("Tab")
    assert focus_of(page) == "Skip to main content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"

    # Escape gives the focus back to where it was before Ctrl K.
    page.keyboard.press("Tab")
    before = focus_of(page)
    page.keyboard.press("Control+k")
    assert focus_of(page).startswith("Search partners")
    page.get_by_role("option").first.wait_for()
    accessible(page)
    page.keyboard.press("Escape")
    assert (focus_of(page), page.get_by_role("option").count()) == (before, 0)

    # A partner is found though its name is misspelt, and opened.
    page.keyboard.press("Control+k")
    page.keyboard.type("tarnley primry")
    page.get_by_role("option", name=re.compile("Tarnley")).first.wait_for()
    field = page.get_by_role("combobox", name=re.compile("Search partners"))
    page.keyboard.press("ArrowDown")
    active = field.get_attribute("aria-activedescendant")
    assert page.locator(f"#{active}").get_attribute("aria-selected") == "true"
    page.keyboard.press("Enter")
    page.wait_for_url("**/partners/*-*/")
    name = page.get_by_role("heading", level=1).inner_text()

    # Its page is where the palette begins the next time.
    page.keyboard.press("Control+k")
    page.get_by_role("group", name="Recent").wait_for()
    assert options(page)[0] == name
    page.keyboard.press("Escape")

    # It is edited and saved; the draft is kept meanwhile.
    page.goto(page.url + "contacts/add/")
    tab_to(page, "^name$")
    page.keyboard.type(leah)
    page.get_by_text(re.compile("Draft kept \\d\\d:\\d\\d")).wait_for()
    tab_to(page, "^email$")
    page.keyboard.type(f"leah.{viewport['width']}@tarnley.example")
    tab_to(page, "^Save$")
    page.keyboard.press("Enter")
    page.wait_for_url("**/contacts/")
    page.get_by_text(f"{leah} added").wait_for()
    contact = page.get_by_role("row", name=re.compile(leah))
    edit = contact.locator("a", has_text="Edit").get_attribute("href")

    # Somebody else changes the same contact: both texts are there, and keys choose.
    page.goto(portal.address + str(edit))
    colleague = log_in("owner")
    colleague.goto(portal.address + str(edit))
    colleague.get_by_label("Post").fill("Head of school")
    colleague.get_by_role("button", name="Save").click()
    colleague.wait_for_url("**/contacts/")
    tab_to(page, "^post$")
    page.keyboard.type("Headteacher")
    tab_to(page, "^Save$")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name=re.compile("Somebody else changed this")).wait_for()
    accessible(page)
    tab_to(page, "^keep_post$")
    page.keyboard.press("Space")
    tab_to(page, "^Save what I chose$")
    page.keyboard.press("Enter")
    page.wait_for_url("**/contacts/")
    assert "Headteacher" in contact.inner_text()

    # The bell opens with Enter, its menu is walked by arrows, and closes with Escape.
    bell = page.locator(".bell > summary")
    bell.focus()
    focus_of(page)
    page.keyboard.press("Enter")
    page.locator(".bell .bell__all").wait_for()
    page.keyboard.press("ArrowDown")
    focus_of(page)
    page.keyboard.press("Escape")
    assert focus_of(page).startswith("Notifications")

    # Signing out forgets what was opened.
    page.locator(".account > summary").focus()
    focus_of(page)
    page.keyboard.press("Enter")
    tab_to(page, "^Sign out$")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"^(?!.*/a/).*$"))
    assert page.evaluate("Object.keys(sessionStorage).filter((name) => name.startsWith('recent'))") == []


def test_what_is_not_kept_is_asked_about_and_what_is_kept_is_not(log_in: LogIn, portal: Portal) -> None:
    page = log_in("administrator")
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.goto(portal.page_of("partners/"))
    page.get_by_role("rowheader").get_by_role("link").first.click()
    page.wait_for_url("**/partners/*-*/")
    add = page.url + "contacts/add/"

    page.goto(add)
    page.get_by_label("Name").press_sequentially("Half")
    page.goto(portal.page_of())
    assert asked == ["beforeunload"]

    page.goto(add)
    page.get_by_text("You began this before").wait_for()  # even so it was kept on the way out
    page.get_by_role("link", name="Go on with it").click()
    page.get_by_label("Name").press_sequentially(" and half")
    page.get_by_text(re.compile("Draft kept")).wait_for()
    page.wait_for_timeout(3_000)
    page.goto(portal.page_of())
    assert asked == ["beforeunload"]

    page.goto(add)
    page.get_by_role("button", name="Throw it away").click()
    page.get_by_label("E-mail").wait_for()
    assert page.get_by_label("Name").input_value() == ""
