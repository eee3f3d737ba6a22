"""Rows as PostgreSQL has them, kept as JSON and put back as they were."""

import json
from collections.abc import Container
from typing import Any

from django.apps import apps
from django.db import connection, models

READ = "SELECT to_jsonb(row) FROM {table} AS row WHERE row.alliance_id = %s AND row.id = %s"
PUT_BACK = """
INSERT INTO {table} ({columns})
SELECT {columns} FROM jsonb_populate_record(NULL::{table}, %s::jsonb)
"""


def row_of(record: Any) -> dict[str, Any]:
    """Every column of the row, exactly."""
    with connection.cursor() as cursor:
        cursor.execute(_sql(READ, type(record)), [record.alliance_id, record.pk])
        (kept,) = cursor.fetchone()
    return {"model": record._meta.label, "row": json.loads(kept) if isinstance(kept, str) else kept}


def put_back(kept: dict[str, Any]) -> None:
    """The row again, under the id it had; a column that has come since says what a new row says."""
    with connection.cursor() as cursor:
        cursor.execute(_sql(PUT_BACK, apps.get_model(kept["model"]), kept["row"]), [json.dumps(kept["row"])])


def _sql(statement: str, model: type[models.Model], known: Container[str] = ()) -> str:
    written = [field for field in model._meta.concrete_fields if not isinstance(field, models.GeneratedField)]
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in written if str(field.column) in known)
    return statement.format(table=quote(model._meta.db_table), columns=columns)
