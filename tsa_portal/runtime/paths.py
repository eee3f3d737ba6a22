"""Where things lie: the project, a data directory, and sockets with a path short enough to bind."""

import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent.parent
SOCKET_PATH_LIMIT = 107  # bytes: sun_path holds 108 with its closing zero
LONGEST_SOCKET_NAME = ".s.PGSQL.5432"


@dataclass(frozen=True)
class DataDirectory:
    """One portal's own folder. Private (0700), but 0711 where PostgreSQL runs inside it as another user."""

    folder: Path

    def __post_init__(self) -> None:
        existed = self.folder.exists()
        self.folder.mkdir(parents=True, exist_ok=True)
        if not existed:
            self.folder.chmod(0o700)
        for private in (self.logs, self.files):
            private.mkdir(mode=0o700, exist_ok=True)

    @classmethod
    def at(cls, path: str | os.PathLike[str] | None) -> "DataDirectory":
        """The directory at `path` (relative to where the command was typed), or the project's own `.data`."""
        return cls(Path(path).expanduser().resolve() if path else PROJECT / ".data")

    @property
    def logs(self) -> Path:
        return self.folder / "logs"

    @property
    def files(self) -> Path:
        """What the portal itself keeps (TSA_DATA_DIR): uploads, documents, collected static files."""
        return self.folder / "portal"

    @property
    def demo(self) -> Path:
        """How to reach and enter the running demo; there from when it answers."""
        return self.folder / "demo.json"

    @property
    def seeded(self) -> Path:
        """What the demo data told of their log-ins when they were made."""
        return self.folder / "seeded.json"

    @property
    def state(self) -> Path:
        return self.folder / "state.json"

    def lock(self, name: str) -> Path:
        return self.folder / f"{name}.lock"


def fits_a_socket(folder: Path) -> bool:
    """Whether a socket in `folder` has a path that the kernel accepts."""
    return len(os.fsencode(folder / LONGEST_SOCKET_NAME)) <= SOCKET_PATH_LIMIT


def short_private_folder() -> Path:
    """A new 0700 folder with a short path, for sockets whose own folder lies too deep."""
    return Path(tempfile.mkdtemp(prefix="tsa-", dir=short_base()))


def short_base() -> str:
    runtime = os.environ.get("XDG_RUNTIME_DIR", "")
    return runtime if runtime and os.access(runtime, os.W_OK) and len(runtime) < 60 else "/tmp"  # noqa: S108 (mkdtemp: private)
