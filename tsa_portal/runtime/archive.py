"""The one file of a backup: a tar with the database's dump, the portal's files, and a manifest of both.

The manifest comes last and names every member with its size and SHA-256: a file that was cut short has none.
"""

import hashlib
import json
import os
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import IO, Any

from tsa_portal.runtime.problem import Problem
from tsa_portal.runtime.tools import files_below

FORMAT = 1
DUMP = "database.dump"
FILES = "files"
MANIFEST = "manifest.json"
CHUNK = 1 << 20


@dataclass(frozen=True)
class Member:
    """One file inside; `name` is its path in the tar."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """What a backup holds, and what it was made of. `rows` are the rows of each table in the dump."""

    made_at: str
    server: int
    migrations: list[str]
    rows: dict[str, int]
    members: list[Member] = field(default_factory=list)
    format: int = FORMAT

    @property
    def files(self) -> list[Member]:
        return [member for member in self.members if member.name != DUMP]


def write(target: Path, manifest: Manifest, *, dump: Path, files: Path) -> Manifest:
    """Write the archive whole or not at all, for its owner alone to read; the manifest with its members."""
    scratch = target.with_name(f".{target.name}.{os.getpid()}")
    descriptor = os.open(scratch, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w+b") as stream:
            with tarfile.open(fileobj=stream, mode="w", format=tarfile.PAX_FORMAT) as tar:
                manifest.members.append(_add(tar, DUMP, dump))
                for path in sorted(files_below(files)):
                    with suppress(
                        FileNotFoundError
                    ):  # one that was still being written has its last name by now
                        manifest.members.append(_add(tar, f"{FILES}/{path.relative_to(files)}", path))
                _add_manifest(tar, manifest)
            stream.flush()
            os.fsync(stream.fileno())
        with opened(scratch) as written:
            written.verify()
        scratch.replace(target)
    finally:
        scratch.unlink(missing_ok=True)
    return manifest


class Archive:
    """An archive that is open for reading."""

    def __init__(self, tar: tarfile.TarFile) -> None:
        self._tar = tar
        self._entries = {entry.name: entry for entry in tar.getmembers()}
        self.manifest = self._read_manifest()

    def verify(self) -> None:
        """Read everything and compare. Raises Problem with the first thing that is not as it was written."""
        for member in self.manifest.members:
            for _ in self._checked(member):
                pass

    def extract(self, member: Member, target: Path) -> None:
        """Write one member to `target`. Raises Problem where it is not what was written."""
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("xb") as written:
            written.writelines(self._checked(member))
            written.flush()
            os.fsync(written.fileno())

    def _checked(self, member: Member) -> Iterator[bytes]:
        entry = self._entries.get(member.name)
        stream = self._tar.extractfile(entry) if entry else None
        digest = hashlib.sha256()
        while stream and (chunk := stream.read(CHUNK)):
            digest.update(chunk)
            yield chunk
        if digest.hexdigest() != member.sha256:
            raise Problem(f"The backup is damaged: {member.name} is not what was written.", _ANOTHER)

    def _read_manifest(self) -> Manifest:
        stream = self._tar.extractfile(self._entries[MANIFEST])
        told: dict[str, Any] = json.load(stream) if stream else {}
        if told["format"] > FORMAT:
            raise Problem("The backup was made by a newer portal.", "Install that version first.")
        return Manifest(**told | {"members": [Member(**member) for member in told["members"]]})


@contextmanager
def opened(path: Path) -> Iterator[Archive]:
    """The archive for reading. Raises Problem where it is none, is cut short, or a newer portal's."""
    if not path.is_file():
        raise Problem(f"There is no file {path}.")
    try:
        with tarfile.open(path, mode="r:") as tar:
            yield Archive(tar)
    except (tarfile.TarError, EOFError, KeyError, ValueError, TypeError) as error:
        raise Problem(f"{path} is not a backup of the portal, or was cut short.", _ANOTHER) from error


def place_of(member: Member, folder: Path) -> Path:
    """Where a file of the portal goes below `folder`. Raises Problem for a name that leads out of it."""
    inside = PurePosixPath(member.name)
    if inside.parts[:1] != (FILES,) or ".." in inside.parts or inside.is_absolute():
        raise Problem(f"The backup names a file that leads elsewhere: {member.name}")
    return folder.joinpath(*inside.parts[1:])


_ANOTHER = "Take another backup: nothing was changed."


class _Hashing:
    """A stream that knows the digest of what was read from it."""

    def __init__(self, stream: IO[bytes]) -> None:
        self.stream = stream
        self.digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        chunk = self.stream.read(size)
        self.digest.update(chunk)
        return chunk


def _add(tar: tarfile.TarFile, name: str, path: Path) -> Member:
    with path.open("rb") as stream:
        entry = tarfile.TarInfo(name)
        state = os.fstat(stream.fileno())
        entry.size, entry.mtime, entry.mode = state.st_size, int(state.st_mtime), 0o600
        hashing = _Hashing(stream)
        tar.addfile(entry, hashing)
    return Member(name, entry.size, hashing.digest.hexdigest())


def _add_manifest(tar: tarfile.TarFile, manifest: Manifest) -> None:
    text = json.dumps(asdict(manifest), indent=1).encode()
    entry = tarfile.TarInfo(MANIFEST)
    entry.size, entry.mode = len(text), 0o600
    tar.addfile(entry, BytesIO(text))
