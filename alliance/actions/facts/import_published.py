"""A file of the DfE that somebody brings on a page: what it says of the partners, checked, saved and undone
as every table is.
"""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from io import StringIO
from pathlib import Path

from django.db import transaction

from alliance.actions.facts.import_measures import FROM, MeasureTarget
from alliance.actions.facts.published import note_of, partners_by_urn
from alliance.choices import FactSource
from alliance.logic.academic_year import AcademicYear
from alliance.logic.facts.figures import cell_of
from alliance.logic.facts.published import PublishedFile, read_published
from alliance.models import User
from foundation import words
from foundation.importer.actions import choose_columns, start_import
from foundation.importer.choices import Outcome
from foundation.importer.models import Import
from foundation.importer.reading.bounds import MOST_ROWS
from foundation.importer.target import Entry, Plan
from foundation.refusal import Refused

COLUMNS = ("urn", "academic_year", "measure", "pupil_group", "figure", "cohort", "note")
AS_IT_IS = "The DfE said so before."
Row = tuple[str, ...]


class PublishedTarget(MeasureTarget):
    """Figures as the DfE says them; the same file again changes nothing, whatever it is called."""

    key = "dfe-files"
    singular, plural = "figure of the DfE", "figures of the DfE"
    said_by = FactSource.DFE
    notes = ()
    brought_at = "published_facts"

    def plan(self, entries: Sequence[Entry]) -> list[Plan]:
        return [_unless_only_the_name(plan) for plan in super().plan(entries)]


@dataclass(frozen=True)
class Brought:
    """The import that a file became, what the file held, and how many of its schools are partners."""

    source: Import
    told: PublishedFile
    partners: int


@transaction.atomic
def bring_published(*, lines: Iterator[str], name: str, year: AcademicYear | None, by: User) -> Brought:
    """Have what the file says of current partner schools checked: at once, or by a job where it is much.

    Raises Refused for another file, and for one that says nothing of any partner.
    """
    told = read_published(lines, name=name, year=year, wanted=partners_by_urn().keys())
    rows = [*_rows(told, name)]
    if not rows:
        raise Refused(
            f"Of the {words.counted(told.schools, 'school')} in this file none is a partner with a figure in "
            "it. Choose a file of your area, or of all England.",
            field="file",
        )
    if len(rows) > MOST_ROWS:
        raise Refused(
            f"The file has {len(rows):,} figures about your partners, and a page brings at most "
            f"{MOST_ROWS:,}. Ask the portal's operators to import it.",
            field="file",
        )
    target = PublishedTarget()
    source = start_import(target=target, name=Path(name).name, content=[_table(target, rows)], by=by)
    checked = choose_columns(source=source, target=target, columns=COLUMNS, has_heads=True, by=by)
    return Brought(checked, told, len({row[0] for row in rows}))


def _rows(told: PublishedFile, name: str) -> Iterator[Row]:
    """A row a figure; a cell that is none comes too, so that the check names it among the rows to mend."""
    note = note_of(told, name)
    for one in told.figures:
        what = _what(one.urn, one.academic_year, one.measure, one.pupil_group)
        yield (*what, cell_of(one.figure), "" if one.cohort is None else str(one.cohort), note)
    for cell in told.unread:
        what = _what(cell.urn, cell.academic_year, cell.measure, cell.pupil_group)
        yield (*what, cell.text, "", cell.at)


def _what(urn: int, year: int, measure: str, group: str) -> Row:
    return str(urn), str(AcademicYear(year)), measure, group


def _table(target: PublishedTarget, rows: Sequence[Row]) -> bytes:
    text = StringIO(newline="")
    csv.writer(text).writerows([[target.field(key).label for key in COLUMNS], *rows])
    return text.getvalue().encode()


def _unless_only_the_name(plan: Plan) -> Plan:
    """A figure that is as it was says nothing new by coming from a file of another name."""
    if plan.outcome != Outcome.UPDATE or {change.label for change in plan.changes} != {FROM}:
        return plan
    return replace(plan, outcome=Outcome.SKIP, reason=AS_IT_IS, changes=(), carries=None)
