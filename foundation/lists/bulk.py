"""One verb for many rows: selected, previewed, done in one action, taken back within half a minute.

An app brings the verbs. Each reads and writes sets of rows in a few statements, however many there are, and
asks each row the rule that the page of that one row asks.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol, TypeVar

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from foundation import words
from foundation.lists.models import BulkChange, BulkRow
from foundation.refusal import Refused
from foundation.tenancy.scope import current_alliance_id

UNDO_SECONDS = 30
KEPT = timedelta(days=1)
"""What was selected and done is forgotten after this; the trail of each changed row stays."""
CHANGED = "Changed since you selected it. Look at it again first."
KEEP_SELECTION = """
INSERT INTO foundation_bulkrow (alliance_id, change_id, row_id, seen)
SELECT %s, %s, chosen.id, chosen.seen FROM ({rows}) AS chosen
"""
KEEP_OUTCOMES = """
UPDATE foundation_bulkrow AS kept
   SET before = outcome.before, seen = outcome.seen, refusal = outcome.refusal
  FROM jsonb_to_recordset(%s::jsonb) AS outcome(row_id bigint, before jsonb, seen text, refusal text)
 WHERE kept.alliance_id = %s AND kept.change_id = %s AND kept.row_id = outcome.row_id
"""


class Row(Protocol):
    """A selected row as it stands now; `seen` is a text that is another whenever the row is."""

    @property
    def id(self) -> int: ...
    @property
    def name(self) -> str: ...
    @property
    def seen(self) -> str: ...


R = TypeVar("R", bound=Row)


class Verb(Protocol[R]):
    """A verb with what its form said. `most` is how many rows it takes at once; 0 for any number."""

    can_be_undone: bool
    most: int

    def options(self) -> dict[str, Any]:
        """What the form said, for JSON; the verb can be made from it again."""

    def lock(self, ids: Collection[int]) -> None:
        """Hold the rows for the transaction, in the order of their ids."""

    def read(self, ids: Collection[int]) -> list[R]:
        """The rows as they are now, in the order people read them."""

    def refusal(self, row: R) -> str:
        """Why this row is left out; "" where nothing is against it."""

    def effect(self, row: R) -> str:
        """What will happen to this row."""

    def carry_out(self, rows: Sequence[R], *, by: Any) -> dict[int, Any]:
        """Do it; for each row what the way back needs to know."""

    def take_back(self, before: Mapping[int, Any], *, by: Any) -> Collection[int]:
        """Put these rows back; they are locked and as they were left. Ids of those that a rule keeps as they
        are.
        """

    def done(self, number: int) -> str:
        """The sentence about so many rows."""


class AlreadyDone(Refused):
    code = "already_done"


class NothingToDo(Refused):
    code = "nothing_to_do"


class TooMany(Refused):
    code = "too_many"


class TooLate(Refused):
    """The way back is open for half a minute."""

    code = "too_late"


@dataclass(frozen=True)
class Outcome:
    """A selected row, and what will happen to it or why nothing does."""

    row: Any
    sentence: str
    refused: bool


@dataclass(frozen=True)
class Undone:
    """How many rows are back, and the names of those that somebody has changed since."""

    restored: int
    left: list[str]


@transaction.atomic
def select(*, verb: str, rows: QuerySet[Any], back: str, by: Any) -> BulkChange:
    """Remember who is meant. `rows` gives `id` and `seen`, of those whom `by` may see.

    Selections and changes of `by` that are past keeping are forgotten.
    """
    BulkChange.objects.filter(user=by, selected_at__lt=timezone.now() - KEPT).delete()
    change = BulkChange.objects.create(user=by, verb=verb, back=back, selected_at=timezone.now())
    statement, parameters = rows.order_by().values("id", "seen").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(
            KEEP_SELECTION.replace("{rows}", statement), (current_alliance_id(), change.pk, *parameters)
        )
    return change


def outcomes_of(change: BulkChange, verb: Verb[Any]) -> list[Outcome]:
    """What would happen to each selected row now. Rows that are gone are missing."""
    seen = dict(change.rows.values_list("row_id", "seen"))
    return [_outcome(row, seen[row.id], verb) for row in verb.read(list(seen))]


@transaction.atomic
def carry_out(*, change: BulkChange, verb: Verb[Any], by: Any) -> list[Outcome]:
    """Do it to every row that nothing is against; the others are left out, each with its reason.

    Raises AlreadyDone, NothingToDo, TooMany.
    """
    change = BulkChange.objects.select_for_update().get(pk=change.pk)
    if change.done_at is not None:
        raise AlreadyDone("This has been done already.")
    ids = _ids(change)
    verb.lock(ids)
    outcomes = outcomes_of(change, verb)
    ready = [outcome.row for outcome in outcomes if not outcome.refused]
    _refuse_number(len(ready), verb)
    before = verb.carry_out(ready, by=by)
    left = {row.id: row.seen for row in verb.read(ids)} if verb.can_be_undone else {}
    _keep(change, [_kept(outcome, before, left) for outcome in outcomes])
    change.options, change.sentence = verb.options(), verb.done(len(ready))
    change.done_at = timezone.now()
    change.save(update_fields=["options", "sentence", "done_at"])
    return outcomes


@transaction.atomic
def undo(*, change: BulkChange, verb: Verb[Any], by: Any) -> Undone:
    """Put back every row that is as the change left it. Raises TooLate, AlreadyDone."""
    change = BulkChange.objects.select_for_update().get(pk=change.pk)
    _refuse_undo(change, verb)
    done = change.rows.filter(before__isnull=False)
    kept = {row_id: (seen, before) for row_id, seen, before in done.values_list("row_id", "seen", "before")}
    verb.lock(list(kept))
    rows = {row.id: row for row in verb.read(list(kept))}
    same = {row_id: kept[row_id][1] for row_id, row in rows.items() if row.seen == kept[row_id][0]}
    restored = same.keys() - set(verb.take_back(same, by=by))
    change.undone_at = timezone.now()
    change.save(update_fields=["undone_at"])
    return Undone(len(restored), [row.name for row_id, row in rows.items() if row_id not in restored])


def undo_until(change: BulkChange) -> datetime | None:
    """Until when it can be taken back; None where it was not done, or has been taken back."""
    if change.done_at is None or change.undone_at is not None:
        return None
    return change.done_at + timedelta(seconds=UNDO_SECONDS)


def change_to_undo(row_id: int, *, verbs: Sequence[str], by: Any) -> BulkChange | None:
    """The latest change of this row that `by` can still take back."""
    since = timezone.now() - timedelta(seconds=UNDO_SECONDS)
    changes = BulkChange.objects.filter(user=by, verb__in=verbs, done_at__gte=since, undone_at=None)
    changed = BulkRow.objects.filter(row_id=row_id, before__isnull=False, change__in=changes)
    return changes.filter(pk__in=changed.values("change")).order_by("-id").first()


def _ids(change: BulkChange) -> list[int]:
    """As numbers, not as a subquery: of rows that were just written PostgreSQL has no statistics."""
    return list(change.rows.order_by("row_id").values_list("row_id", flat=True))


def _outcome(row: Any, seen: str, verb: Verb[Any]) -> Outcome:
    refusal = verb.refusal(row) if row.seen == seen else CHANGED
    return Outcome(row, refusal or verb.effect(row), refused=bool(refusal))


def _refuse_number(number: int, verb: Verb[Any]) -> None:
    if number == 0:
        raise NothingToDo(
            "There is nothing to do: every selected row is left out, each for the reason given."
        )
    if verb.most and number > verb.most:
        raise TooMany(f"Select at most {verb.most} at once: these are {number:,}.")


def _refuse_undo(change: BulkChange, verb: Verb[Any]) -> None:
    if change.undone_at is not None:
        raise AlreadyDone("This has been undone already.")
    until = undo_until(change)
    if until is None or not verb.can_be_undone:
        raise TooLate("There is nothing to undo.")
    if timezone.now() > until:
        raise TooLate(
            f"Undo is open for {UNDO_SECONDS} seconds, and they are over: change the records one by one."
        )


def _kept(outcome: Outcome, before: Mapping[int, Any], left: Mapping[int, str]) -> dict[str, Any]:
    row = outcome.row
    if outcome.refused:
        return {"row_id": row.id, "seen": row.seen, "before": None, "refusal": outcome.sentence}
    return {"row_id": row.id, "seen": left.get(row.id, ""), "before": before.get(row.id), "refusal": ""}


def _keep(change: BulkChange, outcomes: list[dict[str, Any]]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(KEEP_OUTCOMES, (json.dumps(outcomes), current_alliance_id(), change.pk))


def told(names: Sequence[str], most: int = 3) -> str:
    """`Kelderby, Tarnley and Wrenfield`, or `Kelderby, Tarnley, Wrenfield and 4 more`."""
    if len(names) <= most:
        return words.listed(names)
    return f"{', '.join(names[:most])} and {len(names) - most:,} more"
