"""Reads a file in a process of its own. Nothing of it stays on the disk."""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

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

ROOT = Path(__file__).resolve().parents[3]
FOLDER_PREFIX = ".import-"
STALE_SECONDS = 3600
KEPT_VARIABLES = ("PATH", "HOME", "LD_LIBRARY_PATH")
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
    with _folder() as folder:
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
    with (folder / "errors.txt").open("wb") as errors:
        process = subprocess.Popen(
            [sys.executable, "-m", "foundation.importer.reading.child", str(folder)],
            cwd=ROOT,
            env=_environment(folder),
            stdin=subprocess.PIPE,
            stdout=errors,
            stderr=errors,
            start_new_session=True,
        )
    try:
        process.wait(SECONDS)
    except subprocess.TimeoutExpired as error:
        raise Unreadable(TOO_SLOW) from error
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        if process.stdin is not None:
            process.stdin.close()
    if not (folder / REPORT).exists():
        raise Unreadable(TOO_MUCH)
    report: dict[str, Any] = json.loads((folder / REPORT).read_text(encoding="utf-8"))
    return report


def _environment(folder: Path) -> dict[str, str]:
    """No settings and no secrets."""
    kept = {name: os.environ[name] for name in KEPT_VARIABLES if name in os.environ}
    return {**kept, "LANG": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1", "TMPDIR": str(folder)}


@contextmanager
def _folder() -> Iterator[Path]:
    """A folder that only we can look into, gone when the block is left."""
    parent = Path(settings.MEDIA_ROOT)
    parent.mkdir(parents=True, exist_ok=True)
    _sweep(parent)
    folder = Path(tempfile.mkdtemp(prefix=FOLDER_PREFIX, dir=parent))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _sweep(parent: Path) -> None:
    """Clear what a killed process left behind more than an hour ago."""
    for folder in parent.glob(f"{FOLDER_PREFIX}*"):
        if folder.stat().st_mtime < time.time() - STALE_SECONDS:
            shutil.rmtree(folder, ignore_errors=True)
