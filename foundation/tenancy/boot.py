"""Web and worker refuse to start on a database that could show one alliance to another."""

from django.db import connection

from foundation.tenancy.gates import owned_tables, tables_without_alliance_policy, tables_without_row_security


class UnsafeDatabase(RuntimeError):
    """The process would not be held to one alliance."""


def refuse_unsafe_database() -> None:
    """Raise `UnsafeDatabase` when the role can pass row-level security, or a table lacks its policy."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_user, rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user"
        )
        role, bypasses = cursor.fetchone()
        if bypasses:
            raise UnsafeDatabase(
                f"The role {role} can pass row-level security."
                " Let DATABASE_URL log in as tsa_app, which cannot."
            )
        tables = owned_tables()
        wrong = tables_without_row_security(cursor, tables) + tables_without_alliance_policy(cursor, tables)
    if wrong:
        raise UnsafeDatabase("Run `./portal run migrate`; the database is not safe: " + "; ".join(wrong))
