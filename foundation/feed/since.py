"""What changed since a moment, for clients that know no other way; and the moment to ask from next time.

A row's own moment is no safe mark: a transaction that began before it and commits after the reader has passed
is behind the mark when it appears. So the mark that an answer gives is **the beginning of the oldest
transaction that has written and is still open**, and the clock where there is none. It is read *before* the
rows: what is not among them yet was written by such a transaction, or begins to write after the mark.

What changed is looked up in the change feed, whose moments PostgreSQL writes: a row's own `updated_at` is set
by whichever machine saved it, and does not move when a school comes into view. What this trusts is that
PostgreSQL's clock does not run backwards; `/changes` trusts no clock.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from foundation.feed.generation import GENERATION
from foundation.feed.reading import KEPT_DAYS
from foundation.feed.resources import Resource
from foundation.feed.statement import rows_of
from foundation.feed.view import View

EVER = datetime(1970, 1, 1, tzinfo=UTC)
CHANGED = """{key} IN (
       SELECT changed.object_id FROM foundation_change AS changed
        WHERE changed.alliance_id = %(alliance)s AND changed.type = '{type}' AND changed.at >= %(since)s)"""
"""Through the index on the moments: what is old is not looked at."""
MARK = """
WITH {viewer}, writing AS (
    SELECT xact_start FROM pg_stat_activity
     WHERE datname = current_database() AND backend_xid IS NOT NULL AND pid <> pg_backend_pid())
SELECT statement_timestamp(), (SELECT min(xact_start) FROM writing),
       EXISTS (SELECT FROM writing WHERE xact_start IS NULL), {holdings}, {generation},
       (SELECT renewed_at FROM foundation_feedgeneration)
"""
"""`xact_start` of another role's transaction is hidden from us: then there is no new mark this time."""


@dataclass(frozen=True)
class Since:
    """Which changes are asked for, and what the answer says of the next time.

    `moment` is None where everything is asked for, or where less than everything could not be told apart.
    """

    moment: datetime | None = None
    watermark: str = ""
    view: str = ""

    @property
    def parameters(self) -> dict[str, Any]:
        return {"since": self.moment}

    @property
    def written(self) -> tuple[str, str, str]:
        """As a cursor carries it."""
        return ("" if self.moment is None else _written(self.moment), self.watermark, self.view)

    @classmethod
    def read(cls, moment: str, watermark: str, view: str) -> "Since":
        return cls(datetime.fromisoformat(moment) if moment else None, watermark, view)

    @property
    def meta(self) -> dict[str, str]:
        return {"watermark": self.watermark, "view": self.view}

    def sql(self, resource: Resource) -> str:
        if self.moment is None:
            return "true"
        return CHANGED.format(key=resource.key, type=resource.type)


EVERYTHING = Since()


def since(view: View, asked: datetime | None) -> Since:
    """What to answer to `updated_since=asked`. Call it before the statement that reads the rows."""
    sql = MARK.format(viewer=view.cte, holdings=view.holdings, generation=GENERATION)
    ((now, oldest, hidden, holdings, generation, renewed_at),) = rows_of(sql, view.parameters)
    mark = (asked or EVER) if hidden else min(now, oldest or now)
    return Since(
        moment=None if asked is None or _forgotten(asked, now, renewed_at) else asked,
        watermark=_written(mark),
        view=view.digest(holdings + generation),
    )


def _forgotten(asked: datetime, now: datetime, renewed_at: datetime | None) -> bool:
    """Whether the feed no longer holds all that has changed since."""
    return asked < now - timedelta(days=KEPT_DAYS) or (renewed_at is not None and asked < renewed_at)


def _written(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
