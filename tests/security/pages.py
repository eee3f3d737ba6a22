"""Every page of the portal, as somebody who may open it."""

from collections.abc import Iterator
from contextlib import suppress
from urllib.parse import urlencode

from django.http import HttpResponse
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, get_resolver, reverse
from django.urls.resolvers import URLResolver

from tests.sweep.cases import CASES
from tests.sweep.test_sweep import own_addresses
from tests.sweep.world import OWN, World


def of_the_alliance(world: World) -> Iterator[tuple[str, str, str]]:
    """(route name, actor, address) of each page, as the first in the alphabet of those let in."""
    arguments = own_addresses()
    for name, case in sorted(CASES.items()):
        if case.method == "get" and case.own:
            actor = min(case.own)
            yield name, actor, reverse(name, kwargs=world.arguments(OWN, arguments[name], actor))


def of_the_account() -> Iterator[tuple[str, str]]:
    """(route name, address) of each page about logging in that needs no argument."""

    def walk(resolver: URLResolver) -> Iterator[URLPattern]:
        for entry in resolver.url_patterns:
            if isinstance(entry, URLResolver):
                yield from walk(entry)
            else:
                yield entry

    for entry in walk(get_resolver()):
        if entry.name and entry.name.startswith(("account_", "mfa_")):
            with suppress(NoReverseMatch):  # it needs an argument
                yield entry.name, reverse(entry.name)


def client_of(world: World, actor: str) -> Client:
    client = world.client(actor)
    client.raise_request_exception = True
    return client


def read(client: Client, address: str, query: dict[str, str] | None = None) -> HttpResponse:
    """The answer, read to its end: only then is a file that it comes from closed."""
    asked = f"?{urlencode(query, errors='surrogatepass')}" if query else ""
    response: HttpResponse = client.get(address + asked)
    if response.streaming:
        b"".join(response.streaming_content)
    return response


def is_html(response: HttpResponse) -> bool:
    whole = response.status_code == 200 and not response.streaming
    return whole and response.headers["Content-Type"].startswith("text/html")
