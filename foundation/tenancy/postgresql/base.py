"""Django's PostgreSQL backend, which also tells the database for whom each transaction acts."""

from typing import Any

from django.db.backends.postgresql import base
from psycopg2.extensions import TRANSACTION_STATUS_INERROR

from foundation.tenancy.postgresql.cursor import SET_SCOPE, ScopedConnection, ScopedCursor
from foundation.tenancy.postgresql.operations import DatabaseOperations
from foundation.tenancy.scope import current_scope


class DatabaseWrapper(base.DatabaseWrapper):
    """The scope goes with the first statement of a transaction, and at once when it changes inside one."""

    ops_class = DatabaseOperations

    def get_connection_params(self) -> dict[str, Any]:
        factories = {"connection_factory": ScopedConnection, "cursor_factory": ScopedCursor}
        return {**super().get_connection_params(), **factories}

    def _set_autocommit(self, autocommit: bool) -> None:
        super()._set_autocommit(autocommit)  # type: ignore[misc]  # Django's types leave private methods out
        self.connection.owed = None if autocommit else current_scope().as_settings()

    def apply_scope(self) -> None:
        """Bring an open transaction into line with the scope; without one there is nothing to do."""
        if self.connection is None or not self.in_atomic_block or self.connection.closed:
            return
        if self.connection.owed is not None:
            self.connection.owed = current_scope().as_settings()
        elif self.connection.get_transaction_status() != TRANSACTION_STATUS_INERROR:
            # An aborted transaction takes no statement; its rollback restores the settings.
            with self.wrap_database_errors, self.connection.cursor() as cursor:
                cursor.execute(SET_SCOPE, current_scope().as_settings())
