"""Writing what was checked, and taking it back: a batch of rows in the caller's transaction.

A row is marked in the transaction that writes it: whatever is killed, it is written once or not at all.
"""

import time
from collections.abc import Iterable, Iterator
from typing import Any, TypeVar

from django.db import IntegrityError, transaction

from foundation.importer.choices import WRITES, Outcome, Result
from foundation.importer.entries import read_entry
from foundation.importer.models import Import, ImportRow, rows_of
from foundation.importer.planning import changes_of, plans_of
from foundation.importer.target import Entry, Plan, Target
from foundation.refusal import Refused

T = TypeVar("T")
BATCH = 50
SECONDS = 0.5
"""A batch ends with the first row after this: its transaction holds the job, and its lease must be kept."""
MARKED = ("outcome", "result", "reason", "about", "trace")
CHANGED_SINCE = (
    "Somebody changed this record after the check, so the row would do something that you have not seen. "
    "Import the row again to check it."
)
IN_THE_WAY = (
    "Another record with the same number or name came in between. Import the row again to see what it "
    "would do."
)


def waiting(source: Import) -> Any:
    """Rows that are still to be written."""
    return rows_of(source).filter(outcome__in=WRITES, result=Result.WAITING)


def written(source: Import) -> Any:
    """Rows that were written and not taken back."""
    return rows_of(source).filter(result=Result.DONE)


def apply_batch(source: Import, target: Target, *, by: Any) -> int:
    """Write the next rows, each on its own: one that cannot be written becomes an error. Returns how many."""
    rows = list(waiting(source)[:BATCH])
    settled = []
    for row, plan in _in_time(plans_of(source, target, rows)):
        _settle(source, row, plan, target, by)
        settled.append(row)
    ImportRow.objects.bulk_update(settled, MARKED)
    return len(settled)


def _in_time(items: Iterable[T]) -> Iterator[T]:
    """At least one of them, and then as long as there is time."""
    until = time.monotonic() + SECONDS
    for item in items:
        yield item
        if time.monotonic() > until:
            return


def _settle(source: Import, row: ImportRow, plan: Plan, target: Target, by: Any) -> None:
    if plan.outcome not in WRITES:
        row.outcome, row.reason = plan.outcome, plan.reason
    elif (plan.outcome, changes_of(plan)) != (row.outcome, row.changes):
        row.outcome, row.reason = Outcome.ERROR, CHANGED_SINCE
    else:
        _write(source, row, plan, target, by)


def _write(source: Import, row: ImportRow, plan: Plan, target: Target, by: Any) -> None:
    entry = read_entry(source, row, target)
    assert isinstance(entry, Entry)  # noqa: S101  # it has a plan: said to the type checker
    try:
        with transaction.atomic():
            row.trace = target.apply(entry, plan, by=by)
    except Refused as refusal:
        row.outcome, row.reason = Outcome.ERROR, refusal.sentence
    except IntegrityError:
        row.outcome, row.reason = Outcome.ERROR, IN_THE_WAY
    else:
        row.result, row.about = Result.DONE, plan.about[:200]


def undo_batch(source: Import, target: Target, *, by: Any) -> int:
    """Take back the last rows that were written; one that was changed since stays, with the reason."""
    settled = []
    for row in _in_time(written(source).order_by("-number")[:BATCH]):
        try:
            with transaction.atomic():
                target.undo(row.trace, by=by)
        except Refused as refusal:
            row.result, row.reason = Result.KEPT, refusal.sentence
        else:
            row.result = Result.UNDONE
        settled.append(row)
    ImportRow.objects.bulk_update(settled, MARKED)
    return len(settled)
