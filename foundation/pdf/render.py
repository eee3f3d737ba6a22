"""Makes a PDF from HTML in a process of its own, which can be timed, cancelled and killed.

Nothing reaches the document but the assets given here: no network, no other file. The file appears at its
place whole or not at all. The same HTML, assets and date give the same bytes.
"""

import json
import os
import selectors
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import IO, Any, cast

from foundation.pdf.assets import own_assets
from foundation.pdf.errors import AssetRefused, RenderCancelled, RenderFailed, RenderTimedOut
from foundation.pdf.fonts import write_configuration
from foundation.pdf.job import PDF, Finished, Job, Progress, identifier_of

ROOT = Path(__file__).resolve().parents[2]
POLL_SECONDS = 0.25
STALE_SECONDS = 3600
FOLDER_PREFIX = ".render-"
KEPT_VARIABLES = ("PATH", "HOME", "LD_LIBRARY_PATH", "XDG_CACHE_HOME")

OnProgress = Callable[[Progress], None]
ShouldCancel = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class PdfResult:
    """The finished file: pages, SHA-256 of its bytes in hex, size in bytes, and what the engine grumbled
    about.
    """

    pages: int
    sha256: str
    size: int
    warnings: tuple[str, ...]


def render_pdf(
    html: str,
    *,
    title: str,
    out_path: Path,
    language: str = "en-GB",
    assets: Mapping[str, bytes] | None = None,
    created: datetime | None = None,
    timeout: float = 240,
    memory_mb: int = 2048,
    on_progress: OnProgress | None = None,
    should_cancel: ShouldCancel | None = None,
) -> PdfResult:
    """Writes a tagged PDF/UA-1 to ``out_path`` (its folder must exist) and says what was written.

    ``html`` refers to assets as ``asset:name``; ``pdf.css`` and the fonts are always there, ``assets`` adds
    images. ``created`` is the date the document carries, none by default. ``timeout`` is in seconds;
    ``should_cancel`` is asked about four times a second. Raises ``AssetRefused``, ``RenderTimedOut``,
    ``RenderCancelled`` or ``RenderFailed``, and then leaves no file; ValueError for an unusable asset name.
    """
    everything = own_assets() | dict(assets or {})
    job = Job(
        title=title,
        language=language,
        created=created.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if created else "",
        identifier=identifier_of(html, everything),
        memory_mb=memory_mb,
    )
    with _folder_beside(out_path) as folder:
        job.write(folder, html, everything)
        finished = run_child(folder, timeout=timeout, on_progress=on_progress, should_cancel=should_cancel)
        return _put_in_place(folder / PDF, out_path, finished)


def run_child(
    folder: Path,
    *,
    timeout: float,
    on_progress: OnProgress | None = None,
    should_cancel: ShouldCancel | None = None,
) -> Finished:
    """Runs the child on a job's folder to its end, or ends it with its whole process group."""
    deadline = time.monotonic() + timeout
    with _child(folder) as process:
        reported: dict[str, Any] = {}
        for line in _lines(process, deadline, timeout, should_cancel):
            reported |= line
            if on_progress is not None and "progress" in line:
                on_progress(Progress(*line["progress"]))
        return _outcome(reported, process.wait(timeout=5), folder)


@contextmanager
def _child(folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """The process, in a session of its own, gone with all that it started when the block is left."""
    with (folder / "errors.txt").open("wb") as errors:
        process = subprocess.Popen(
            [sys.executable, "-m", "foundation.pdf.child", str(folder)],
            cwd=ROOT,
            env=_environment(folder),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            start_new_session=True,
        )
    try:
        yield process
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                pipe.close()


def _environment(folder: Path) -> dict[str, str]:
    """No settings and no secrets; a fixed seed, date and font configuration, for the same bytes each time."""
    scratch = folder / "scratch"
    scratch.mkdir()
    kept = {name: os.environ[name] for name in KEPT_VARIABLES if name in os.environ}
    return kept | {
        "LANG": "C.UTF-8",
        "PYTHONHASHSEED": "0",
        "PYTHONDONTWRITEBYTECODE": "1",
        "SOURCE_DATE_EPOCH": "0",
        "TMPDIR": str(scratch),
        "FONTCONFIG_FILE": str(write_configuration(folder)),
    }


def _lines(
    process: subprocess.Popen[bytes], deadline: float, timeout: float, should_cancel: ShouldCancel | None
) -> Iterator[dict[str, Any]]:
    """The child's reports until it closes its output; raises when time is up or somebody cancels."""
    waiting = b""
    output = cast("IO[bytes]", process.stdout)  # a pipe was asked for
    with selectors.DefaultSelector() as selector:
        selector.register(output, selectors.EVENT_READ)
        while True:
            if should_cancel is not None and should_cancel():
                raise RenderCancelled("The document was cancelled.")
            left = deadline - time.monotonic()
            if left <= 0:
                raise RenderTimedOut(f"The document took longer than {timeout:g} seconds.")
            if not selector.select(min(POLL_SECONDS, left)):
                continue
            read = os.read(output.fileno(), 65536)
            if not read:
                return
            *whole, waiting = (waiting + read).split(b"\n")
            yield from map(json.loads, whole)


def _outcome(reported: dict[str, Any], code: int, folder: Path) -> Finished:
    if "refused" in reported:
        raise AssetRefused(reported["refused"])
    if "failed" in reported:
        raise RenderFailed(reported["failed"])
    if code != 0 or "done" not in reported:
        last = (
            (folder / "errors.txt").read_text(encoding="utf-8", errors="replace").strip().rsplit("\n", 1)[-1]
        )
        raise RenderFailed(f"The process ended with code {code}: {last[:300]}")
    return Finished(reported["done"]["pages"], tuple(reported["done"]["warnings"]))


@contextmanager
def _folder_beside(out_path: Path) -> Iterator[Path]:
    """A private folder on the same file system, so that the finished file moves in one step."""
    _sweep(out_path.parent)
    folder = Path(tempfile.mkdtemp(prefix=FOLDER_PREFIX, dir=out_path.parent))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _sweep(parent: Path) -> None:
    """Clears what a killed worker left behind more than an hour ago."""
    before = datetime.now(tz=UTC).timestamp() - STALE_SECONDS
    for folder in parent.glob(f"{FOLDER_PREFIX}*"):
        if folder.stat().st_mtime < before:
            shutil.rmtree(folder, ignore_errors=True)


def _put_in_place(made: Path, out_path: Path, finished: Finished) -> PdfResult:
    """Flushed to the disk, then renamed: a reader sees the old file or the whole new one."""
    content = made.read_bytes()
    with made.open("rb") as handle:
        os.fsync(handle.fileno())
    os.replace(made, out_path)
    parent = os.open(out_path.parent, os.O_RDONLY)
    try:
        os.fsync(parent)
    finally:
        os.close(parent)
    return PdfResult(finished.pages, sha256(content).hexdigest(), len(content), finished.warnings)
