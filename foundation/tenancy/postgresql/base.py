"""Django's PostgreSQL backend, which also tells the database for whom each transaction acts."""

from django.db.backends.postgresql import base
from psycopg2.extensions import TRANSACTION_STATUS_INERROR

from foundation.tenancy.postgresql.operations import DatabaseOperations
from foundation.tenancy.scope import current_scope

SET_SCOPE = (
    "SELECT set_config('app.alliance_id', %s, true), set_config('app.user_id', %s, true),"
    " set_config('app.request_id', %s, true), set_config('app.agent', %s, true)"
)


class DatabaseWrapper(base.DatabaseWrapper):
    """Sends the scope in one statement when a transaction opens, and again when it changes inside one.

    The settings are local to the transaction (`true`): behind a transaction pooler a session-level setting
    would be read by the next request, whichever alliance it acts for.
    """

    ops_class = DatabaseOperations

    def _set_autocommit(self, autocommit: bool) -> None:
        super()._set_autocommit(autocommit)  # type: ignore[misc]  # Django's types leave private methods out
        if not autocommit:
            self._send_scope()

    def apply_scope(self) -> None:
        """Bring an open transaction into line with the scope; without one there is nothing to do."""
        if self.connection is not None and self.in_atomic_block and not self._is_aborted():
            self._send_scope()

    def _is_aborted(self) -> bool:
        """An aborted transaction takes no statement; its rollback restores the settings."""
        closed = bool(self.connection.closed)
        return closed or self.connection.get_transaction_status() == TRANSACTION_STATUS_INERROR

    def _send_scope(self) -> None:
        with self.wrap_database_errors, self.connection.cursor() as cursor:
            cursor.execute(SET_SCOPE, current_scope().as_settings())
