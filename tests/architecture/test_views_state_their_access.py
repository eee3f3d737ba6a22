"""Every address says who may open it; forgetting to is an error here, not a hole in production."""

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from foundation.access import Access, access_of
from tsa_portal.stated_views import THIRD_PARTY_VIEWS


def addresses(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, Any]]:
    for entry in resolver.url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield route, entry.callback
        else:
            yield from addresses(entry, route)


def access_stated_by(callback: Any) -> Access | None:
    return access_of(callback) or access_of(
        getattr(callback, "cls", None) or getattr(callback, "view_class", None)
    )


def is_third_party(callback: Any) -> bool:
    return any(callback.__module__.startswith(module) for module in THIRD_PARTY_VIEWS)


def test_every_view_states_who_may_open_it() -> None:
    silent = [
        route
        for route, callback in addresses(get_resolver())
        if access_stated_by(callback) is None and not is_third_party(callback)
    ]
    assert silent == []


def test_a_view_open_to_all_says_why() -> None:
    unexplained = [
        route
        for route, callback in addresses(get_resolver())
        if (access := access_stated_by(callback))
        and access.kind in ("public", "signed_in")
        and not access.reason
    ]
    assert unexplained == []


def test_pages_of_an_alliance_ask_a_policy_about_the_member() -> None:
    elsewhere = [
        route
        for route, callback in addresses(get_resolver())
        if route.startswith("a/") and (access := access_stated_by(callback)) and access.kind != "policy"
    ]
    assert elsewhere == []


def test_a_third_party_list_names_only_modules_in_use() -> None:
    modules = {callback.__module__ for _, callback in addresses(get_resolver())}
    unused = [name for name in THIRD_PARTY_VIEWS if not any(module.startswith(name) for module in modules)]
    assert unused == []
