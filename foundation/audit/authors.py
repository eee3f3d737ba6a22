"""Who wrote what a record says now, field by field."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import models

from foundation import words
from foundation.audit.timeline import Doers, Part, events_of

RECENT = 100
"""Events that are read: who wrote earlier than that has long been seen by everybody."""


@dataclass(frozen=True)
class Authors:
    """(who, when) by column; `latest` for fields that are no column of the record."""

    by_column: dict[str, tuple[str, str]]
    latest: tuple[str, str] = ("", "")

    def of(self, field: str) -> tuple[str, str]:
        """Who changed this field last and when; ("", "") where nobody has."""
        return self.by_column.get(field) or self.by_column.get(f"{field}_id") or self.latest


def authors_of(record: models.Model, *, parts: Sequence[Part] = ()) -> Authors:
    """The latest writer of each column; of its `parts` (rows that belong to it) the latest of any of them."""
    events = events_of([record], parts, (), RECENT)
    doers = Doers(events)
    by_column: dict[str, tuple[str, str]] = {}
    of_parts = ("", "")
    for event in events:
        author = doers.of(event), words.moment(event.at)
        if event.table != record._meta.db_table:
            of_parts = of_parts if of_parts[0] else author
            continue
        for column in event.changes:
            by_column.setdefault(column, author)
    return Authors(by_column, of_parts)
