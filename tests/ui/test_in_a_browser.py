"""The living page in a real browser: nothing for axe to find, and everything reachable by keyboard."""

from collections.abc import Iterator
from pathlib import Path
from shutil import which

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page, Route, expect, sync_playwright

from foundation.ui.examples.pages import PAGES
from tests import axe

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
BUILT = Path(settings.ROOT) / "static" / "built" / "portal.css"

pytestmark = [
    pytest.mark.journey,
    pytest.mark.xdist_group("living page"),  # one browser for all of them
    pytest.mark.skipif(which("chromium") is None, reason="Chromium is not on the PATH."),
    pytest.mark.skipif(not BUILT.is_file(), reason="The front end is not built: ./portal assets builds it."),
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=which("chromium"), args=FLAGS)
        yield chromium
        chromium.close()


TALL = 2600
"""So tall that nothing sticky covers what axe measures."""


def open_page(browser: Browser, address: str, width: int, height: int = 900) -> Page:
    """The page at this width, its script at work."""
    page = browser.new_page(viewport={"width": width, "height": height})
    go(page, address)
    return page


def go(page: Page, address: str) -> None:
    page.goto(address)
    expect(page.locator("body.js-enabled")).to_be_attached()
    expect(page.locator("[data-autocomplete]:not(:has(.autocomplete__wrapper))")).to_have_count(0)


def paths() -> list[str]:
    return ["", *(f"pages/{name}/" for name in PAGES)]


def test_axe_finds_nothing_wide_and_narrow_light_and_dark(browser: Browser, living_page: str) -> None:
    found = []
    page = browser.new_page()
    axe.put_into(page)
    # The other error pages differ from "not found" in their words only.
    alike = {"pages/bad-request/", "pages/forbidden/", "pages/server-error/"}
    for path in [path for path in paths() if path not in alike]:
        go(page, living_page + path)
        for width in (1280, 390):
            page.set_viewport_size({"width": width, "height": TALL})
            found += [f"{path} {width} {one}" for one in axe.found_in_light_and_dark(page)]
    assert found == []


def test_paper_is_light_however_dark_the_screen_is(browser: Browser, living_page: str) -> None:
    page = open_page(browser, living_page + "pages/today/?theme=dark", 1280)
    page.emulate_media(color_scheme="dark")
    colours = """() => ['--ground', '--ink', '--good', '--chart-1']
        .map(role => getComputedStyle(document.documentElement).getPropertyValue(role))"""
    assert page.evaluate(colours) == ["#0f1618", "#e9eff0", "#7fd8a4", "#7fb4e6"]
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate(colours) == ["#fff", "#000", "#0b6438", "#12436d"]


def test_nothing_breaks_the_policy_for_scripts_and_styles(browser: Browser, living_page: str) -> None:
    complaints: list[str] = []
    page = browser.new_page()
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    for path in ["?brand=plum", "pages/form/", "pages/partners/"]:
        page.goto(living_page + path)
        page.wait_for_load_state("networkidle")
    assert complaints == []


def test_no_page_asks_anyone_else_for_anything(browser: Browser, living_page: str) -> None:
    asked: set[str] = set()
    page = browser.new_page()
    page.on("request", lambda request: asked.add("/".join(request.url.split("/")[:3])))
    page.goto(living_page + "pages/today/")
    page.wait_for_load_state("networkidle")
    assert asked == {living_page.removesuffix("/_components/")}


def test_nothing_scrolls_sideways(browser: Browser, living_page: str) -> None:
    wide = []
    page = open_page(browser, living_page, 1280)
    for path in paths():
        go(page, living_page + path)
        for width in (320, 390, 640, 768, 1099, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            needed = page.evaluate("document.documentElement.scrollWidth")
            if needed > width:
                wide.append((path, width, needed))
    assert wide == []


def test_without_script_menus_filters_and_navigation_still_work(browser: Browser, living_page: str) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 900})
    page = context.new_page()
    page.goto(living_page + "pages/partners/")
    page.get_by_text("Filter", exact=True).click()
    expect(page.get_by_role("button", name="Show results")).to_be_visible()
    page.get_by_text("More", exact=True).click()
    expect(page.locator(".bottombar__sheet").get_by_role("link", name="Governance")).to_be_visible()
    context.close()


def test_a_menu_opens_walks_and_closes_by_keyboard(browser: Browser, living_page: str) -> None:
    page = open_page(browser, living_page + "pages/partner/", 1280)
    more = page.locator("summary", has_text="More").first
    more.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Print the record")).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("link", name="Print the record")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("link", name="Print the record")).to_be_hidden()
    expect(more).to_be_focused()


