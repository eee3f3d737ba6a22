"""What the database must look like for tenancy to hold: catalogue queries that answer with what is wrong.

The same gates run at start-up (`boot.py`) and in the tests, where each is also shown to catch what it is for.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.apps import apps
from django.db import models

from foundation.tenancy.models import AllianceOwned

ALLIANCE_EQUALITY = "(alliance_id = (current_setting('app.alliance_id'::text))::bigint)"
SECURITY_DEFINERS = ("foundation_audit",)

Gate = Callable[[Any, list[str]], list[str]]


def owned_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models(include_auto_created=True) if issubclass(model, AllianceOwned)]


def owned_tables() -> list[str]:
    return sorted(model._meta.db_table for model in owned_models())


def unplaced_models(global_models: Mapping[str, str]) -> list[str]:
    """Models that are neither owned nor listed with a reason, and listed ones that do not exist or are
    owned.
    """
    labels = {model._meta.label: model for model in apps.get_models(include_auto_created=True)}
    owned = {model._meta.label for model in owned_models()}
    unplaced = [
        f"{label} is neither owned nor global" for label in labels.keys() - owned - global_models.keys()
    ]
    stale = [
        f"{label} is listed as global, and is not a global model" for label in global_models if label in owned
    ]
    stale += [
        f"{label} is listed as global, and does not exist" for label in global_models.keys() - labels.keys()
    ]
    return sorted(unplaced + stale)


def tables_without_row_security(cursor: Any, tables: list[str]) -> list[str]:
    """Owned tables where row-level security is off or not forced, partitions of them included."""
    cursor.execute(
        """
        WITH RECURSIVE family AS (
            SELECT oid, relname FROM pg_class
             WHERE relname = ANY (%s) AND relnamespace = 'public'::regnamespace
            UNION ALL
            SELECT child.oid, child.relname FROM pg_inherits JOIN family ON inhparent = family.oid
              JOIN pg_class AS child ON child.oid = inhrelid)
        SELECT relname FROM pg_class JOIN family USING (oid, relname)
         WHERE NOT (relrowsecurity AND relforcerowsecurity)
        """,
        [tables],
    )
    return [f"{name}: row-level security is not enabled and forced" for (name,) in cursor.fetchall()]


def tables_without_alliance_policy(cursor: Any, tables: list[str]) -> list[str]:
    """Owned tables without the restrictive policy in its strict form, for every command, to everybody."""
    cursor.execute(
        """
        SELECT name FROM unnest(%s::text[]) AS name WHERE NOT EXISTS (
            SELECT FROM pg_policies
             WHERE schemaname = 'public' AND tablename = name AND permissive = 'RESTRICTIVE' AND cmd = 'ALL'
               AND roles = '{public}' AND qual = %s AND with_check = %s)
        """,
        [tables, ALLIANCE_EQUALITY, ALLIANCE_EQUALITY],
    )
    return [f"{name}: no restrictive alliance policy" for (name,) in cursor.fetchall()]


def foreign_keys_past_the_alliance(cursor: Any, tables: list[str]) -> list[str]:
    """Foreign keys to an owned table that do not carry the alliance."""
    cursor.execute(
        """
        SELECT conrelid::regclass::text, conname FROM pg_constraint
         WHERE contype = 'f' AND confrelid::regclass::text = ANY (%s)
           AND NOT EXISTS (SELECT FROM pg_attribute
                            WHERE attrelid = conrelid AND attnum = ANY (conkey) AND attname = 'alliance_id')
        """,
        [tables],
    )
    return [f"{table}: foreign key {name} does not carry the alliance" for table, name in cursor.fetchall()]


def references_without_foreign_key(cursor: Any, tables: list[str]) -> list[str]:
    """Columns that refer to an owned row and have no foreign key at all."""
    cursor.execute("SELECT conrelid::regclass::text, conkey FROM pg_constraint WHERE contype = 'f'")
    keyed = {(table, attnum) for table, attnums in cursor.fetchall() for attnum in attnums}
    cursor.execute("SELECT attrelid::regclass::text, attname, attnum FROM pg_attribute WHERE attnum > 0")
    numbers = {(table, name): attnum for table, name, attnum in cursor.fetchall()}
    return [
        f"{table}: {column} refers to an owned row without a foreign key"
        for table, column in _references_to_owned()
        if (table, numbers.get((table, column))) not in keyed
    ]


def _references_to_owned() -> Iterable[tuple[str, str]]:
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.local_fields:
            related = field.related_model
            if isinstance(related, type) and issubclass(related, AllianceOwned):
                yield model._meta.db_table, str(field.column)


def unique_indexes_past_the_alliance(cursor: Any, tables: list[str]) -> list[str]:
    """Unique indexes of owned tables, the primary key apart, that do not start with the alliance."""
    cursor.execute(
        """
        SELECT indrelid::regclass::text, indexrelid::regclass::text FROM pg_index
         WHERE indisunique AND NOT indisprimary AND indrelid::regclass::text = ANY (%s)
           AND NOT EXISTS (SELECT FROM pg_attribute
                            WHERE attrelid = indrelid AND attnum = indkey[0] AND attname = 'alliance_id')
        """,
        [tables],
    )
    return [
        f"{table}: unique index {name} does not lead with the alliance" for table, name in cursor.fetchall()
    ]


def doors_around_row_security(cursor: Any, tables: list[str]) -> list[str]:
    """Materialised views, security definer functions, the owner's views, TRUNCATE for the application."""
    cursor.execute(
        """
        SELECT 'materialised view ' || matviewname FROM pg_matviews WHERE schemaname = 'public'
        UNION ALL
        SELECT 'security definer function ' || proname FROM pg_proc
         WHERE pronamespace = 'public'::regnamespace AND prosecdef AND proname <> ALL (%s)
        UNION ALL
        SELECT 'view without security_invoker ' || relname FROM pg_class
         WHERE relkind = 'v' AND relnamespace = 'public'::regnamespace
           AND NOT coalesce(reloptions::text LIKE '%%security_invoker=true%%', false)
        UNION ALL
        SELECT 'tsa_app may truncate ' || name FROM unnest(%s::text[]) AS name
         WHERE has_table_privilege('tsa_app', name, 'TRUNCATE')
        """,
        [list(SECURITY_DEFINERS), tables],
    )
    return [f"{door} goes around row-level security" for (door,) in cursor.fetchall()]


def tables_of_no_plane(cursor: Any, tables: list[str]) -> list[str]:
    """Tables with an alliance column that no model accounts for."""
    known = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    cursor.execute(
        "SELECT table_name FROM information_schema.columns"
        " WHERE table_schema = 'public' AND column_name = 'alliance_id'"
    )
    return [f"{name}: has an alliance and no model" for (name,) in cursor.fetchall() if name not in known]


GATES: tuple[Gate, ...] = (
    tables_without_row_security,
    tables_without_alliance_policy,
    foreign_keys_past_the_alliance,
    references_without_foreign_key,
    unique_indexes_past_the_alliance,
    doors_around_row_security,
    tables_of_no_plane,
)


def breaches(cursor: Any) -> list[str]:
    """Everything that is wrong with the database, as sentences; empty when tenancy holds."""
    tables = owned_tables()
    return [breach for gate in GATES for breach in gate(cursor, tables)]
