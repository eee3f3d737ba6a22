"""Running one statement that makes a page."""

from collections.abc import Mapping
from typing import Any

from django.db import connection

from foundation.tenancy.scope import current_alliance_id

PLANNING = "SET LOCAL max_parallel_workers_per_gather = 0; SET LOCAL jit = off;"
"""A page costs less than starting the helpers that the planner would call in for it: 20 ms of them."""


def row_of(sql: str, parameters: Mapping[str, Any]) -> Any:
    """The only row of a statement, or None; `%(alliance)s` in it is the alliance in scope."""
    with connection.cursor() as cursor:
        cursor.execute(PLANNING + sql, {**parameters, "alliance": current_alliance_id()})
        return cursor.fetchone()
