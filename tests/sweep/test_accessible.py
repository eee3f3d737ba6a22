"""Every page, as those who may open it see it: nothing for axe to find, nothing too small, nothing lost.

One portal of the swept world and one browser; sessions are made on the server. A page is loaded once and
looked at wide and on a phone, in light and dark. Somebody else's view of a page is looked at where it is
built differently.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from shutil import which
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests import axe
from tests.sweep.cases import CASES
from tests.sweep.test_sweep import own_addresses
from tests.sweep.world import ANONYMOUS, OPERATOR, OWN, World, build
from tsa_portal.stated_views import THIRD_PARTY_VIEWS

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
BUILT = Path(settings.ROOT) / "static" / "built" / "portal.css"
SEEN_BY = ("strategic_lead", "partner_contact", "board_member", "mentor", OPERATOR, ANONYMOUS)
"""One of each kind: staff, a partner's contact, the board, everybody else, operators, and before log-in."""
BUILT_OF = re.compile(r'<[a-z][^\s>]*|class="[^"]*"|aria-[a-z]+')
WIDE, PHONE, TALL = 1280, 390, 2600
"""Widths, and a height at which nothing that stays in sight covers what axe measures. In px."""
NARROWEST = 320

pytestmark = [
    pytest.mark.journey,
    pytest.mark.skipif(which("chromium") is None, reason="Chromium is not on the PATH."),
    pytest.mark.skipif(not BUILT.is_file(), reason="The front end is not built: ./portal assets builds it."),
]

HIDDEN_WHEN_FOCUSED = """() => {
    const stops = 'a[href], button, input, select, textarea, summary, [tabindex="0"]';
    const drawnByLabel = '.visually-hidden, .govuk-radios__input, .govuk-checkboxes__input, .tick';
    const around = 'label, .govuk-radios__item, .govuk-checkboxes__item, td, th';
    const hidden = [];
    for (const element of document.querySelectorAll(stops)) {
        if (element.disabled || element.type === 'hidden') continue;
        if (!element.checkVisibility({checkVisibilityCSS: true})) continue;
        element.focus();
        if (document.activeElement !== element) continue;
        const shown = element.matches(drawnByLabel) ? element.closest(around) ?? element : element;
        const box = shown.getClientRects()[0];
        if (!box || box.width < 2) continue;
        const seen = [[.5, .5], [.1, .5], [.9, .5], [.5, .2], [.5, .8]].some(([x, y]) => {
            const top = document.elementFromPoint(box.x + box.width * x, box.y + box.height * y);
            return top && (shown.contains(top) || top.contains(shown));
        });
        if (!seen) hidden.push(element.outerHTML.slice(0, 160));
    }
    document.activeElement?.blur();
    return hidden;
}"""


@dataclass(frozen=True)
class Page:
    """Somebody's view of an address."""

    actor: str
    path: str


def third_party_paths() -> list[str]:
    """Addresses without arguments of packages' pages: log-in, passwords, second factors."""

    def walk(resolver: URLResolver, prefix: str) -> Iterator[tuple[str, Any]]:
        for entry in resolver.url_patterns:
            route = prefix + str(entry.pattern)
            if isinstance(entry, URLResolver):
                yield from walk(entry, route)
            elif isinstance(entry, URLPattern):
                yield route, entry.callback

    return [
        "/" + re.sub(r"[\^$]", "", route)
        for route, callback in walk(get_resolver(), "")
        if "<" not in route
        and "(" not in route
        and any(map(callback.__module__.startswith, THIRD_PARTY_VIEWS))
    ]


def addresses(world: World) -> Iterator[Page]:
    """Every address that answers to a person, for each kind of actor let in; and pages that refuse."""
    for name, case in CASES.items():
        if case.method != "get" or name.startswith("api_"):
            continue
        for actor in [actor for actor in SEEN_BY if actor in case.own]:
            arguments = world.arguments(OWN, own_addresses()[name], actor)
            yield Page(actor, reverse(name, kwargs=arguments))
    alliance = world.alliance.slug
    for path in third_party_paths():
        for actor in (ANONYMOUS, "mentor", OPERATOR):
            yield Page(actor, path)
    yield Page(ANONYMOUS, reverse("check_report", kwargs={"slug": alliance, "code": "0" * 16}))
    public = world.sides[OWN].things["public_resource_id"]
    yield Page(ANONYMOUS, reverse("public_resources", args=[alliance]))
    yield Page(ANONYMOUS, reverse("public_resource", args=[alliance, public]))
    yield Page(ANONYMOUS, reverse("invitation", kwargs={"token": "unknown"}))
    yield Page("mentor", f"/a/{alliance}/nowhere/")
    yield Page("mentor", reverse("settings", args=[alliance]))
    yield Page("strategic_lead", reverse("stop_serving", args=[alliance]))
    yield Page(ANONYMOUS, "/nowhere/")


