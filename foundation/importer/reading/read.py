"""Reads a file in a process of its own. Nothing of it stays on the disk."""

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from foundation.bounded import TooSlow, private_folder, run_bounded
from foundation.importer.reading.bounds import (
    LARGEST_FILE,
    MEMORY_MB,
    REPORT,
    ROWS,
    SECONDS,
    UPLOAD,
    Row,
    Unreadable,
    too_large,
)

CHILD = "foundation.importer.reading.child"
FOLDER_PREFIX = ".import-"
TOO_MUCH = (
    f"The file needs more than {MEMORY_MB} MB of memory to be read, so it was not. Copy the rows you need "
    "into a new workbook, or save the sheet as CSV."
)
TOO_SLOW = (
    f"Reading the file took longer than {SECONDS} seconds, so it was given up. Copy the rows you need "
    "into a new workbook, or save the sheet as CSV."
)


@dataclass(frozen=True)
class Table:
    """What was read: `count` rows that hold something, the sheet they are from, and where they lie."""

    path: Path
    count: int
    sheet: str

    def rows(self) -> Iterator[Row]:
        """Number and cells of each row, in order."""
        with self.path.open(encoding="utf-8") as lines:
            for line in lines:
                number, cells = json.loads(line)
                yield number, cells


@contextmanager
def read_table(chunks: Iterable[bytes]) -> Iterator[Table]:
    """The table that the bytes hold, while the block lasts. Raises `Unreadable`, with a sentence."""
    with private_folder(FOLDER_PREFIX) as folder:
        _keep(chunks, folder / UPLOAD)
        report = _run(folder)
        if "refused" in report:
            raise Unreadable(report["refused"])
        yield Table(folder / ROWS, report["rows"], report["sheet"])


def _keep(chunks: Iterable[bytes], path: Path) -> None:
    size = 0
    with path.open("wb") as out:
        for chunk in chunks:
            size += len(chunk)
            if size > LARGEST_FILE:
                raise too_large(size)
            out.write(chunk)


def _run(folder: Path) -> dict[str, Any]:
    """What the child reports; without a report it died, which a file that needs too much memory causes."""
    try:
        run_bounded(CHILD, folder, seconds=SECONDS)
    except TooSlow as error:
        raise Unreadable(TOO_SLOW) from error
    if not (folder / REPORT).exists():
        raise Unreadable(TOO_MUCH)
    report: dict[str, Any] = json.loads((folder / REPORT).read_text(encoding="utf-8"))
    return report
