"""Writing the feed by hand, for what triggers cannot see, and forgetting what is past keeping."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction

from foundation.feed.reading import KEPT_DAYS
from foundation.feed.resources import resource_of
from foundation.tenancy.scope import current_alliance_id

NOTE = """
INSERT INTO foundation_change
       (alliance_id, at, xid, type, object_id, public_id,
        holder_before, holder_after, shared_before, shared_after)
SELECT {alliance}, clock_timestamp(), pg_current_xact_id(), '{type}', {key}, {public_id},
       {holder}, {holder}, {shared}, {shared}
  FROM {source}
 WHERE {alliance} = %s AND {key} = ANY (%s)
"""
SETTLE = "SELECT pg_advisory_xact_lock(hashtext('change feed'), hashtext(%s))"
PRUNE = """
DELETE FROM foundation_change
 WHERE alliance_id = %(alliance)s AND id IN (
       SELECT id FROM (SELECT id, at FROM foundation_change WHERE alliance_id = %(alliance)s
                        ORDER BY xid, id LIMIT %(batch)s) AS oldest
        WHERE at < %(before)s)
"""
BATCH = 10_000
SLACK_DAYS = 1


def note_change(type: str, ids: Iterable[int]) -> int:
    """Tell the readers of the alliance in scope that these objects have changed; how many it tells of.

    For objects that live outside the alliance, whose own table cannot carry the trigger: a School register
    import notes `note_change("school", school_ids)` in each alliance concerned. Ids (database ids) of objects
    that no partner brings into the alliance are passed over. Call it in the transaction that writes the new
    values, or in one that begins after that has committed: a reader who is told must find them. Telling twice
    is harmless; readers get the object as it stands.
    """
    resource = resource_of(type)
    sql = NOTE.format(
        type=resource.type,
        alliance=resource.alliance,
        key=resource.key,
        public_id=resource.public_id,
        holder=resource.holder,
        shared=resource.shared,
        source=resource.source,
    )
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, [current_alliance_id(), sorted(set(ids))])
        return int(cursor.rowcount)


def settle(type: str) -> None:
    """Wait for everybody who is bringing objects of this type into an alliance; hold back who comes after.

    For a transaction that changes such objects and then looks which alliances they are in. Without it a
    partner that joins meanwhile is seen by neither: the import does not see the partner, whose transaction is
    open, and the partner's readers are told of the school before the import has committed. It lasts until the
    end of the transaction: call it last, after the changes are written.
    """
    with connection.cursor() as cursor:
        cursor.execute(SETTLE, [resource_of(type).type])


def prune_changes(now: datetime) -> int:
    """Forget the changes of the alliance in scope that no cursor may ask for any more; how many they were.

    A cursor is refused after `KEPT_DAYS`; a change is kept a day longer, because the feed is in the order of
    transactions and only nearly in that of time. It deletes in batches, each in its own transaction unless
    the caller holds one.
    """
    before = now - timedelta(days=KEPT_DAYS + SLACK_DAYS)
    parameters: dict[str, Any] = {"alliance": current_alliance_id(), "before": before, "batch": BATCH}
    pruned = 0
    while True:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(PRUNE, parameters)
            pruned += cursor.rowcount
            if cursor.rowcount < BATCH:
                return pruned
