"""The values that a column has, for a filter to offer."""

from typing import Any

from django.db import connection
from django.db.models import CharField, Func, QuerySet

MOST_OFFERED = 200
"""A filter with more options is none: the search finds the others."""
ONE_BY_ONE = """
WITH RECURSIVE found(value) AS (
    ({first})
    UNION ALL
    SELECT ({after}) FROM found WHERE found.value IS NOT NULL
)
SELECT value FROM found WHERE value IS NOT NULL LIMIT %s
"""


def values_in_use(rows: QuerySet[Any], field: str, *, most: int = MOST_OFFERED) -> list[str]:
    """The different values that a column of text has among `rows`, in order; "" is none.

    Each is looked for after the one before, in an index of the alliance and the field: as many steps as there
    are values, however many rows have them.
    """
    one = rows.exclude(**{field: ""}).order_by(field).values_list(field)
    following = one.filter(**{f"{field}__gt": Func(template="found.value", output_field=CharField())})
    first, given = one[:1].query.sql_with_params()
    after, again = following[:1].query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(ONE_BY_ONE.format(first=first, after=after), [*given, *again, most])
        return [value for (value,) in cursor.fetchall()]
