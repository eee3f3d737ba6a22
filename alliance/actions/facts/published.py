"""Bringing a file of the DfE to the partners of an alliance: what it says of them, and nothing else."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from django.db import transaction

from alliance.actions.facts.standing import settle_measures
from alliance.choices import FactSource
from alliance.logic.academic_year import AcademicYear
from alliance.logic.facts.published import PublishedFigure, PublishedFile, read_published
from alliance.models import Partner, PupilMeasure, School, User

BATCH = 1_000
SAID = ("cohort", "state", "value", "because")


@dataclass(frozen=True)
class PublishedReport:
    """What a file came to: its kind and year, how many of its schools are partners, and each figure's fate.

    `figures` = added + changed + unchanged.
    """

    layout: str
    year: AcademicYear
    schools: int
    partners: int
    added: int
    changed: int
    unchanged: int
    problems: list[str]

    @property
    def figures(self) -> int:
        return self.added + self.changed + self.unchanged


@transaction.atomic
def import_published(
    *,
    lines: Iterator[str],
    name: str,
    year: AcademicYear | None,
    by: User | None,
) -> PublishedReport:
    """Keep what the file says of current partner schools, in the alliance in scope. Again changes nothing.

    A figure that the file no longer tells stays as it was: files differ in their columns. What a person
    brings on a page goes through the importer instead (`import_published.py`), and can be undone. Raises
    Refused.
    """
    partners = partners_by_urn()
    told = read_published(lines, name=name, year=year, wanted=partners.keys())
    note = note_of(told, name)
    wanted = {_key(partners[figure.urn], figure): figure for figure in told.figures}
    there = _there(wanted)
    added = [_new(key, figure, note) for key, figure in wanted.items() if key not in there]
    changed = [_changed(there[key], figure, note) for key, figure in wanted.items() if key in there]
    moved = [row for row in changed if row is not None]
    for batch in _batches(added):
        PupilMeasure.objects.bulk_create(batch)
    for batch in _batches(moved):
        PupilMeasure.objects.bulk_update(batch, [*SAID, "note"])
    for some in _batches({row.partner_id for row in [*added, *moved]}):
        settle_measures(PupilMeasure.objects.filter(partner__in=some))
    return _report(told, len({key[0] for key in wanted}), len(added), len(moved), len(wanted))


Key = tuple[int, int, str, str]


def note_of(told: PublishedFile, name: str) -> str:
    """Where a figure is from."""
    return f"{told.layout}: {Path(name).name}"[:200]


def partners_by_urn() -> dict[int, int]:
    """Every URN that names a current partner school, those it had before too, and which partner that is."""
    rows = Partner.objects.current().filter(school__isnull=False)
    here = dict(rows.values_list("school__resolved_id", "pk"))
    schools = School.objects.filter(resolved_id__in=here).values_list("urn", "resolved_id")
    return {urn: here[resolved] for urn, resolved in schools}


def _key(partner: int, figure: PublishedFigure) -> Key:
    return partner, figure.academic_year, figure.measure, figure.pupil_group


def _there(wanted: Iterable[Key]) -> dict[Key, PupilMeasure]:
    """What the DfE's files said before of these partners and years."""
    keys = list(wanted)
    rows = PupilMeasure.objects.filter(
        source=FactSource.DFE,
        partner__in={key[0] for key in keys},
        academic_year__in={key[1] for key in keys},
        measure__in={key[2] for key in keys},
    )
    return {(row.partner_id, row.academic_year, row.measure, row.pupil_group): row for row in rows}


def _said(figure: PublishedFigure) -> dict[str, Any]:
    said = figure.figure
    return {"cohort": figure.cohort, "state": said.state, "value": said.value, "because": said.because}


def _new(key: Key, figure: PublishedFigure, note: str) -> PupilMeasure:
    partner, year, measure, group = key
    return PupilMeasure(
        partner_id=partner,
        academic_year=year,
        measure=measure,
        pupil_group=group,
        source=FactSource.DFE,
        note=note,
        **_said(figure),
    )


def _changed(row: PupilMeasure, figure: PublishedFigure, note: str) -> PupilMeasure | None:
    """The row as the file has it; None where it has it so already."""
    said = _said(figure)
    if all(getattr(row, name) == said[name] for name in SAID):
        return None
    for name, value in said.items():
        setattr(row, name, value)
    row.note = note
    return row


def _report(told: PublishedFile, partners: int, added: int, changed: int, figures: int) -> PublishedReport:
    return PublishedReport(
        told.layout,
        told.year,
        told.schools,
        partners,
        added,
        changed,
        figures - added - changed,
        told.problems,
    )


def _batches(rows: Iterable[Any]) -> Iterator[list[Any]]:
    several = iter(rows)
    while batch := list(islice(several, BATCH)):
        yield batch
