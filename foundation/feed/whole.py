"""A whole collection in one answer, as PostgreSQL writes it: JSON a line for machines, CSV for people.

Every row comes from one snapshot, and so does the cursor behind them: whoever follows the feed from there
misses nothing.
"""

import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from django.db import connection

from foundation.exports.csv import BYTE_ORDER_MARK
from foundation.feed.cursor import FeedCursor
from foundation.feed.reading import STAND, Stand
from foundation.feed.resources import Resource
from foundation.feed.since import Since
from foundation.feed.statement import PLANNING, rows_of
from foundation.feed.view import View
from foundation.jobs.consistent import consistent_read
from foundation.tenancy.scope import acting_within, current_alliance_id, current_scope

LONGEST_SECONDS = 300
LINES = "FORMAT csv, QUOTE E'\\x01', DELIMITER E'\\x02'"
"""One column of JSON as it is: neither of these two can stand in JSON, so that nothing is quoted."""
TABLE = "FORMAT csv, HEADER"
COPY = """
COPY (WITH {viewer} SELECT {columns} FROM {source} WHERE {alliance} = %(alliance)s AND {sees} AND {since})
  TO STDOUT ({form})
"""
FIRST = "WITH {viewer} SELECT {holdings} AS holdings, {stand}"

Address = Callable[[FeedCursor], str]
Write = Callable[[BinaryIO], None]


@dataclass(frozen=True)
class Whole:
    """All objects of some types that one reader sees; `since` narrows them to those changed of late."""

    view: View
    resources: Sequence[Resource]
    since: Since

    def lines(self, address: Address) -> Write:
        """Writes an object a line and then the last line: how many there were, and where to follow from.

        Without that line the answer was torn. `address` makes the address of the cursor.
        """

        def write(sink: BinaryIO) -> None:
            cursor = self._cursor()
            statements = [self._sql(each, self.view.object(each), LINES) for each in self.resources]
            count = sum(_copy(sql, self, sink) for sql in statements)
            end = {"type": "end", "count": count, **self.since.meta, "next": address(cursor)}
            sink.write(json.dumps(end, separators=(",", ":")).encode() + b"\n")

        return self._in_one_snapshot(write)

    def table(self) -> Write:
        """Writes the first resource as CSV that a spreadsheet opens as text and never runs."""
        (resource,) = self.resources
        own = self.view.owns_in_full(resource)
        cells = ", ".join(f'{each.cell(own)} AS "{each.name}"' for each in resource.columns)

        def write(sink: BinaryIO) -> None:
            sink.write(BYTE_ORDER_MARK.encode())
            _copy(self._sql(resource, cells, TABLE), self, sink)

        return self._in_one_snapshot(write)

    def _in_one_snapshot(self, write: Write) -> Write:
        """In the alliance of now and in a transaction of its own: it runs when the request's is over."""
        scope = current_scope()

        def run(sink: BinaryIO) -> None:
            alliance = acting_within(scope.alliance_id, user=scope.user_id, request_id=scope.request_id)
            with alliance, consistent_read():
                write(sink)

        return run

    def _cursor(self) -> FeedCursor:
        """Behind everything that the snapshot holds."""
        types = tuple(each.type for each in self.resources)
        cursor = FeedCursor(current_alliance_id(), self.view.reader, types, "", "", int(time.time()), 0)
        sql = FIRST.format(viewer=self.view.cte, holdings=self.view.holdings, stand=STAND)
        (row,) = rows_of(sql, self.view.parameters)
        return Stand.of(self.view, row).fix(cursor)

    def _sql(self, resource: Resource, columns: str, form: str) -> str:
        return COPY.format(
            viewer=self.view.cte,
            columns=columns,
            source=resource.source,
            alliance=resource.alliance,
            sees=self.view.sees(resource),
            since=self.since.sql(resource),
            form=form,
        )


def _copy(sql: str, whole: Whole, sink: BinaryIO) -> int:
    """Run it into the sink; the number of rows. A reader that leaves takes the connection with it.

    Giving it back would mean to read the rest of the rows first.
    """
    with connection.cursor() as cursor:
        cursor.execute(f"{PLANNING} SET LOCAL statement_timeout = '{LONGEST_SECONDS}s'")
        parameters = {**whole.view.parameters, **whole.since.parameters, "alliance": current_alliance_id()}
        try:
            cursor.copy_expert(cursor.mogrify(sql, parameters), sink)
        except BaseException:
            connection.connection.close()
            raise
        return int(cursor.rowcount)