def test_a_dialog_puts_focus_on_the_safe_choice_and_gives_it_back(browser: Browser, living_page: str) -> None:
    page = open_page(browser, living_page, 1280)
    opener = page.get_by_role("link", name="End partnership…", exact=True).first
    opener.click()
    expect(page.locator("#example-dialog")).to_be_visible()
    expect(page.locator("#example-dialog").get_by_role("button", name="Keep it")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#example-dialog")).to_be_hidden()


def test_the_error_summary_takes_focus_and_leads_to_the_field(browser: Browser, living_page: str) -> None:
    page = open_page(browser, living_page + "pages/form/", 1280)
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    page.get_by_role("link", name="September has 30 days").click()
    expect(page.get_by_label("Starts on")).to_be_focused()


def test_ticked_rows_are_counted_and_cleared(browser: Browser, living_page: str) -> None:
    page = open_page(browser, living_page + "pages/partners/", 1280)
    bar = page.locator(".bulk-bar")
    expect(bar).to_contain_text("3 selected")
    page.get_by_label("Select Tarnley Primary").check()
    expect(bar).to_contain_text("4 selected")
    page.get_by_role("button", name="Clear", exact=True).click()
    expect(bar).to_be_hidden()
    page.get_by_label("Select all rows").check()
    expect(bar).to_contain_text("20 selected")


def test_control_k_goes_to_the_search_field(browser: Browser, living_page: str) -> None:
    page = open_page(browser, living_page + "pages/today/", 1280)
    page.keyboard.press("Control+k")
    expect(page.locator("#search")).to_be_focused()


def test_the_drawer_takes_focus_and_escape_leads_back(browser: Browser, living_page: str) -> None:
    page = open_page(browser, living_page + "pages/report/", 1280)
    expect(page.locator("#drawer")).to_be_focused()
    page.keyboard.press("Escape")
    page.wait_for_url("**/pages/report/?")


def test_the_focus_ring_is_three_pixels_wide_everywhere(browser: Browser, living_page: str) -> None:
    page = open_page(browser, living_page + "pages/partners/", 1280)
    rings = set()
    for _ in range(40):
        page.keyboard.press("Tab")
        rings.add(
            page.evaluate(
                """() => { const on = document.activeElement;
                   const ringed = on.matches('.search-field__input') ? on.parentElement : on;
                   const style = getComputedStyle(ringed);
                   return style.outlineWidth + ' ' + style.outlineStyle; }"""
            )
        )
    assert rings == {"3px solid"}


def test_a_search_swaps_the_list_while_typing_and_is_kept_in_the_address(
    browser: Browser, living_page: str
) -> None:
    page = open_page(browser, living_page + "pages/partners/", 1280)
    field = page.get_by_label("Name, URN or postcode")
    field.press_sequentially("tarn")
    page.wait_for_url("**/pages/partners/?q=tarn*")
    expect(field).to_be_focused()
    expect(field).to_have_value("tarn")
    # What was swapped in is switched on again.
    page.get_by_label("Select Tarnley Primary").check()
    expect(page.locator(".bulk-bar")).to_contain_text("4 selected")


def test_letters_typed_while_the_answer_to_the_first_is_on_its_way_stay_and_are_searched_for(
    browser: Browser, living_page: str
) -> None:
    page = open_page(browser, living_page + "pages/partners/", 1280)
    field = page.get_by_label("Name, URN or postcode")
    held: list[Route] = []
    page.route("**/pages/partners/?q=ta&*", lambda route: held.append(route))
    field.press_sequentially("ta")
    page.wait_for_timeout(600)
    (first,) = held
    field.press_sequentially("rn")
    first.continue_()
    page.wait_for_url("**/pages/partners/?q=tarn*")
    expect(field).to_have_value("tarn")


def test_they_stay_where_one_has_gone_on_to_the_next_field(browser: Browser, living_page: str) -> None:
    page = open_page(browser, living_page + "pages/partners/", 1280)
    field = page.get_by_label("Name, URN or postcode")
    held: list[Route] = []
    page.route("**/pages/partners/?q=ta&*", lambda route: held.append(route))
    field.press_sequentially("ta")
    page.wait_for_timeout(600)
    (first,) = held
    field.press_sequentially("rn")
    page.keyboard.press("Tab")
    first.continue_()
    page.wait_for_url("**/pages/partners/?q=tarn*")
    expect(field).to_have_value("tarn")
    expect(field).not_to_be_focused()


def test_a_space_after_the_last_word_stays_and_asks_nothing_more(browser: Browser, living_page: str) -> None:
    page = open_page(browser, living_page + "pages/partners/", 1280)
    field = page.get_by_label("Name, URN or postcode")
    asked: list[str] = []

    def answer(route: Route) -> None:
        """As lists do: without the space."""
        asked.append(route.request.url)
        route.continue_(url=route.request.url.replace("q=tarn+&", "q=tarn&").replace("q=tarn%20&", "q=tarn&"))

    page.route("**/pages/partners/?q=tarn*", answer)
    field.press_sequentially("tarn ")
    page.wait_for_url("**/pages/partners/?q=tarn*")
    page.wait_for_timeout(1_000)
    expect(field).to_have_value("tarn ")
    assert len(asked) == 1


def test_back_in_the_browser_is_the_search_before(browser: Browser, living_page: str) -> None:
    page = open_page(browser, living_page + "pages/partners/", 1280)
    field = page.get_by_label("Name, URN or postcode")
    field.press_sequentially("tarn")
    page.wait_for_url("**/pages/partners/?q=tarn*")
    page.go_back()
    page.wait_for_url("**/pages/partners/")
    page.wait_for_timeout(1_000)
    expect(field).to_have_value("")
    assert "q=tarn" not in page.url
