"""Which history the feed tells: another one after a restore, or in another database."""

import uuid

from django.db import connection, transaction

from foundation.feed.models import Change, FeedGeneration

CLUSTER = """
(SELECT concat_ws(':', system_identifier, timeline_id,
                  (SELECT oid FROM pg_database WHERE datname = current_database()))
   FROM pg_control_system(), pg_control_checkpoint())
"""
"""Another one in a new cluster, a recovered one or another database: transaction ids differ there."""

GENERATION = f"md5(concat_ws(':', (SELECT token FROM foundation_feedgeneration), {CLUSTER}))"  # noqa: S608  # constants
"""SQL text that differs between generations. Without a row it is the first one."""


def renew() -> None:
    """Begin a new generation: every cursor given out before is refused, and its readers start again.

    For after a restore. The changes kept from before are dropped, since their transaction ids mean nothing
    here: so it runs as the owner (`TSA_DATABASE_ROLE=owner`).
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {Change._meta.db_table}")
        FeedGeneration.objects.update_or_create(
            pk=1, defaults={"token": uuid.uuid4(), "cluster": _cluster_name()}
        )


def renew_if_moved() -> bool:
    """`renew()` when the database is not the one that the generation was written in; whether it was so.

    On a database that has no generation yet it only writes down which one it is.
    """
    known = FeedGeneration.objects.first()
    if known is None:
        FeedGeneration.objects.create(cluster=_cluster_name())
        return False
    if known.cluster == _cluster_name():
        return False
    renew()
    return True


def _cluster_name() -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {CLUSTER}")
        return str(cursor.fetchone()[0])
