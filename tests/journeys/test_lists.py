"""Lists as people work in them: many rows at once, by keyboard alone, without script, on paper."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from foundation.pdf.text import page_texts
from tests.journeys.conftest import PHONE, Portal, accessible

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys")]

LogIn = Callable[..., Any]
SCHOOLS = ("Ashenthorpe School", "Beckby Infant School", "Birkholme School")
PART = "Research school"


def kinds_of(page: Any, portal: Portal) -> list[str]:
    """What the three play, as the list says it in full."""
    found = []
    for name in SCHOOLS:
        page.goto(portal.page_of(f"partners/?q={name}"))
        found.append(page.locator("tbody tr td.table__wide span[title]").first.get_attribute("title"))
    return found


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_three_partners_are_given_a_part_and_undo_takes_it_back(
    log_in: LogIn, portal: Portal, javascript: bool
) -> None:
    page = log_in("administrator", java_script_enabled=javascript)
    before = kinds_of(page, portal)

    # They tick three; the bar says so.
    page.goto(portal.page_of("partners/"))
    for name in SCHOOLS:
        page.get_by_role("checkbox", name=f"Select {name}").check()
    if javascript:
        page.get_by_text("3 selected").wait_for()
        accessible(page)
    page.get_by_role("button", name="Give a part").click()

    # They choose which, and see what will happen to each.
    page.get_by_label("Part they play").select_option(label=PART)
    page.get_by_role("button", name="Show what will happen").click()
    assert page.get_by_role("rowheader").all_inner_texts() == list(SCHOOLS)
    if javascript:
        accessible(page)
    page.get_by_role("button", name="Give it to 3 partners").click()

    # It is done, and undone.
    page.get_by_text(re.compile("3 partners given the part Research school")).wait_for()
    page.get_by_role("button", name="Undo").click()
    page.get_by_text("3 partners put back as before").wait_for()
    assert kinds_of(page, portal) == before


def test_rows_are_walked_ticked_and_opened_by_keyboard_alone(log_in: LogIn, portal: Portal) -> None:
    page = log_in("administrator")
    page.goto(portal.page_of("partners/"))

    # Tab reaches the list once, on its first row.
    page.get_by_role("link", name="Miles").focus()
    page.keyboard.press("Tab")
    assert focused_row(page) == 0

    # J and the arrows move on, K goes back, X and the space bar tick.
    page.keyboard.press("x")
    page.keyboard.press("j")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("k")
    page.keyboard.press(" ")
    assert focused_row(page) == 2
    page.get_by_text("2 selected").wait_for()

    # The question mark tells the keys; Escape closes, and the row has the focus again.
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="Keys in the list")
    dialog.wait_for()
    accessible(page)
    page.keyboard.press("Escape")
    dialog.wait_for(state="hidden")

    # What is typed in a field is text.
    page.get_by_role("searchbox", name="Name, URN or postcode").focus()
    page.keyboard.type("xj")
    assert page.get_by_role("searchbox", name="Name, URN or postcode").input_value() == "xj"

    # Tab leads out of the row by its links, and Enter opens a row.
    page.goto(portal.page_of("partners/"))
    page.get_by_role("link", name="Miles").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("j")
    name = page.locator("tbody tr").nth(1).get_by_role("rowheader").get_by_role("link").inner_text()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.type") == "checkbox"
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/partners/*-*/")
    assert page.get_by_role("heading", level=1).inner_text() == name


def focused_row(page: Any) -> int:
    return int(page.evaluate("[...document.querySelectorAll('tbody tr')].indexOf(document.activeElement)"))


def test_on_a_phone_rows_are_cards_with_three_values_that_can_be_ticked(
    log_in: LogIn, portal: Portal
) -> None:
    page = log_in("administrator", viewport=PHONE)
    page.goto(portal.page_of("partners/?columns=all"))
    card = page.locator("tbody tr").first
    values = card.locator("td[data-label]")
    assert [value.get_attribute("data-label") for value in values.all()] == ["URN", "Type", "Joined"]
    assert card.locator("td.table__wide:visible").count() == 0
    card.get_by_role("checkbox").check()
    page.get_by_text("1 selected").wait_for()
    boxes = [box.bounding_box() for box in (card.get_by_role("checkbox"), card.locator("summary"))]
    assert all(box["width"] >= 18 and box["height"] >= 18 for box in boxes)
    accessible(page)


@pytest.mark.parametrize(
    "path", ["partners/columns/", "partners/views/", "partners/views/save/?phase=special", "partners/print/"]
)
@pytest.mark.parametrize("viewport", [None, PHONE], ids=["wide", "phone"])
def test_the_pages_about_a_list_are_accessible(
    log_in: LogIn, portal: Portal, path: str, viewport: dict[str, int] | None
) -> None:
    page = log_in("administrator", **({"viewport": viewport} if viewport else {}))
    page.goto(portal.page_of(path))
    accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_on_paper_a_list_has_a_head_on_every_page_and_nothing_to_press(
    log_in: LogIn, portal: Portal, tmp_path: Path
) -> None:
    page = log_in("administrator")
    page.goto(portal.page_of("partners/print/?status=all&columns=name,kind,joined"))
    rows = page.get_by_role("rowheader").all_inner_texts()
    pages = printed(page, tmp_path)
    assert len(pages) > 1
    for text in pages:
        assert "Eastmoor & Coast Teaching Alliance" in text
        assert "School or partner" in text
    whole = "\n".join(pages)
    assert [name for name in rows if name.split("\n")[0] not in whole] == []
    assert [
        word for word in ("Search", "Back to the list", "Settings", "http", "Print") if word in whole
    ] == []


def test_on_paper_a_record_is_its_facts_without_the_way_around(
    log_in: LogIn, portal: Portal, tmp_path: Path
) -> None:
    page = log_in("administrator")
    page.goto(portal.page_of(f"partners/?q={SCHOOLS[0]}"))
    page.get_by_role("rowheader").get_by_role("link").first.click()
    page.wait_for_url("**/partners/*-*/")
    (text, *_) = printed(page, tmp_path)
    assert [SCHOOLS[0] in text, "Eastmoor & Coast Teaching Alliance" in text] == [True, True]
    assert [word for word in ("Settings", "More", "Add note", "http") if word in text] == []


def printed(page: Any, folder: Path) -> list[str]:
    """The text of each printed page."""
    path = folder / "printed.pdf"
    page.pdf(path=path, prefer_css_page_size=True)
    return page_texts(path)
