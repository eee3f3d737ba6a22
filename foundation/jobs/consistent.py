"""One consistent look at the database, for work that reads a lot."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction
from psycopg2.extensions import ISOLATION_LEVEL_REPEATABLE_READ


@contextmanager
def consistent_read() -> Iterator[None]:
    """One REPEATABLE READ, read-only transaction: every query in it sees the same moment, and none can write.

    The level is set on the session before the transaction opens, because the scope is sent as its first
    statement. Raises RuntimeError inside another transaction, whose level it could not change.
    """
    if connection.in_atomic_block:
        raise RuntimeError("A consistent look needs a transaction of its own.")
    connection.ensure_connection()
    session = connection.connection
    session.set_session(isolation_level=ISOLATION_LEVEL_REPEATABLE_READ, readonly=True)
    try:
        with transaction.atomic():
            yield
    finally:
        if not session.closed:
            session.set_session(isolation_level="DEFAULT", readonly="DEFAULT")
