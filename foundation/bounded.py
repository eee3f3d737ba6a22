"""Work on what somebody sent, in a process of its own that can be bounded and killed.

Whatever a hostile file makes a library do ends with that process. Nothing of it stays on the disk.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

ROOT = Path(__file__).resolve().parents[1]
STALE_SECONDS = 3600
KEPT_VARIABLES = ("PATH", "HOME", "LD_LIBRARY_PATH")


class TooSlow(Exception):
    """It took longer than it may, and was ended."""


def run_bounded(module: str, folder: Path, *, seconds: float) -> None:
    """Run ``python -m module FOLDER`` to its end. Raises TooSlow.

    The child limits its own memory and fences itself in; it holds the other end of its standard input, so
    that it ends when this process does. What it found it leaves in the folder: nothing there means it died.
    """
    with (folder / "errors.txt").open("wb") as errors:
        process = subprocess.Popen(
            [sys.executable, "-m", module, str(folder)],
            cwd=ROOT,
            env=_environment(folder),
            stdin=subprocess.PIPE,
            stdout=errors,
            stderr=errors,
            start_new_session=True,
        )
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired as error:
        raise TooSlow from error
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        if process.stdin is not None:
            process.stdin.close()


@contextmanager
def private_folder(prefix: str) -> Iterator[Path]:
    """A folder that only we can look into, gone when the block is left."""
    parent = Path(settings.MEDIA_ROOT)
    parent.mkdir(parents=True, exist_ok=True)
    _sweep(parent, prefix)
    folder = Path(tempfile.mkdtemp(prefix=prefix, dir=parent))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _environment(folder: Path) -> dict[str, str]:
    """No settings and no secrets."""
    kept = {name: os.environ[name] for name in KEPT_VARIABLES if name in os.environ}
    return {**kept, "LANG": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1", "TMPDIR": str(folder)}


def _sweep(parent: Path, prefix: str) -> None:
    """Clear what a killed process left behind more than an hour ago."""
    for folder in parent.glob(f"{prefix}*"):
        if folder.stat().st_mtime < time.time() - STALE_SECONDS:
            shutil.rmtree(folder, ignore_errors=True)
