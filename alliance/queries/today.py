"""What is due or stuck, and the key measures: collected from every app that has something to say.

An app registers its sources in its `apps.py`. A source is called within the alliance's scope and says only
what the member may see and can do something about.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from alliance.logic.academic_year import AcademicYear
from foundation.ui.items import Tile


@dataclass(frozen=True)
class Due:
    """One thing that waits for somebody.

    `due_on` is None where there is no day to it. `state` is one of the design system's (bad, warn, …).
    The action is a verb and where it leads; with `post` its button posts there.
    """

    state: str
    title: str
    why: str
    due_on: date | None
    whose: str = ""
    href: str = ""
    action_label: str = ""
    action_href: str = ""
    post: bool = False


AttentionSource = Callable[[Any, date], Iterable[Due]]
"""(membership, today) → what waits for them."""
TileSource = Callable[[Any, AcademicYear], Sequence[Tile]]
"""(membership, year) → key measures of that year so far."""
_ATTENTION: list[AttentionSource] = []
_TILES: list[TileSource] = []


def register_attention(source: AttentionSource) -> None:
    """Add a source of things that are due. Registering one twice changes nothing."""
    if source not in _ATTENTION:
        _ATTENTION.append(source)


def register_tiles(source: TileSource) -> None:
    """Add a source of key measures, shown after those registered before it."""
    if source not in _TILES:
        _TILES.append(source)


def attention(member: Any, today: date) -> list[Due]:
    """Everything that waits for the member, the longest overdue first, what has no day last."""
    found = [due for source in _ATTENTION for due in source(member, today)]
    return sorted(found, key=lambda due: (due.due_on or date.max, due.title))


def tiles(member: Any, year: AcademicYear) -> list[Tile]:
    """The key measures of `year`, in the order they were registered."""
    return [tile for source in _TILES for tile in source(member, year)]
