"""Folding predecessors and successors: which record a school is today.

Only rows that name a direction count: "Successor…" leads from the school to the linked one, "Predecessor…"
the other way ("Result of Amalgamation", "Sixth Form Centre Link" and the like do not say who became whom).
The two rows that usually tell one succession are one edge, dated by the successor's row.

From each school one edge is followed:

- A school that splits ("… - Split School") and is still open goes on being itself; so does a school that the
  register shows as open on a day on which the succession had already happened (an undated one has). A school
  "open, but proposed to close" is not held back that way.
- Of the remaining edges the latest counts; of one day, one that is not a split; then the lowest URN.

The end of the chain is the school's identity. Where a chain runs into a loop, all its members are the one
that is open; if none or several are, the target of the loop's latest edge; then the one that most edges lead
to; then the lowest URN.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from alliance.logic.register.links import Link

LONG_AGO = date.min


@dataclass(frozen=True)
class Standing:
    """What the register says of a school: open, perhaps proposed to close, on the day its row was
    published."""

    is_open: bool
    is_closing: bool = False
    as_at: date | None = None


@dataclass(frozen=True)
class Edge:
    target: int
    on: date
    is_split: bool


def fold(links: Iterable[Link], standings: Mapping[int, Standing]) -> dict[int, int]:
    """From URN to the URN at the end of its chain, for each school that is no longer its own record."""
    edges = _edges(links)
    popularity = Counter(edge.target for targets in edges.values() for edge in targets)
    following = {}
    for urn, targets in edges.items():
        allowed = [edge for edge in targets if not _stays(standings.get(urn), edge)]
        if allowed:
            following[urn] = max(allowed, key=lambda edge: (edge.on, not edge.is_split, -edge.target))
    ends: dict[int, int] = {}
    for urn in following:
        _follow(urn, following, standings, popularity, ends)
    return {urn: end for urn, end in ends.items() if urn != end}


def _edges(links: Iterable[Link]) -> dict[int, list[Edge]]:
    told: dict[tuple[int, int], dict[str, list[Link]]] = {}
    for link in links:
        way = link.link_type.casefold().split(" ", 1)[0]
        if way == "successor":
            pair = (link.urn, link.linked_urn)
        elif way == "predecessor":
            pair = (link.linked_urn, link.urn)
        else:
            continue
        told.setdefault(pair, {}).setdefault(way, []).append(link)
    edges: dict[int, list[Edge]] = {}
    for (urn, target), ways in sorted(told.items()):
        rows = ways.get("successor") or ways["predecessor"]
        on = max(link.established_on or LONG_AGO for link in rows)
        is_split = all("split" in link.link_type.casefold() for link in rows)
        edges.setdefault(urn, []).append(Edge(target, on, is_split))
    return edges


def _stays(standing: Standing | None, edge: Edge) -> bool:
    if standing is None or not standing.is_open:
        return False
    if edge.is_split:
        return True
    return not standing.is_closing and standing.as_at is not None and edge.on <= standing.as_at


def _follow(
    urn: int,
    following: Mapping[int, Edge],
    standings: Mapping[int, Standing],
    popularity: Mapping[int, int],
    ends: dict[int, int],
) -> None:
    path: list[int] = []
    places: dict[int, int] = {}
    at = urn
    while at not in ends and at in following and at not in places:
        places[at] = len(path)
        path.append(at)
        at = following[at].target
    if at in places:
        loop = path[places[at] :]
        end = _end_of_loop(loop, following, standings, popularity)
    else:
        end = ends.get(at, at)
    ends.update(dict.fromkeys(path, end))


def _end_of_loop(
    loop: list[int],
    following: Mapping[int, Edge],
    standings: Mapping[int, Standing],
    popularity: Mapping[int, int],
) -> int:
    still_open = [urn for urn in loop if urn in standings and standings[urn].is_open]
    if len(still_open) == 1:
        return still_open[0]
    arrivals = {following[urn].target: following[urn].on for urn in loop}
    return max(still_open or loop, key=lambda urn: (arrivals[urn], popularity[urn], -urn))
