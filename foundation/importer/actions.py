"""What people do with an import: bring a table, match its columns, write it, take it back, erase it."""

import json
from collections.abc import Iterable, Sequence
from itertools import chain, islice
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from foundation.importer.choices import AFTER_WRITING, APPLY, BEFORE_WRITING, PLAN, UNDO, ImportState
from foundation.importer.heads import guess_columns, looks_like_heads
from foundation.importer.models import ColumnMatch, Import, heads_digest, rows_of
from foundation.importer.planning import Planner, counts_of
from foundation.importer.reading import Table, read_table
from foundation.importer.reading.bounds import MOST_ROWS, Row, Unreadable, too_many_rows
from foundation.importer.target import Target
from foundation.jobs.models import Job
from foundation.jobs.queue import cancel, enqueue
from foundation.refusal import Refused
from foundation.tenancy.scope import current_alliance_id

AT_ONCE = 200
"""Rows that are checked while somebody waits for the page; more are a job."""
INSERTED = 2_000
INSERT = """
INSERT INTO foundation_importrow
       (alliance_id, source_id, number, cells, outcome, result, about, reason, changes)
SELECT %s, %s, (row ->> 0)::integer, row -> 1, '', '', '', '', '[]'::jsonb
  FROM jsonb_array_elements(%s::jsonb) AS row
"""


class WrongMoment(Refused):
    """The import is no longer where the page that was used showed it."""

    code = "wrong_moment"


@transaction.atomic
def start_import(*, target: Target, name: str, content: Iterable[bytes], by: Any) -> Import:
    """Read a table and keep its rows. Raises `Unreadable`, with a sentence, for what cannot be read."""
    with read_table(content) as table:
        return _keep(target, table, name, by)


def _keep(target: Target, table: Table, name: str, by: Any) -> Import:
    rows = table.rows()
    number, heads = next(rows)
    has_heads = looks_like_heads(heads, target.fields)
    if has_heads and table.count == 1:
        raise Unreadable("There is one row, which names the columns, and nothing under it. Add the rows.")
    if table.count - has_heads > MOST_ROWS:
        raise too_many_rows()
    source = Import.objects.create(
        target=target.key,
        file_name=name[:200],
        sheet=table.sheet[:100],
        heads=heads,
        first_row=number,
        has_heads=has_heads,
        columns=[],
        started_by=by,
    )
    width = _insert(source, chain([(number, heads)], rows))
    source.heads = heads if has_heads else [*heads, *[""] * (width - len(heads))]
    source.columns = _likely_columns(source, target)
    source.save(update_fields=["heads", "columns"])
    return source


def _insert(source: Import, rows: Iterable[Row]) -> int:
    """Keep the rows, and say how many cells the longest has."""
    width = 0
    rows = iter(rows)
    with connection.cursor() as cursor:
        while batch := list(islice(rows, INSERTED)):
            width = max(width, *(len(cells) for _, cells in batch))
            cursor.execute(INSERT, [current_alliance_id(), source.pk, json.dumps(batch, ensure_ascii=False)])
    return width


def _likely_columns(source: Import, target: Target) -> list[str]:
    """As somebody matched a table like this one before, else as the heads suggest."""
    if source.has_heads:
        match = ColumnMatch.objects.filter(target=target.key, heads_digest=heads_digest(source.heads)).first()
        known = {"", *(field.key for field in target.fields)}
        if match is not None and len(match.columns) == len(source.heads) and set(match.columns) <= known:
            return list(match.columns)
        return guess_columns(source.heads, target.fields)
    return [""] * len(source.heads)


