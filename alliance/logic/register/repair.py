"""Putting shifted fields back in their columns, where that is certain.

A row has too many fields when a value that holds commas was not quoted. Two rules, else the row is rejected:

1. The last column is a list ("Linked establishments") and every field over the width is an item of it, a URN
   and words: the items belong to it.
2. The value stood in one column, so its pieces are neighbours. Every place where joining them makes each
   column of a known shape (URN, codes, dates, numbers, postcode …) hold is a candidate. If all candidates
   agree on every value that is kept, it is certain. If they do not, a piece after a comma and a space still
   begins with that space, which no whole value does: if the candidates that join exactly those pieces agree,
   it is certain.
"""

import re
from collections.abc import Callable
from typing import TypeVar

from alliance.logic.register.headers import Header
from alliance.logic.register.values import BadValue

LIST_ITEM = re.compile(r"\s*\d{5,7} \S.*")
MOST_EXTRA = 8
"""More fields than this over the width is not one stray value."""
JOINED_LIST = "a list that ran over its column joined"
JOINED_VALUE = "a value split at its commas joined"
Fields = tuple[str, ...]
Kept = TypeVar("Kept")


def realign(fields: Fields, header: Header, kept: Callable[[Fields], Kept]) -> tuple[Fields, str] | None:
    """The fields in their columns and what was done, or None where that is not certain.

    `kept` reads what would be kept of an aligned row; it raises `BadValue` where the row cannot be read.
    """
    extra = len(fields) - header.width
    if not 0 < extra <= MOST_EXTRA:
        return None
    if header.ends_in_list and all(map(LIST_ITEM.fullmatch, fields[header.width - 1 :])):
        whole = (*fields[: header.width - 1], ", ".join(fields[header.width - 1 :]))
        return (whole, JOINED_LIST) if _readings([whole], header, kept) else None
    starts = range(header.width)
    for places in (starts, [at for at in starts if _pieces_are_marked(fields, at, extra)]):
        readings = _readings([_joined(fields, at, extra) for at in places], header, kept)
        if readings and all(reading[1] == readings[0][1] for reading in readings):
            return readings[0][0], JOINED_VALUE
    return None


def _joined(fields: Fields, at: int, extra: int) -> Fields:
    return (*fields[:at], ",".join(fields[at : at + extra + 1]), *fields[at + extra + 1 :])


def _pieces_are_marked(fields: Fields, at: int, extra: int) -> bool:
    """Whether exactly the pieces after the one at `at` begin with a space."""
    marked = {place for place, field in enumerate(fields) if field[:1] == " "}
    return marked == set(range(at + 1, at + extra + 1))


def _readings(
    candidates: list[Fields], header: Header, kept: Callable[[Fields], Kept]
) -> list[tuple[Fields, Kept]]:
    """The candidates in which every column of a known shape holds, with what would be kept of each."""
    found = []
    for candidate in candidates:
        try:
            for check, field in zip(header.checks, candidate, strict=True):
                if check is not None:
                    check(field)
            found.append((candidate, kept(candidate)))
        except BadValue:
            continue
    return found
