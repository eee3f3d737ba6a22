"""The one statement the application's role may not run: emptying tables between transactional tests."""

from collections.abc import Iterable
from contextlib import closing

import psycopg2
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db.backends.postgresql import operations


class DatabaseOperations(operations.DatabaseOperations):
    def execute_sql_flush(self, sql_list: Iterable[str]) -> None:
        """TRUNCATE through a short connection of the owning role: `tsa_app` is never granted it."""
        owner = settings.DATABASE_OWNER
        if owner is None:
            raise ImproperlyConfigured("DATABASE_OWNER_URL is not set: only the owner may empty tables.")
        target = self.connection.settings_dict
        with (
            closing(
                psycopg2.connect(
                    host=owner["HOST"],
                    port=owner["PORT"] or None,
                    user=owner["USER"],
                    password=owner["PASSWORD"],
                    dbname=target["NAME"],
                )
            ) as connection,
            connection,
            connection.cursor() as cursor,
        ):
            for statement in sql_list:
                cursor.execute(statement)
