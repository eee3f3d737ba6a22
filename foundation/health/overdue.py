"""Ending transactions that hold the change feed back for everybody (docs/adr/0007).

From PostgreSQL 17 on the server does so itself (`transaction_timeout` of the role).
"""

import structlog
from django.db import connection

log = structlog.get_logger(__name__)

DOES_SO_ITSELF = 170000
LONGEST_SECONDS = 300
END = """
SELECT count(*) FILTER (WHERE pg_terminate_backend(pid)) FROM pg_stat_activity
 WHERE usename = current_user AND datname = current_database() AND pid <> pg_backend_pid()
   AND backend_xid IS NOT NULL AND xact_start < clock_timestamp() - make_interval(secs => %s)
"""


def end_overdue(*, longest: float = LONGEST_SECONDS, below: int = DOES_SO_ITSELF) -> int:
    """End the writing transactions of our own role that are open longer than `longest` seconds; how many.

    Only on servers older than `below`.
    """
    connection.ensure_connection()
    if connection.connection.server_version >= below:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(END, [longest])
        ended = int(cursor.fetchone()[0])
    if ended:
        log.warning("overdue_transactions_ended", number=ended)
    return ended