@dataclass
class Portal:
    """The pages to look at, the cookie of each actor, and where they are served."""

    address: str
    pages: list[Page]
    cookies: dict[str, str]


def session_of(world: World, actor: str) -> Client:
    client = Client(raise_request_exception=False)
    if actor != ANONYMOUS:
        user = world.users[actor]
        client.force_login(user)
        session = client.session
        session["account_authentication_methods"] = [{"method": "mfa", "at": 4_000_000_000}]
        session["account_authentication_methods_user"] = str(user.pk)
        session.save()
    return client


def is_page(response: Any) -> bool:
    """A whole page: not a part of one, a file, or the way to another page."""
    if response.streaming:
        response.close()
        return False
    is_html = response.headers.get("Content-Type", "").startswith("text/html")
    return is_html and response.status_code not in (301, 302) and b"<html" in response.content


@pytest.fixture
def portal(transactional_db: None, live_server: Any, tmp_path: Path, settings: Any) -> Portal:
    settings.MEDIA_ROOT = tmp_path / "files"
    with transaction.atomic():
        world = build()
    clients = {actor: session_of(world, actor) for actor in SEEN_BY}
    pages: list[Page] = []
    built: set[tuple[str, ...]] = set()
    for page in addresses(world):
        response = clients[page.actor].get(page.path)
        if not is_page(response):
            continue
        # Names and numbers differ from page to page; what axe judges is how it is built. What stands around
        # a page is the same on all of an actor's pages, and looked at on the first.
        content = response.content.decode().partition("<main")[2]
        shape = tuple(BUILT_OF.findall(content.partition("</main>")[0]))
        if shape not in built or all(known.actor != page.actor for known in pages):
            built.add(shape)
            pages.append(page)
    name = settings.SESSION_COOKIE_NAME
    cookies = {
        actor: client.cookies[name].value for actor, client in clients.items() if name in client.cookies
    }
    return Portal(live_server.url, pages, cookies)


def test_nothing_is_in_anybodys_way(portal: Portal) -> None:
    from playwright.sync_api import sync_playwright

    assert len(portal.pages) > 60, "most pages are looked at"
    found: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=which("chromium"), args=FLAGS)
        for actor in SEEN_BY:
            context = browser.new_context(bypass_csp=True, reduced_motion="reduce")  # nothing half faded in
            if actor in portal.cookies:
                cookie = {"name": settings.SESSION_COOKIE_NAME, "value": portal.cookies[actor]}
                context.add_cookies([{**cookie, "url": portal.address}])
            axe.put_into(context)
            page = context.new_page()
            paths = [one.path for one in portal.pages if one.actor == actor]
            for path in paths:
                page.set_viewport_size({"width": WIDE, "height": TALL})
                page.goto(portal.address + path)
                page.wait_for_load_state("load")
                dark = "html" if path == paths[0] else "main"
                for width in (WIDE, PHONE):
                    found += [f"{actor} {path} {width}: {what}" for what in looked_at(page, width, dark)]
            context.close()
        browser.close()
    assert found == [], "\n".join(found)


def looked_at(page: Any, width: int, dark: str) -> list[str]:
    """What is wrong with the page at this width: in light, within `dark` in the dark, by keyboard."""
    page.set_viewport_size({"width": width, "height": TALL})
    wrong = axe.found_in_light_and_dark(page, dark_within=dark)
    page.set_viewport_size({"width": width, "height": 700})
    wrong += [f"hidden when focused: {one}" for one in page.evaluate(HIDDEN_WHEN_FOCUSED)]
    if width == PHONE:
        page.set_viewport_size({"width": NARROWEST, "height": 700})
        needed = page.evaluate("document.documentElement.scrollWidth")
        wrong += [f"scrolls sideways at {NARROWEST} px: {needed} px"] if needed > NARROWEST else []
    return wrong
