"""Running the project's tools: uv, and programs of this environment."""

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from tsa_portal.runtime.paths import PROJECT
from tsa_portal.runtime.problem import Problem

ONE_HEAP = {"MALLOC_ARENA_MAX": "1", "MALLOC_TRIM_THRESHOLD_": "131072"}
"""glibc's malloc gives every thread a heap and keeps in each what was freed. Python's threads allocate one at
a time: one heap serves them all, and its free end goes back to the machine (docs/adr/0035).
"""


def uv(*arguments: str) -> None:
    """Run uv in the project. Raises Problem with what it said where it fails."""
    program = shutil.which("uv") or str(Path(sys.executable).with_name("uv"))
    if not Path(program).exists():
        raise Problem(
            "uv was not found.",
            f"{sys.executable} -m pip install --require-hashes -r requirements/bootstrap.txt",
        )
    quietly([program, *arguments], cwd=PROJECT)


def quietly(command: list[str], *, cwd: Path, environment: Mapping[str, str] | None = None) -> None:
    """Run `command` without showing its output. Raises Problem with that output where it fails."""
    finished = subprocess.run(
        command,
        cwd=cwd,
        env={**os.environ, **(environment or {})},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if finished.returncode:
        raise Problem(
            f"{Path(command[0]).name} {' '.join(command[1:4])} failed:\n{finished.stdout[-4000:].rstrip()}"
        )


def child_environment(variables: Mapping[str, str]) -> dict[str, str]:
    """Our environment with `variables`, the portal importable wherever the command was typed, and one heap
    unless the environment says otherwise.
    """
    given = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    paths = [str(PROJECT), *(path for path in given if path and path != str(PROJECT))]
    return {**ONE_HEAP, **os.environ, "PYTHONPATH": os.pathsep.join(paths), **variables}


def python(*arguments: str) -> list[str]:
    """A command of this environment's Python."""
    return [sys.executable, *arguments]


def manage(*arguments: str) -> list[str]:
    """A command of manage.py."""
    return python(str(PROJECT / "manage.py"), *arguments)


def digest(files: Iterable[Path]) -> str:
    """One hash over the names and contents of `files`."""
    result = hashlib.sha256()
    for path in sorted(files):
        result.update(f"{path.relative_to(PROJECT)}\0{path.stat().st_size}\0".encode())
        result.update(path.read_bytes())
    return result.hexdigest()


def files_below(folder: Path, *, but_not: tuple[str, ...] = ()) -> list[Path]:
    """Every file below `folder`, leaving out folders by the names in `but_not`."""
    found: list[Path] = []
    for here, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if name not in but_not]
        found += [Path(here) / name for name in names]
    return found
