"""The living page's content: for each component its attributes and its drawn variants.

Variants live in ``examples/components/<name>.html``, each under a line ``=== Title``; above them stand a line
``Do: …`` and a line ``Don't: …``.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.template import engines

from foundation.search import Result, Section
from foundation.ui import components  # noqa: F401  importing enters the components in the registry
from foundation.ui.component import REGISTRY, Component
from foundation.ui.examples import forms, partners, report, today
from foundation.ui.icons import ICONS
from foundation.ui.items import NewsItem
from foundation.ui.states import PHASES, STATES

HERE = Path(__file__).parent
GROUPS = {
    "page": "Pages",
    "actions": "Actions",
    "lists": "Lists",
    "figures": "States and figures",
    "forms": "Forms",
    "feedback": "Answers",
}


@dataclass(frozen=True)
class Variant:
    """One way to use a component, and its markup drawn."""

    title: str
    source: str
    drawn: str


def variants_of(name: str) -> Iterator[tuple[str, str]]:
    """(title, source) of each variant of a component; FileNotFoundError where it has none."""
    text = (HERE / "components" / f"{name}.html").read_text(encoding="utf-8")
    for part in text.split("=== ")[1:]:
        title, _, source = part.partition("\n")
        yield title.strip(), source.strip()


@dataclass(frozen=True)
class Guidance:
    """How a component is meant, and how not."""

    do: str
    dont: str


def guidance_of(name: str) -> Guidance:
    """The two sentences at the head of a component's examples; ValueError where one is missing."""
    head = (HERE / "components" / f"{name}.html").read_text(encoding="utf-8").partition("===")[0]
    lines = dict(line.split(": ", 1) for line in head.splitlines() if ": " in line)
    if not {"Do", "Don't"} <= lines.keys():
        raise ValueError(f"The examples of {name} say neither what to do nor what not to do.")
    return Guidance(lines["Do"], lines["Don't"])


def data() -> dict[str, Any]:
    """What the variants draw, all invented."""
    return {
        # Where two pages use one name, the later one is meant.
        **report.context(),
        **today.context(),
        **partners.list_context(),
        **partners.record_context(),
        **forms.context(),
        "attention": today.attention(),
        "states": STATES,
        "phases": PHASES,
        "icons": sorted(ICONS),
        "page": Paginator(range(800), 50).page(4),
        "first_page": Paginator(range(12), 50).page(1),
        "found": [
            Section(
                "Partners",
                "partners",
                (
                    Result("Tarnley Primary", "#", "URN 900014 · Tarnley"),
                    Result("Tarn Vale Trust", "#", "Trust · left on Fri 31 Oct 2025"),
                ),
                is_cut=True,
            ),
            Section("Pages", "list", (Result("Add a partner", "#"),)),
        ],
        "nothing_found": [],
        "news": [
            NewsItem("Saltscar Academy has closed", "#", "Tue 3 Feb 2026, 09:41", unread=True, id="1"),
            NewsItem("The impact report 2024/25 is ready to read.", "#", "Mon 2 Feb 2026, 16:05"),
        ],
        "flash_messages": [
            Message(constants.SUCCESS, "3 renewal letters sent", "undo:/_components/"),
            Message(constants.ERROR, "The import stopped at row 412: the file ends in the middle of a line."),
        ],
    }


def sections(request: HttpRequest) -> list[dict[str, Any]]:
    """The catalogue by group: title, and each component with its drawn variants."""
    context = data()
    grouped: dict[str, list[dict[str, Any]]] = {group: [] for group in GROUPS}
    for entry in REGISTRY.values():
        group = entry.function.__module__.rpartition(".")[2]
        grouped[group].append(_shown(entry, context, request))
    return [{"title": GROUPS[group], "id": group, "entries": entries} for group, entries in grouped.items()]


def component(name: str, request: HttpRequest) -> dict[str, Any]:
    """One component with its drawn variants; KeyError for a name that is none."""
    return _shown(REGISTRY[name], data(), request)


def _shown(entry: Component, context: dict[str, Any], request: HttpRequest) -> dict[str, Any]:
    return {
        "component": entry,
        "attributes": signature(entry),
        "choices": [(name, ", ".join(map(repr, allowed))) for name, allowed in entry.choices.items()],
        "guidance": guidance_of(entry.name),
        "variants": _draw(entry, context, request),
    }


def signature(entry: Component) -> str:
    """The attributes as one line: ``title summary="" · slots actions``."""
    words = []
    for parameter in entry.attributes:
        default = "" if parameter.default is parameter.empty else f"={parameter.default!r}"
        words.append(f"{parameter.name}{default}")
    line = " ".join(words) or "none"
    return f"{line} · slots {', '.join(entry.slots)}" if entry.slots else line


def _draw(entry: Component, context: dict[str, Any], request: HttpRequest) -> list[Variant]:
    drawn = []
    for title, source in variants_of(entry.name):
        template = engines["django"].from_string("{% load ui %}" + source)
        drawn.append(Variant(title, source, template.render(dict(context), request)))
    return drawn


def source_of(name: str) -> str:
    """The template of a page of the living page: `catalogue`, `component` or `alone`."""
    return (HERE / f"{name}.html").read_text(encoding="utf-8")
