"""Reading the feed: first the full state, then every change, and nothing is missed (docs/adr/0007).

The horizon is the oldest transaction still running: below it every transaction has ended, so nothing can
still appear there. It is read in the same statement as the rows. Read in a later one, it would pass rows
that were committed in between and that the first did not see.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from foundation.feed.cursor import FeedCursor
from foundation.feed.generation import GENERATION
from foundation.feed.resources import resource_of
from foundation.feed.statement import read_page, rows_of
from foundation.feed.view import View
from foundation.tenancy.scope import current_alliance_id

KEPT_DAYS = 400
DAY = 86_400
BEGINNINGS = 5
HORIZON = "pg_snapshot_xmin(pg_current_snapshot())"
STAND = f"""
{HORIZON}::text AS horizon, {GENERATION} AS generation,
extract(epoch FROM statement_timestamp())::bigint AS now,
(SELECT coalesce(extract(epoch FROM statement_timestamp() - min(waiting.at)), 0)::int
   FROM foundation_change AS waiting
  WHERE waiting.alliance_id = %(alliance)s AND waiting.xid >= {HORIZON}
    AND waiting.xid < pg_snapshot_xmax(pg_current_snapshot())) AS lag
"""  # noqa: S608  # put together from the constants above
CHANGES = """
WITH {viewer},
page AS MATERIALIZED (
    SELECT c.xid, c.id, c.at, c.type, c.object_id, c.public_id
      FROM foundation_change AS c
     WHERE c.alliance_id = %(alliance)s AND (c.xid, c.id) > (%(xid)s::xid8, %(id)s) AND c.xid < {horizon}
       AND c.type = ANY (%(types)s) AND {knew_or_knows}
     ORDER BY c.xid, c.id LIMIT %(limit)s),
latest AS MATERIALIZED (
    SELECT DISTINCT ON (type, object_id) * FROM page ORDER BY type, object_id, xid DESC, id DESC),
found AS ({found})
SELECT coalesce((SELECT string_agg(object, ',' ORDER BY xid, id) FROM found), ''),
       (SELECT count(*) FROM page),
       (SELECT ARRAY[xid::text, id::text, extract(epoch FROM at)::bigint::text]
          FROM page ORDER BY xid DESC, id DESC LIMIT 1), {holdings}, {stand}
"""
FOUND = """
SELECT latest.xid, latest.id,
       coalesce(
           shown.object,
           json_build_object('type', latest.type, 'id', latest.public_id, 'deleted', true)::text) AS object
  FROM latest
  LEFT JOIN LATERAL (
       SELECT {object} AS object
         FROM {source}
        WHERE {alliance} = %(alliance)s AND {key} = latest.object_id AND {sees}) AS shown ON true
 WHERE latest.type = '{type}'
"""


class Resync(Exception):
    """The cursor cannot be followed any more; `sentence` says why. The reader starts again without one."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True)
class FeedPage:
    """`objects` are chunks of JSON objects. At the `head` there is nothing more for now.

    `lag_seconds` is how long the oldest committed change has been waiting behind a transaction still running.
    """

    objects: list[bytes]
    cursor: FeedCursor
    head: bool
    full_state: bool
    lag_seconds: int


@dataclass(frozen=True)
class Stand:
    """What a statement saw besides rows: the horizon, the generation, the moment, the lag and the view."""

    horizon: int
    generation: str
    now: int
    lag_seconds: int
    view: str

    @classmethod
    def of(cls, view: View, row: Sequence[Any]) -> "Stand":
        holdings, horizon, generation, now, lag = row
        return cls(int(horizon), generation.decode(), now, lag, view.digest(holdings))

    def fix(self, cursor: FeedCursor) -> FeedCursor:
        """What the first page fixes: from here the changes will be followed."""
        return replace(cursor, generation=self.generation, view=self.view, at=self.now, xid=self.horizon)

    def refuse(self, cursor: FeedCursor) -> None:
        """Raises `Resync` where the cursor belongs to another history or another view."""
        if cursor.generation != self.generation:
            raise Resync("The portal's history was renewed, as after a restore.")
        if cursor.view != self.view:
            raise Resync("What this credential may see has changed as a whole: its schools or its scopes.")
        if cursor.at < self.now - KEPT_DAYS * DAY:
            raise Resync(f"This cursor is older than the history that is kept ({KEPT_DAYS} days).")


def begin(view: View, *, types: Sequence[str], limit: int) -> FeedPage:
    """The first page of the full state; its horizon is where the changes will be followed from.

    A page may hold several types, each read by a statement of its own. Where the view changes between two of
    them it begins again. Raises `Resync` where that happens time and again.
    """
    cursor = FeedCursor(current_alliance_id(), view.reader, tuple(types), "", "", int(time.time()), 0)
    for _ in range(BEGINNINGS - 1):
        try:
            return _state(view, replace(cursor, paging=types[0]), limit)
        except Resync:
            continue
    return _state(view, replace(cursor, paging=types[0]), limit)


def follow(view: View, cursor: FeedCursor, *, limit: int) -> FeedPage:
    """What comes after the cursor. Raises `Resync` where that cannot be told without missing something."""
    return _state(view, cursor, limit) if cursor.paging else _changes(view, cursor, limit)


def _state(view: View, cursor: FeedCursor, limit: int) -> FeedPage:
    """Objects by key, one type after the other, until the page is full or all have been read."""
    besides = f"{view.holdings} AS holdings, {STAND}"
    objects: list[bytes] = []
    left = limit
    while left and cursor.paging:
        resource = resource_of(cursor.paging)
        page = read_page(view, resource, after=cursor.key, limit=left, besides=besides)
        stand = Stand.of(view, page.besides)
        cursor = cursor if cursor.generation else stand.fix(cursor)
        stand.refuse(cursor)
        objects += page.objects
        left -= page.count
        cursor = replace(cursor, key=page.last) if not left else _at_the_next_type(cursor)
    return FeedPage(objects, cursor, False, True, stand.lag_seconds)


def _changes(view: View, cursor: FeedCursor, limit: int) -> FeedPage:
    place = {"xid": str(cursor.xid), "id": cursor.id, "types": list(cursor.types), "limit": limit}
    (row,) = rows_of(_changes_sql(view, cursor.types), {**view.parameters, **place})
    objects, count, last, *rest = row
    stand = Stand.of(view, rest)
    stand.refuse(cursor)
    head = count < limit
    xid, row_id, at = (stand.horizon, 0, stand.now) if head else map(int, last)
    return FeedPage(
        [objects] if objects else [],
        replace(cursor, xid=xid, id=row_id, at=at),
        head,
        False,
        stand.lag_seconds,
    )


def _changes_sql(view: View, types: Sequence[str]) -> str:
    found = [
        FOUND.format(
            type=resource.type,
            object=view.object(resource),
            source=resource.source,
            alliance=resource.alliance,
            key=resource.key,
            sees=view.sees(resource),
        )
        for resource in map(resource_of, types)
    ]
    return CHANGES.format(
        viewer=view.cte,
        holdings=view.holdings,
        stand=STAND,
        horizon=HORIZON,
        knew_or_knows=view.knew_or_knows("c"),
        found="UNION ALL".join(found),
    )


def _at_the_next_type(cursor: FeedCursor) -> FeedCursor:
    """Before the objects of the type behind this one; behind the last type the changes begin."""
    place = cursor.types.index(cursor.paging) + 1
    return replace(cursor, paging=cursor.types[place] if place < len(cursor.types) else "", key=0)
