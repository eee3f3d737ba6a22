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
from foundation.feed.resources import Resource, resource_of
from foundation.feed.statement import row_of
from foundation.feed.view import View
from foundation.tenancy.scope import current_alliance_id

KEPT_DAYS = 400
DAY = 86_400
HORIZON = "pg_snapshot_xmin(pg_current_snapshot())"
STAND = f"""
{HORIZON}::text, {GENERATION}, extract(epoch FROM statement_timestamp())::bigint,
(SELECT coalesce(extract(epoch FROM statement_timestamp() - min(waiting.at)), 0)::int
   FROM foundation_change AS waiting
  WHERE waiting.alliance_id = %(alliance)s AND waiting.xid >= {HORIZON}
    AND waiting.xid < pg_snapshot_xmax(pg_current_snapshot()))
"""  # noqa: S608  # put together from the constants above
STATE = """
WITH {viewer}
SELECT coalesce(string_agg(page.object::text, ','), ''), count(*), coalesce(max(page.key), 0),
       {holdings}, {stand}
  FROM (SELECT {key} AS key, row_to_json((SELECT o FROM (SELECT {columns}) AS o)) AS object
          FROM {source}
         WHERE {alliance} = %(alliance)s AND {key} > %(key)s AND {sees}
         ORDER BY {key} LIMIT %(limit)s) AS page
"""
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
       SELECT row_to_json((SELECT o FROM (SELECT {columns}) AS o))::text AS object
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
    """`objects` are JSON objects with commas between. At the `head` there is nothing more for now.

    `lag_seconds` is how long the oldest committed change has been waiting behind a transaction still running.
    """

    objects: str
    cursor: FeedCursor
    head: bool
    full_state: bool
    lag_seconds: int


@dataclass(frozen=True)
class _Stand:
    """What a statement saw besides rows: the horizon, the generation, the moment, the lag and the view."""

    horizon: int
    generation: str
    now: int
    lag_seconds: int
    view: str

    @classmethod
    def of(cls, view: View, row: Sequence[Any]) -> "_Stand":
        holdings, horizon, generation, now, lag = row
        return cls(int(horizon), generation, now, lag, view.digest(holdings))

    def refuse(self, cursor: FeedCursor) -> None:
        """Raises `Resync` where the cursor belongs to another history or another view."""
        if cursor.generation != self.generation:
            raise Resync("The portal's history was renewed, as after a restore.")
        if cursor.view != self.view:
            raise Resync("What this credential may see has changed as a whole: its schools or its scopes.")
        if cursor.at < self.now - KEPT_DAYS * DAY:
            raise Resync(f"This cursor is older than the history that is kept ({KEPT_DAYS} days).")


def begin(view: View, *, types: Sequence[str], limit: int) -> FeedPage:
    """The first page of the full state; its horizon is where the changes will be followed from."""
    cursor = FeedCursor(current_alliance_id(), view.reader, tuple(types), "", "", int(time.time()), 0)
    return _state(view, replace(cursor, paging=types[0]), limit)


def follow(view: View, cursor: FeedCursor, *, limit: int) -> FeedPage:
    """What comes after the cursor. Raises `Resync` where that cannot be told without missing something."""
    return _state(view, cursor, limit) if cursor.paging else _changes(view, cursor, limit)


def _state(view: View, cursor: FeedCursor, limit: int) -> FeedPage:
    """Objects by key, one type after the other, until the page is full or all have been read."""
    texts: list[str] = []
    left = limit
    while True:
        text, count, key, *rest = _read(_state_sql(view, resource_of(cursor.paging)), cursor, view, left)
        stand = _Stand.of(view, rest)
        if not cursor.generation:
            cursor = replace(
                cursor, generation=stand.generation, view=stand.view, at=stand.now, xid=stand.horizon
            )
        stand.refuse(cursor)
        texts += [text] if text else []
        left -= count
        if not left:
            cursor = replace(cursor, key=key)
            break
        cursor = replace(cursor, paging=_type_after(cursor), key=0)
        if not cursor.paging:
            break
    return FeedPage(",".join(texts), cursor, False, True, stand.lag_seconds)


def _changes(view: View, cursor: FeedCursor, limit: int) -> FeedPage:
    text, count, last, *rest = _read(_changes_sql(view, cursor.types), cursor, view, limit)
    stand = _Stand.of(view, rest)
    stand.refuse(cursor)
    head = count < limit
    xid, row_id, at = (stand.horizon, 0, stand.now) if head else map(int, last)
    return FeedPage(text, replace(cursor, xid=xid, id=row_id, at=at), head, False, stand.lag_seconds)


def _read(sql: str, cursor: FeedCursor, view: View, limit: int) -> tuple[Any, ...]:
    place = {"key": cursor.key, "xid": str(cursor.xid), "id": cursor.id, "types": list(cursor.types)}
    row: tuple[Any, ...] = row_of(sql, {**view.parameters, **place, "limit": limit})
    return row


def _state_sql(view: View, resource: Resource) -> str:
    return STATE.format(
        viewer=view.cte,
        holdings=view.holdings,
        stand=STAND,
        columns=view.columns(resource),
        source=resource.source,
        alliance=resource.alliance,
        key=resource.key,
        sees=view.sees(resource),
    )


def _changes_sql(view: View, types: Sequence[str]) -> str:
    found = [
        FOUND.format(
            type=resource.type,
            columns=view.columns(resource),
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


def _type_after(cursor: FeedCursor) -> str:
    """The type whose objects come next in the full state; "" behind the last."""
    place = cursor.types.index(cursor.paging) + 1
    return cursor.types[place] if place < len(cursor.types) else ""
