"""The pages one can go to by name: the areas of the navigation, and what apps bring besides."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from rules import Predicate

from foundation.search import Asked, Result
from foundation.ui import areas

WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Page:
    """A page or an action of every alliance. `words` are others that people call it by.

    `route` is the name of a URL that takes the alliance's `slug`.
    """

    label: str
    route: str
    policy: Predicate
    words: str = ""


_pages: dict[str, Page] = {}


def register_pages(*pages: Page) -> None:
    """Let pages be found by name; two apps may not bring the same one."""
    for page in pages:
        if _pages.get(page.route, page) != page:
            raise ValueError(f"The page {page.route} is registered already.")
        _pages[page.route] = page


def find_pages(asked: Asked) -> Iterator[Result]:
    """Pages the member may open, each typed word beginning one of theirs; all of them for an empty text.

    There are few, and their names are on the screen: they are not found by another spelling.
    """
    typed = _words(asked.text)
    if asked.loosely or (asked.text and not typed):
        return
    found = [page for page in _all() if page.policy.test(asked.member) and _means(page, typed)]
    for page in found[: asked.limit]:
        yield Result(page.label, reverse(page.route, args=[_slug(asked.member)]))


def _all() -> list[Page]:
    named = [Page(area.label, area.route, area.policy) for area in areas.registered()]
    return [*named, *_pages.values()]


def _means(page: Page, typed: list[str]) -> bool:
    own = _words(f"{page.label} {page.words}")
    return all(any(word.startswith(part) for word in own) for part in typed)


def _words(text: str) -> list[str]:
    return WORD.findall(text.casefold())


def _slug(member: Any) -> str:
    return str(member.alliance.slug)
