"""One search for the whole portal: each app brings what it can find, for whom, and where that leads.

The foundation knows no kind of thing by name. A source is asked only for members whom its policy allows, and
answers with what this member may see. What is spelt as typed comes first; only where nothing is, the sources
are asked for what is spelt nearly so.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

from rules import Predicate

FEWEST_LETTERS = 2
"""Fewer say too little to look for: sources that need no text are asked then, and no others."""


@dataclass(frozen=True)
class Result:
    """Something that was found: its name, the page it leads to, and what tells it from others of its name."""

    title: str
    href: str
    hint: str = ""


@dataclass(frozen=True)
class Asked:
    """What one member looks for. `limit`: no more results than that. `loosely`: what is spelt nearly so."""

    member: Any
    text: str
    limit: int
    loosely: bool = False


@dataclass(frozen=True)
class Source:
    """One kind of thing that can be found.

    `label` heads its results, which stand in the order of the sources. `more` gives the address of a list of
    everything that matches a text, where there is such a list. `always`: it answers an empty text too.
    """

    name: str
    label: str
    icon: str
    policy: Predicate
    find: Callable[[Asked], Iterable[Result]]
    order: int
    more: Callable[[Any, str], str] | None = None
    always: bool = False


@dataclass(frozen=True)
class Section:
    """The results of one source; `is_cut` where it has more than these."""

    label: str
    icon: str
    results: tuple[Result, ...]
    is_cut: bool = False
    more_href: str = ""

    @property
    def count(self) -> str:
        """How many in words: "3", or "more than 20"."""
        return f"more than {len(self.results)}" if self.is_cut else str(len(self.results))


_sources: dict[str, Source] = {}


def register_source(source: Source) -> None:
    """Bring a source; two apps may not bring one of the same name."""
    if _sources.get(source.name, source) != source:
        raise ValueError(f"The search source {source.name} is registered already.")
    _sources[source.name] = source


def search(member: Any, text: str, *, limit: int) -> list[Section]:
    """What `member` may see of what `text` means, at most `limit` of each kind; kinds without any left out.

    A page that two sources lead to stands under the first of them.
    """
    text = text.strip()
    asked = Asked(member, text, limit + 1)
    sources = [source for source in _in_order() if source.policy.test(member)]
    if len(text) < FEWEST_LETTERS:
        return _sections([source for source in sources if source.always], replace(asked, text=""))
    return _sections(sources, asked) or _sections(sources, replace(asked, loosely=True))


def _in_order() -> list[Source]:
    return sorted(_sources.values(), key=lambda source: source.order)


def _sections(sources: Iterable[Source], asked: Asked) -> list[Section]:
    told: set[str] = set()
    sections = []
    for source in sources:
        found = [result for result in source.find(asked) if result.href not in told]
        shown = tuple(found[: asked.limit - 1])
        told.update(result.href for result in shown)
        if shown:
            more = source.more(asked.member, asked.text) if source.more and asked.text else ""
            is_cut = len(found) == asked.limit
            sections.append(Section(source.label, source.icon, shown, is_cut, more))
    return sections
