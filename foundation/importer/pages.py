"""What the pages of an import show: where it stands, its rows, and the work that is done on it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.urls import reverse

from foundation import words
from foundation.importer.choices import AFTER_WRITING, APPLY, PLAN, UNDO, ImportState, Outcome, Result
from foundation.importer.entries import first_cells
from foundation.importer.heads import column_letter, column_name
from foundation.importer.models import Import, ImportRow, rows_of
from foundation.importer.target import Target
from foundation.jobs.models import JobState
from foundation.jobs.watch import JobView, latest_job, view_of
from foundation.ui.items import BuildStep, Column, Crumb, Step, Tab

PAGE_SIZE = 50
SAMPLES = 3
MARKS = {
    Outcome.CREATE: "good",
    Outcome.UPDATE: "info",
    Outcome.SKIP: "none",
    Outcome.ERROR: "bad",
}
WAITING = {**{outcome: str(outcome.label) for outcome in Outcome}, Outcome.UPDATE: "To change"}
RESULTS = {
    (Outcome.CREATE, Result.DONE): ("good", "Added"),
    (Outcome.UPDATE, Result.DONE): ("good", "Changed"),
    (Outcome.CREATE, Result.UNDONE): ("none", "Taken away"),
    (Outcome.UPDATE, Result.UNDONE): ("none", "Put back"),
    (Outcome.CREATE, Result.KEPT): ("warn", "Kept"),
    (Outcome.UPDATE, Result.KEPT): ("warn", "Kept"),
}
STATES = {
    ImportState.UPLOADED: "warn",
    ImportState.PLANNING: "info",
    ImportState.CHECKED: "warn",
    ImportState.APPLYING: "info",
    ImportState.APPLIED: "good",
    ImportState.UNDOING: "info",
    ImportState.UNDONE: "none",
    ImportState.CANCELLED: "none",
}
WORK = {ImportState.PLANNING: PLAN, ImportState.APPLYING: APPLY, ImportState.UNDOING: UNDO}
COLUMNS = [
    Column("Row", numeric=True),
    Column("Outcome"),
    Column("About"),
    Column("In the file"),
    Column("What"),
]
MATCH_COLUMNS = [Column("Column"), Column("First cells"), Column("Goes to")]
HISTORY_COLUMNS = [Column("File"), Column("Into"), Column("Standing"), Column("Rows"), Column("Started")]
EMPTY = "nothing"
MEND_AND_IMPORT = (
    "The file has the columns of yours, and what is wrong with each row. Mend it and import it: what is "
    "saved already has nothing to do."
)
MEND_AT_THE_SOURCE = "The file names each of them with what is wrong. What is saved stays as it is."


@dataclass(frozen=True)
class RowView:
    number: int
    state: str
    word: str
    about: str
    cells: str
    what: list[str]


@dataclass(frozen=True)
class Line:
    """An import in the list of earlier ones."""

    href: str
    name: str
    into: str
    state: str
    word: str
    counts: str
    started: str


@dataclass(frozen=True)
class Sample:
    """A column to be matched: what it is called, and what its first cells say."""

    letter: str
    cells: str
    bound: Any


def address(source: Import, name: str, slug: str, **more: Any) -> str:
    return reverse(name, kwargs={"slug": slug, "import_id": source.public_id, **more})


def crumbs(slug: str, target: Target, *more: Crumb) -> list[Crumb]:
    """The list that the records are in, the imports, and the page."""
    home = Crumb(target.home_label, reverse(target.home, args=[slug]))
    return [home, Crumb("Imports", reverse("imports", args=[slug])), *more]


def steps_to(place: int) -> list[Step]:
    """Upload, match, check, done: those before `place` are behind us."""
    labels = ("Upload", "Match columns", "Check", "Done")
    return [
        Step(label, "done" if at < place else "current" if at == place else "todo")
        for at, label in enumerate(labels)
    ]


def place_of(source: Import) -> int:
    """How many of the four steps are behind an import."""
    if source.state in (ImportState.APPLIED, ImportState.UNDONE, ImportState.UNDOING):
        return 4
    return 1 if source.state == ImportState.UPLOADED else 3 if source.state == ImportState.APPLYING else 2


def summary_of(source: Import, target: Target) -> str:
    """`partners.xlsx, sheet “2026” · partners · brought by Maya Osei, Tue 3 Feb 2026, 10:05`"""
    sheet = f", sheet “{source.sheet}”" if source.sheet else ""
    who = f"brought by {source.started_by}" if source.started_by else "brought"
    return f"{source.file_name}{sheet} · {target.plural} · {who}, {words.moment(source.started_at)}"


def findings(source: Import, target: Target) -> str:
    """`12 new partners, 3 to change, 40 with nothing to do, 2 rows to mend`"""
    count = source.counts.get
    said = []
    if new := count(Outcome.CREATE):
        said.append(words.counted(new, f"new {target.singular}", f"new {target.plural}"))
    if changed := count(Outcome.UPDATE):
        said.append(f"{changed:,} {'changed' if source.state in AFTER_WRITING else 'to change'}")
    if skipped := count(Outcome.SKIP):
        said.append(f"{skipped:,} with nothing to do")
    if wrong := count(Outcome.ERROR):
        said.append(f"{words.counted(wrong, 'row')} to mend")
    if undone := count(Result.UNDONE):
        said.append(f"{undone:,} undone")
    if kept := count(Result.KEPT):
        said.append(f"{kept:,} kept")
    return ", ".join(said) or "nothing yet"


def samples_of(source: Import, form: Any) -> list[Sample]:
    """Each column with its first cells."""
    rows = list(source.data_rows()[:SAMPLES])
    return [
        Sample(
            column_letter(column),
            " · ".join(_cut(cell) for cell in _cells(rows, column)),
            form[f"column_{column}"],
        )
        for column in range(len(source.columns))
    ]


def _cells(rows: Iterable[ImportRow], column: int) -> list[str]:
    return [row.cells[column] for row in rows if len(row.cells) > column and row.cells[column]]


def tabs_of(source: Import, shown: str, here: str) -> list[Tab]:
    """All rows, and those of each outcome that there is."""
    counts = source.counts
    after = source.state in AFTER_WRITING
    labels: dict[str, str] = {
        Outcome.CREATE: "Added" if after else "New",
        Outcome.UPDATE: "Changed" if after else "To change",
        Outcome.SKIP: Outcome.SKIP.label,
        Outcome.ERROR: Outcome.ERROR.label,
        Result.KEPT: "Kept",
    }
    total = sum(counts.get(outcome, 0) for outcome in Outcome)
    tabs = [Tab("All rows", here, f"{total:,}", current=shown not in counts)]
    for outcome, label in labels.items():
        if counts.get(outcome):
            tabs.append(
                Tab(label, f"{here}?show={outcome}", f"{counts[outcome]:,}", current=shown == outcome)
            )
    return tabs


def page_of_rows(source: Import, shown: str, number: Any) -> Page:
    """One page of the rows that have this outcome, or of all. The counts say how many there are."""
    rows = source.data_rows()
    if shown in source.counts:
        rows = rows.filter(result=shown) if shown in Result.values else rows.filter(outcome=shown)
    paginator = Paginator(rows, PAGE_SIZE)
    page = paginator.get_page(number)
    page.object_list = [row_view(source, row) for row in page.object_list]
    return page


def row_view(source: Import, row: ImportRow) -> RowView:
    if not row.outcome:
        return RowView(row.number, "none", "Not checked yet", row.about, first_cells(source, row), [])
    outcome = Outcome(row.outcome)
    state, word = RESULTS.get((outcome, Result(row.result)), (MARKS[outcome], WAITING[outcome]))
    what = [row.reason] if row.reason else [_told(*change) for change in row.changes]
    return RowView(row.number, state, word, row.about, first_cells(source, row), what)


def error_rows(source: Import) -> tuple[list[str], Iterator[list[str]]]:
    """Heads and rows of the file with what is to be mended: as they came, and what is wrong."""
    wrong = rows_of(source).filter(outcome=Outcome.ERROR)
    widths = (len(cells) for cells in wrong.values_list("cells", flat=True).iterator())
    width = max([len(source.heads), *widths])
    heads = [column_name(source.heads, column, has_heads=source.has_heads) for column in range(width)]

    def rows() -> Iterator[list[str]]:
        for row in wrong.iterator():
            yield [*row.cells, *[""] * (width - len(row.cells)), row.reason]

    return [*heads, "What is wrong"], rows()


def work_on(source: Import) -> JobView | None:
    """The job that is at it, or was when it stopped; None where the state needs none."""
    kind = WORK.get(ImportState(source.state))
    job = latest_job(alliance=source.alliance_id, kind=kind, subject=source.public_id) if kind else None
    return view_of(job) if job else None


def progress_of(view: JobView) -> list[BuildStep]:
    return [
        BuildStep(step.label, "good" if step.is_complete else "info", step.done, step.total)
        for step in view.steps
    ]


def time_left(view: JobView) -> str:
    if view.is_stopping:
        return "stopping"
    if view.job.state == JobState.QUEUED:
        return "waiting for its turn"
    return f"about {words.counted(view.seconds_left, 'second')} left" if view.seconds_left else ""


def lines_of(sources: Iterable[Import], slug: str, named: dict[str, Target]) -> list[Line]:
    return [
        Line(
            href=address(source, "import", slug),
            name=source.file_name,
            into=named[source.target].plural.capitalize(),
            state=STATES[ImportState(source.state)],
            word=str(ImportState(source.state).label),
            counts=findings(source, named[source.target]),
            started=", ".join(filter(None, (words.moment(source.started_at), str(source.started_by or "")))),
        )
        for source in sources
    ]


def _told(label: str, before: str, after: str) -> str:
    """`Post: Deputy → Headteacher`; of a new record only what it will say."""
    return f"{label}: {before} → {after or EMPTY}" if before else f"{label}: {after}"


def _cut(cell: str) -> str:
    return cell if len(cell) <= 30 else f"{cell[:29]}…"
