"""Reading one type of object: a page of them by key, or a single one."""

from dataclasses import dataclass
from uuid import UUID

from foundation.feed.resources import Resource
from foundation.feed.since import EVERYTHING, Since
from foundation.feed.statement import read_page, rows_of
from foundation.feed.view import View

SINGLE = """
WITH {viewer}
SELECT {object} FROM {source} WHERE {alliance} = %(alliance)s AND {public_id} = %(id)s AND {sees}
"""
IS_THERE_MORE = """
WITH {viewer}
SELECT EXISTS (
    SELECT FROM {source}
     WHERE {alliance} = %(alliance)s AND {key} > %(key)s AND {sees} AND {where})
"""


@dataclass(frozen=True)
class ListPage:
    """`objects` are chunks of JSON objects; `next_key` is None behind the last one."""

    objects: list[bytes]
    next_key: int | None


def read_list(
    view: View, resource: Resource, *, after: int, limit: int, since: Since = EVERYTHING
) -> ListPage:
    """Up to `limit` objects behind the key `after`, in the order of their keys."""
    page = read_page(
        view, resource, after=after, limit=limit, where=since.sql(resource), parameters=since.parameters
    )
    more = page.count == limit and _is_there_more(view, resource, since, page.last)
    return ListPage(page.objects, page.last if more else None)


def read_single(view: View, resource: Resource, public_id: UUID) -> bytes | None:
    """One object as JSON; None where the reader sees no such object, whether or not there is one."""
    sql = SINGLE.format(
        viewer=view.cte,
        object=view.object(resource),
        source=resource.source,
        alliance=resource.alliance,
        public_id=resource.public_id,
        sees=view.sees(resource),
    )
    rows = rows_of(sql, {**view.parameters, "id": public_id})
    return bytes(rows[0][0]) if rows else None


def _is_there_more(view: View, resource: Resource, since: Since, key: int) -> bool:
    sql = IS_THERE_MORE.format(
        viewer=view.cte,
        source=resource.source,
        alliance=resource.alliance,
        key=resource.key,
        sees=view.sees(resource),
        where=since.sql(resource),
    )
    return bool(rows_of(sql, {**view.parameters, **since.parameters, "key": key})[0][0])
