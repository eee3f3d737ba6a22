"""The statement that makes a page of one type of object, and running it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from psycopg2.extensions import BYTES, register_type

from foundation.feed.resources import Resource
from foundation.feed.view import View
from foundation.tenancy.scope import current_alliance_id

PLANNING = "SET LOCAL max_parallel_workers_per_gather = 0; SET LOCAL jit = off;"
"""A page costs less than starting the helpers that the planner would call in for it: 20 ms of them."""

NONE: Mapping[str, Any] = {}
PAGE = """
WITH {viewer}
SELECT chunk.objects, chunk.count, chunk.last, besides.*
  FROM (SELECT {besides}) AS besides
  LEFT JOIN (
       SELECT string_agg(page.object, ',') AS objects, count(*) AS count, max(page.key) AS last
         FROM (SELECT {key} AS key, {object} AS object
                 FROM {source}
                WHERE {alliance} = %(alliance)s AND {key} > %(key)s AND {sees} AND {where}
                ORDER BY {key} LIMIT %(limit)s) AS page
        GROUP BY page.key >> 7) AS chunk ON true
 ORDER BY chunk.last
"""
"""Some dozens of objects a row: one row of two megabytes costs a tenth more, in new memory on every copy."""


@dataclass(frozen=True)
class Page:
    """`objects` are chunks of JSON objects, each with commas between; `last` is the key of the last object.

    `besides` are the values that were read in the same statement.
    """

    objects: list[bytes]
    count: int
    last: int
    besides: Sequence[Any]


def read_page(
    view: View,
    resource: Resource,
    *,
    after: int,
    limit: int,
    besides: str = "true",
    where: str = "true",
    parameters: Mapping[str, Any] = NONE,
) -> Page:
    """Up to `limit` objects behind the key `after`, in the order of their keys; those that are `where`."""
    sql = PAGE.format(
        viewer=view.cte,
        besides=besides,
        key=resource.key,
        object=view.object(resource),
        source=resource.source,
        alliance=resource.alliance,
        sees=view.sees(resource),
        where=where,
    )
    rows = rows_of(sql, {**view.parameters, **parameters, "key": after, "limit": limit})
    if rows[0][0] is None:
        return Page([], 0, 0, rows[0][3:])
    return Page([row[0] for row in rows], sum(row[1] for row in rows), rows[-1][2], rows[0][3:])


def rows_of(sql: str, parameters: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """The rows of a statement; text comes as bytes. `%(alliance)s` in it is the alliance in scope.

    Bytes, because what PostgreSQL writes in UTF-8 goes out in UTF-8: Python need not read it in between.
    """
    with connection.cursor() as cursor:
        register_type(BYTES, cursor.cursor)
        cursor.execute(PLANNING + sql, {**parameters, "alliance": current_alliance_id()})
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows
