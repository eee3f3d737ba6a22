"""Migration operations: an owned table gets its policies in the migration that creates it."""

from typing import Any

from django.db import migrations

PROTECT = """
ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
CREATE POLICY {table}_base ON {table} FOR ALL TO tsa_app USING (true) WITH CHECK (true);
CREATE POLICY {table}_alliance ON {table} AS RESTRICTIVE FOR ALL
    USING (alliance_id = current_setting('app.alliance_id')::bigint)
    WITH CHECK (alliance_id = current_setting('app.alliance_id')::bigint);
"""
UNPROTECT = """
DROP POLICY {table}_alliance ON {table};
DROP POLICY {table}_base ON {table};
ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY;
ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;
"""


class ProtectTable(migrations.RunSQL):
    """Row-level security on an owned table, in the strict form: no scope is a loud error.

    The alliance policy is RESTRICTIVE, so that a careless second policy cannot widen it, and a plain
    equality, so that PostgreSQL answers it from the index.
    """

    def __init__(self, table: str) -> None:
        self.table = table
        super().__init__(PROTECT.format(table=table), UNPROTECT.format(table=table))

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return self.__class__.__qualname__, [self.table], {}

    def describe(self) -> str:
        return f"Protect {self.table} with row-level security"


class PersonalTable(migrations.RunSQL):
    """Narrow a protected table further: each person sees and writes their own rows only, whoever asks how.

    A second RESTRICTIVE policy beside the alliance's. Where nobody acts, no row is there.
    """

    def __init__(self, table: str, column: str = "user_id") -> None:
        self.table, self.column = table, column
        own = f"{column} = nullif(current_setting('app.user_id', true), '')::bigint"
        super().__init__(
            f"CREATE POLICY {table}_person ON {table} AS RESTRICTIVE FOR ALL"
            f" USING ({own}) WITH CHECK ({own})",
            f"DROP POLICY {table}_person ON {table}",
        )

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return self.__class__.__qualname__, [self.table, self.column], {}

    def describe(self) -> str:
        return f"Keep the rows of {self.table} to the person they belong to"


class ReadOnlyTable(migrations.RunSQL):
    """Take writing away from the application's role: only a trigger of the owner writes here."""

    def __init__(self, table: str) -> None:
        self.table = table
        super().__init__(
            f"REVOKE INSERT, UPDATE, DELETE ON {table} FROM tsa_app",
            f"GRANT INSERT, UPDATE, DELETE ON {table} TO tsa_app",
        )

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return self.__class__.__qualname__, [self.table], {}

    def describe(self) -> str:
        return f"Make {self.table} read-only to the application"
