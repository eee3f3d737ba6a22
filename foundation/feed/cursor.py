"""Cursors: where a reader stands, sealed, so that a client can neither read nor make one.

They hold database ids and transaction ids, which tell growth; hence encrypted and not only signed.
"""

import json
from dataclasses import astuple, dataclass
from typing import Any, ClassVar, Self

from cryptography.fernet import InvalidToken

from foundation.accounts.sealing import seal, unseal

PURPOSE = "sync cursor"


class BadCursor(ValueError):
    """Not a cursor of ours, or made for something else. Its text is for the client's developer."""


@dataclass(frozen=True)
class Cursor:
    """Given to one reader, in one alliance."""

    alliance_id: int
    reader: str

    kind: ClassVar[str]

    def sealed(self) -> str:
        text = json.dumps([self.kind, *astuple(self)], separators=(",", ":"))
        return seal(text, purpose=PURPOSE).rstrip("=")

    @classmethod
    def opened(cls, text: str, *, alliance_id: int, reader: str) -> Self:
        """The cursor in a text that a client sent. Raises `BadCursor` where it is not this reader's."""
        kind, *fields = _open(text)
        if kind != cls.kind:
            raise BadCursor("This cursor was made for another resource.")
        values: list[Any] = [tuple(field) if isinstance(field, list) else field for field in fields]
        try:
            cursor = cls(*values)
        except TypeError:
            raise BadCursor("This cursor was made by an older version of the portal.") from None
        if (cursor.alliance_id, cursor.reader) != (alliance_id, reader):
            raise BadCursor("This cursor was made for another credential.")
        return cursor


@dataclass(frozen=True)
class ListCursor(Cursor):
    """Behind the object with `key` in the list of `type`.

    The rest is what the first page was asked and said (`Since.written`): the mark of a later one would pass
    what changed behind the reader.
    """

    kind = "list"

    type: str
    key: int
    since: str = ""
    watermark: str = ""
    seen_as: str = ""


@dataclass(frozen=True)
class FeedCursor(Cursor):
    """Where a reader stands in the feed: behind change (`xid`, `id`), written at `at` (seconds since 1970).

    While the full state is still being read, `xid` is the horizon its first page fixed, and the reader stands
    behind the object with `key` of type `paging`. `generation` and `view` are digests of what the reader
    started from: a cursor outlives neither.
    """

    kind = "feed"

    types: tuple[str, ...]
    generation: str
    view: str
    at: int
    xid: int
    id: int = 0
    paging: str = ""
    key: int = 0


def _open(text: str) -> list[Any]:
    padded = text + "=" * (-len(text) % 4)
    try:
        fields: list[Any] = json.loads(unseal(padded, purpose=PURPOSE))
    except (InvalidToken, ValueError):
        raise BadCursor("This is not a cursor of this portal, or it was cut short.") from None
    return fields
