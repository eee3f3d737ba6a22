"""Where the embedded PostgreSQL lives and as whom it runs.

PostgreSQL refuses to run as root. For root it runs as an unprivileged user instead, in a folder that user can
reach: the data directory where every folder above it lets others through, else one of its own
(`/var/lib/tsa-portal/…`, and without system changes `/var/tmp/tsa-portal-…`).
"""

import os
import pwd
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from tsa_portal.runtime.changes import SystemChanges
from tsa_portal.runtime.paths import DataDirectory
from tsa_portal.runtime.postgres_binaries import Binaries, find_binaries

USER = "tsa-portal"
SYSTEM_BASE = Path("/var/lib/tsa-portal")


@dataclass(frozen=True)
class PostgresHome:
    """The server's own 0700 folder, its programs, and the user it runs as (None: the one we are).

    `base` is the folder around it, which that user can pass but not write: notes about the server lie there.
    """

    folder: Path
    binaries: Binaries
    user: pwd.struct_passwd | None

    @property
    def base(self) -> Path:
        return self.folder.parent

    @property
    def cluster(self) -> Path:
        return self.folder / "data"

    @property
    def log(self) -> Path:
        return self.folder / "postgres.log"

    def run(self, command: list[str], environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
        """Run one of the programs as the server's user, its output and errors together in `stdout`."""
        return subprocess.run(
            command,
            env=environment,
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            start_new_session=True,
            user=self.user.pw_uid if self.user else None,
            group=self.user.pw_gid if self.user else None,
            extra_groups=[] if self.user else None,
        )

    def give(self, path: Path) -> None:
        """Make `path` the server's."""
        if self.user is not None:
            os.chown(path, self.user.pw_uid, self.user.pw_gid)


def settle(data: DataDirectory, changes: SystemChanges) -> PostgresHome:
    """The home of this data directory's server, made where it is missing."""
    if os.geteuid() != 0:
        folder = data.folder / "postgres"
        folder.mkdir(mode=0o700, exist_ok=True)
        return PostgresHome(folder, find_binaries(major=major_of(folder / "data")), None)
    base = _base(data, changes)
    folder = base / "postgres"
    if folder.exists():
        user = pwd.getpwuid(folder.stat().st_uid)
    else:
        user = _unprivileged_user(changes)
        folder.mkdir(mode=0o700)
        os.chown(folder, user.pw_uid, user.pw_gid)
    binaries = find_binaries(major=major_of(folder / "data")).copied_to(base)
    return PostgresHome(folder, binaries, user)


def remove(data: DataDirectory) -> None:
    """Delete a data directory and what lies elsewhere for it. The servers must be stopped."""
    elsewhere = _remembered(data)
    if elsewhere and elsewhere != data.folder:
        shutil.rmtree(elsewhere, ignore_errors=True)
    shutil.rmtree(data.folder, ignore_errors=True)


def major_of(cluster: Path) -> int | None:
    """The major version that wrote `cluster`; None where there is none yet."""
    version = cluster / "PG_VERSION"
    return int(version.read_text()) if version.exists() else None


def _base(data: DataDirectory, changes: SystemChanges) -> Path:
    remembered = _remembered(data)
    if remembered:
        return remembered
    if others_reach(data.folder.parent):
        data.folder.chmod(0o711)
        base = data.folder
    else:
        base = _folder_elsewhere(data, changes)
    (data.folder / "postgres-base").write_text(str(base))
    return base


def _remembered(data: DataDirectory) -> Path | None:
    note = data.folder / "postgres-base"
    if not note.exists():
        return None
    base = Path(note.read_text())
    # A data directory that was moved takes its server along.
    moved = not base.is_dir() and (data.folder / "postgres").is_dir()
    return data.folder if moved else base if base.is_dir() else None


def _folder_elsewhere(data: DataDirectory, changes: SystemChanges) -> Path:
    if changes.allowed:
        if not SYSTEM_BASE.exists():
            changes.run("a folder for databases that root starts", ["mkdir", "-m", "0755", str(SYSTEM_BASE)])
        _mention_deserted()
        base = Path(tempfile.mkdtemp(prefix="portal-", dir=SYSTEM_BASE))
    else:
        base = Path(tempfile.mkdtemp(prefix="tsa-portal-", dir="/var/tmp"))
    base.chmod(0o711)
    (base / "belongs-to").write_text(f"{data.folder}\n")
    print(f"  The database lies in {base}: its user cannot reach {data.folder}.", flush=True)
    return base


def _mention_deserted() -> None:
    """Name the databases whose data directory is gone. It may be so for a while only: none is deleted."""
    for owner in SYSTEM_BASE.glob("*/belongs-to"):
        if not Path(owner.read_text().strip()).exists():
            print(f"  Nobody's any more, as its data directory is gone: rm -r {owner.parent}", flush=True)


def others_reach(folder: Path) -> bool:
    """Whether every folder down to `folder` lets any user pass."""
    return all(step.stat().st_mode & 0o001 for step in (folder, *folder.parents))


def _unprivileged_user(changes: SystemChanges) -> pwd.struct_passwd:
    try:
        return pwd.getpwnam(USER)
    except KeyError:
        pass
    if not changes.allowed or not shutil.which("useradd"):
        return pwd.getpwnam("nobody")
    changes.run(
        "a user without log-in, because PostgreSQL refuses to run as root",
        [
            "useradd",
            "--system",
            "--no-create-home",
            "--home-dir",
            "/nonexistent",
            "--shell",
            "/usr/sbin/nologin",
            USER,
        ],
    )
    return pwd.getpwnam(USER)
