"""The check: what each row would do, found in batches and kept with the row."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import astuple

from django.db import connection
from django.db.models import Count

from foundation.importer.choices import Outcome, Result
from foundation.importer.entries import read_entry
from foundation.importer.models import Import, ImportRow, rows_of
from foundation.importer.target import Entry, Plan, Target, cannot
from foundation.tenancy.scope import current_alliance_id

BATCH = 500
KEEP = """
UPDATE foundation_importrow AS row
   SET outcome = plan.outcome, about = plan.about, reason = plan.reason, changes = plan.changes,
       result = '', trace = NULL
  FROM jsonb_to_recordset(%s::jsonb)
       AS plan(number integer, outcome text, about text, reason text, changes jsonb)
 WHERE row.alliance_id = %s AND row.source_id = %s AND row.number = plan.number
"""


class Planner:
    """Plans one import from its first row to its last; remembers which records the rows are about."""

    def __init__(self, source: Import, target: Target) -> None:
        self.source, self.target = source, target
        self.seen: dict[str, int] = {}

    def batches(self) -> Iterator[list[ImportRow]]:
        """Its rows in order, so many at a time."""
        after = 0
        while rows := list(self.source.data_rows().filter(number__gt=after)[:BATCH]):
            yield rows
            after = rows[-1].number

    def plan(self, rows: Sequence[ImportRow]) -> None:
        """Find out about these rows, and keep it."""
        plans = plans_of(self.source, self.target, rows)
        _keep(self.source, {row.number: self._once(row.number, plan) for row, plan in plans})

    def _once(self, number: int, plan: Plan) -> Plan:
        if not plan.identity or plan.outcome == Outcome.ERROR:
            return plan
        first = self.seen.setdefault(plan.identity, number)
        if first == number:
            return plan
        return cannot(
            f"Row {first} is about the same {self.target.singular}. Keep one of the two.", about=plan.about
        )


def plans_of(source: Import, target: Target, rows: Sequence[ImportRow]) -> list[tuple[ImportRow, Plan]]:
    """Each row with its plan. Rows that cannot be read are never shown to the target."""
    read = [(row, read_entry(source, row, target)) for row in rows]
    planned = iter(target.plan([entry for _, entry in read if isinstance(entry, Entry)]))
    return [(row, next(planned) if isinstance(entry, Entry) else entry) for row, entry in read]


def changes_of(plan: Plan) -> list[list[str]]:
    """As they are kept: field, before, after."""
    return [list(astuple(change)) for change in plan.changes]


def counts_of(source: Import) -> dict[str, int]:
    """How many rows have each outcome, and how many of the written ones were undone or had to be kept."""
    rows = rows_of(source).exclude(outcome="").order_by().values_list("outcome", "result")
    counts: dict[str, int] = {}
    for outcome, result, number in rows.annotate(number=Count("pk")):
        counts[outcome] = counts.get(outcome, 0) + number
        if result in (Result.UNDONE, Result.KEPT):
            counts[result] = counts.get(result, 0) + number
    return counts


def _keep(source: Import, plans: dict[int, Plan]) -> None:
    kept = [
        {
            "number": number,
            "outcome": plan.outcome,
            "about": plan.about[:200],
            "reason": plan.reason,
            "changes": changes_of(plan),
        }
        for number, plan in plans.items()
    ]
    with connection.cursor() as cursor:
        cursor.execute(KEEP, [json.dumps(kept), current_alliance_id(), source.pk])
