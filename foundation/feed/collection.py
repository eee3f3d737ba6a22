"""Reading one type of object: a page of them by key, or a single one."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from foundation.feed.resources import Resource
from foundation.feed.statement import row_of
from foundation.feed.view import View

PAGE = """
WITH {viewer}
SELECT read.objects, read.last,
       EXISTS (SELECT FROM {source} WHERE {alliance} = %(alliance)s AND {key} > read.last AND {sees})
  FROM (SELECT coalesce(string_agg(page.object::text, ','), '') AS objects, max(page.key) AS last
          FROM (SELECT {key} AS key, row_to_json((SELECT o FROM (SELECT {columns}) AS o)) AS object
                  FROM {source}
                 WHERE {alliance} = %(alliance)s AND {key} > %(key)s AND {sees}
                 ORDER BY {key} LIMIT %(limit)s) AS page) AS read
"""
SINGLE = """
WITH {viewer}
SELECT row_to_json((SELECT o FROM (SELECT {columns}) AS o))::text
  FROM {source}
 WHERE {alliance} = %(alliance)s AND {public_id} = %(id)s AND {sees}
"""


@dataclass(frozen=True)
class ListPage:
    """`objects` are JSON objects with commas between; `next_key` is None behind the last one."""

    objects: str
    next_key: int | None


def read_list(view: View, resource: Resource, *, after: int, limit: int) -> ListPage:
    """Up to `limit` objects behind the key `after`, in the order of their keys."""
    objects, last, more = _read(PAGE, view, resource, {"key": after, "limit": limit})
    return ListPage(objects, last if more else None)


def read_single(view: View, resource: Resource, public_id: UUID) -> str | None:
    """One object as JSON; None where the reader sees no such object, whether or not there is one."""
    row = _read(SINGLE, view, resource, {"id": public_id})
    return None if row is None else str(row[0])


def _read(template: str, view: View, resource: Resource, parameters: dict[str, Any]) -> Any:
    sql = template.format(
        viewer=view.cte,
        columns=view.columns(resource),
        source=resource.source,
        alliance=resource.alliance,
        key=resource.key,
        public_id=resource.public_id,
        sees=view.sees(resource),
    )
    return row_of(sql, {**view.parameters, **parameters})