@transaction.atomic
def choose_columns(
    *, source: Import, target: Target, columns: Sequence[str], has_heads: bool, by: Any
) -> Import:
    """Match the columns, remember how, and check every row: at once, or as a job where there are many."""
    source = _locked(source, *BEFORE_WRITING)
    _refuse_while_working(source)
    if len(columns) != len(source.heads):
        raise WrongMoment("The columns are not those of this table. Open the page again.")
    source.columns, source.has_heads = list(columns), has_heads
    source.state, source.counts = ImportState.PLANNING, {}
    source.save()
    if has_heads:
        ColumnMatch.objects.update_or_create(
            target=target.key,
            heads_digest=heads_digest(source.heads),
            defaults={"columns": source.columns},
        )
    rows_of(source).update(outcome="")
    rows = source.data_rows().count()
    if rows == 0:
        raise Refused("The only row cannot name the columns and be imported too.", field="has_heads")
    if rows > MOST_ROWS:
        raise too_many_rows()
    if rows > AT_ONCE:
        enqueue(PLAN, alliance=source.alliance_id, subject=source.public_id, by=by)
    else:
        planner = Planner(source, target)
        for batch in planner.batches():
            planner.plan(batch)
        finish(source, ImportState.CHECKED)
    return source


def finish(source: Import, state: ImportState) -> None:
    """No row is left to check, to write or to take back: the import is what `state` says."""
    source.state, source.counts = state, counts_of(source)
    source.save(update_fields=["state", "counts"])


@transaction.atomic
def apply_import(*, source: Import, by: Any) -> Import:
    """Have the good rows written by a job; again where it was stopped."""
    source = _locked(source, ImportState.CHECKED, ImportState.APPLYING)
    if source.state == ImportState.CHECKED:
        if not source.counts.get("create") and not source.counts.get("update"):
            raise Refused("No row would change anything, so there is nothing to import.")
        source.state = ImportState.APPLYING
        source.applied_by, source.applied_at = by, timezone.now()
        source.save()
    enqueue(APPLY, alliance=source.alliance_id, subject=source.public_id, by=by)
    return source


@transaction.atomic
def undo_import(*, source: Import, by: Any) -> Import:
    """Have what was written taken back by a job; again where it was stopped."""
    source = _locked(source, ImportState.APPLIED, ImportState.APPLYING, ImportState.UNDOING)
    if source.erased_at is not None:
        raise Refused("The rows of this import are erased, and with them how things were before.")
    if source.state != ImportState.UNDOING:
        _refuse_while_working(source)
        source.state = ImportState.UNDOING
        source.undone_by, source.undone_at = by, timezone.now()
        source.save()
    enqueue(UNDO, alliance=source.alliance_id, subject=source.public_id, by=by)
    return source


@transaction.atomic
def stop_work(*, source: Import, by: Any) -> None:
    """Stop the job that is at it; what is written stays, and can be gone on with or undone."""
    for job in live_jobs(source):
        cancel(job)


@transaction.atomic
def discard_import(*, source: Import, by: Any) -> Import:
    """Give up an import before anything was written; its rows are erased."""
    source = _locked(source, *BEFORE_WRITING)
    stop_work(source=source, by=by)
    source.state = ImportState.CANCELLED
    _erase(source)
    return source


@transaction.atomic
def erase_rows(*, source: Import, by: Any = None) -> Import:
    """Delete what was in the table and how things were before; the counts stay. No undo after this."""
    source = _locked(source, *BEFORE_WRITING, *AFTER_WRITING)
    if source.state in BEFORE_WRITING:
        return discard_import(source=source, by=by)
    _refuse_while_working(source)
    _erase(source)
    return source


def live_jobs(source: Import) -> list[Job]:
    """What is at work on it, or waiting to be."""
    jobs = Job.objects.of(source.alliance_id).live()
    return list(jobs.filter(kind__in=(PLAN, APPLY, UNDO), subject=str(source.public_id)))


def _erase(source: Import) -> None:
    rows_of(source).delete()
    source.heads, source.columns, source.erased_at = [], [], timezone.now()
    source.save()


def _locked(source: Import, *states: ImportState) -> Import:
    current = Import.objects.select_for_update(of=("self",)).get(pk=source.pk)
    if current.state not in states:
        raise WrongMoment(
            f"This import is “{current.get_state_display()}” by now. Open its page again to see what can "
            "be done."
        )
    return current


def _refuse_while_working(source: Import) -> None:
    if live_jobs(source):
        raise WrongMoment(
            "The portal is still at work on this import. Stop it first, or wait until it is done."
        )
