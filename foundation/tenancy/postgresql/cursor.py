"""Cursors that tell PostgreSQL for whom a transaction acts, together with its first statement.

Asked for by itself, the scope costs each transaction one more way to the server and back. The words before
that statement are `Owed`; until they are sent nothing is readable: row-level security refuses the cast of the
missing setting.
"""

from typing import Any

from psycopg2 import extensions

SET_SCOPE = (
    "SELECT set_config('app.alliance_id', %s, true), set_config('app.user_id', %s, true),"
    " set_config('app.request_id', %s, true), set_config('app.agent', %s, true)"
)
"""Local to the transaction (`true`): behind a transaction pooler a session-level setting would be read by the
next request, whichever alliance it acts for."""


class ScopedConnection(extensions.connection):
    """Holds the scope that its next statement takes along, None where the server has been told."""

    owed: tuple[str, ...] | None = None


class ScopedCursor(extensions.cursor):
    """Sends what the connection owes in front of its own statement; what failed is owed still."""

    connection: ScopedConnection
    before = b""

    def execute(self, query: Any, vars: Any = None) -> None:
        self.before = b""
        if self.name is not None:  # a cursor on the server: DECLARE takes one statement
            self._send()
        if self.connection.owed is None:
            super().execute(query, vars)
            return
        before = self.mogrify(SET_SCOPE, self.connection.owed) + b"; "
        super().execute(before + self.mogrify(query, vars))
        self.before, self.connection.owed = before, None

    @property
    def query(self) -> bytes | None:
        """The statement that was asked for."""
        sent = extensions.cursor.query.__get__(self)
        return None if sent is None else sent.removeprefix(self.before)

    def executemany(self, *args: Any, **kwargs: Any) -> None:
        self._send()
        super().executemany(*args, **kwargs)

    def callproc(self, *args: Any, **kwargs: Any) -> Any:
        self._send()
        return super().callproc(*args, **kwargs)

    def copy_expert(self, *args: Any, **kwargs: Any) -> None:
        self._send()
        super().copy_expert(*args, **kwargs)

    def copy_from(self, *args: Any, **kwargs: Any) -> None:
        self._send()
        super().copy_from(*args, **kwargs)

    def copy_to(self, *args: Any, **kwargs: Any) -> None:
        self._send()
        super().copy_to(*args, **kwargs)

    def _send(self) -> None:
        if self.connection.owed is not None:
            with self.connection.cursor(cursor_factory=extensions.cursor) as cursor:
                cursor.execute(SET_SCOPE, self.connection.owed)
            self.connection.owed = None
