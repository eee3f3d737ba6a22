"""What every page is sent with, and what none contains: the content policy allows no inline code or style."""

import re
from html.parser import HTMLParser
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client

from tests.security import pages
from tests.sweep.world import World

pytestmark = pytest.mark.django_db
STRICT = {
    "default-src": "'none'",
    "script-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
}
LOADS = {"script": "src", "img": "src", "link": "href", "iframe": "src", "source": "src", "use": "href"}


class Offences(HTMLParser):
    """What a strict content policy would block, or what would call on somebody else's server."""

    def __init__(self, nonce: str) -> None:
        super().__init__()
        self.nonce = nonce
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        self.found += [f"<{tag} {name}>" for name in attributes if name == "style" or name.startswith("on")]
        self.found += [
            f"<{tag}> {value}"
            for value in attributes.values()
            if value.strip().lower().startswith("javascript:")
        ]
        if tag == "style" and (not self.nonce or attributes.get("nonce") != self.nonce):
            self.found.append("<style> without this answer's nonce")
        if tag == "script" and "src" not in attributes and attributes.get("type") != "application/json":
            self.found.append("<script> with its code inside")
        loaded = attributes.get(LOADS.get(tag, ""), "")
        if re.match(r"(?:[a-z]+:)?//", loaded):
            self.found.append(f"<{tag}> loads {loaded}")


def offences_of(response: HttpResponse) -> list[str]:
    nonce = re.search(r"'nonce-([^']+)'", response.headers["Content-Security-Policy"])
    parser = Offences(nonce[1] if nonce else "")
    parser.feed(response.content.decode())
    return parser.found


@pytest.fixture(scope="module")
def answers(world: World) -> list[tuple[str, HttpResponse]]:
    """(route name, answer) of every page that is HTML."""
    with transaction.atomic():
        administrator = pages.client_of(world, "administrator")
        found = [
            (name, pages.read(pages.client_of(world, actor), address))
            for name, actor, address in pages.of_the_alliance(world)
        ]
        for name, address in pages.of_the_account():
            found += [(name, pages.read(Client(), address)), (name, pages.read(administrator, address))]
        transaction.set_rollback(True)
    return [(name, response) for name, response in found if pages.is_html(response)]


def test_no_page_holds_inline_code_or_style_or_loads_from_elsewhere(answers: list[Any]) -> None:
    wrong = {name: found for name, response in answers if (found := offences_of(response))}
    assert wrong == {}
    assert len(answers) > 40, "the walk met too few pages to say anything"


def test_the_parser_sees_what_it_looks_for() -> None:
    parser = Offences("abc")
    parser.feed(
        '<p style="x" onclick="y">'
        '<style nonce="abc"></style><style nonce="old"></style><script>1</script>'
        '<script src="https://cdn.example/x.js"></script><a href="JavaScript:alert(1)">'
        '<script type="application/json">{}</script><img src="//other.example/pixel.png">'
    )
    assert parser.found == [
        "<p style>",
        "<p onclick>",
        "<style> without this answer's nonce",
        "<script> with its code inside",
        "<script> loads https://cdn.example/x.js",
        "<a> JavaScript:alert(1)",
        "<img> loads //other.example/pixel.png",
    ]


def test_every_page_is_sent_with_the_same_strict_headers(answers: list[Any]) -> None:
    wrong = []
    for name, response in answers:
        policy = dict(
            directive.strip().split(" ", 1)
            for directive in response.headers["Content-Security-Policy"].split(";")
            if directive.strip()
        )
        style = policy.pop("style-src")
        expected = {
            "X-Content-Type-Options": "nosniff",
            "X-Frame-Options": "DENY",
            "Referrer-Policy": "same-origin",
            "Cross-Origin-Opener-Policy": "same-origin",
            "Cross-Origin-Resource-Policy": "same-origin",
        }
        sent = {header: response.headers.get(header) for header in expected}
        if policy != STRICT or sent != expected or not re.fullmatch(r"'self'(?: 'nonce-[^']+')?", style):
            wrong.append((name, policy, style, sent))
    assert wrong == []


def test_a_nonce_is_used_once(world: World) -> None:
    client = pages.client_of(world, "administrator")
    address = f"/a/{world.alliance.slug}/settings/"
    first, second = (client.get(address).headers["Content-Security-Policy"] for _ in range(2))
    nonce = re.compile(r"'nonce-([^']+)'")
    assert nonce.findall(first) != nonce.findall(second) or not nonce.findall(first)


def test_pages_may_use_passkeys_and_no_device(client: Client) -> None:
    policy = client.get("/account/login/").headers["Permissions-Policy"]
    granted = dict(entry.strip().split("=", 1) for entry in policy.split(","))
    assert {feature for feature, to in granted.items() if to != "()"} == {
        "publickey-credentials-create",
        "publickey-credentials-get",
    }
    assert {"camera", "microphone", "geolocation", "usb", "payment"} <= {
        feature for feature, to in granted.items() if to == "()"
    }
