"""Where uploaded files lie: in the data directory, under a name of our own that cannot be guessed."""

import os
import tempfile
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO
from uuid import UUID, uuid4

from django.conf import settings

PIECE = 1 << 20
"""Bytes that are held in memory at a time."""


def keep(content: bytes, *, folder: str, suffix: str) -> UUID:
    """Write the file and return its handle. Whole or not at all, also when the machine stops."""
    handle = uuid4()
    path = path_of(handle, folder=folder, suffix=suffix)
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, unfinished = tempfile.mkstemp(prefix=".upload-", dir=path.parent)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    os.replace(unfinished, path)
    return handle


def keep_stream(file: BinaryIO, *, folder: str, suffix: str) -> tuple[UUID, str]:
    """Write what the file holds, as `keep` does; its handle, and the SHA-256 of what was written."""
    handle, digest = uuid4(), sha256()
    path = path_of(handle, folder=folder, suffix=suffix)
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, unfinished = tempfile.mkstemp(prefix=".upload-", dir=path.parent)
    file.seek(0)
    with os.fdopen(descriptor, "wb") as out:
        while chunk := file.read(PIECE):
            digest.update(chunk)
            out.write(chunk)
        out.flush()
        os.fsync(out.fileno())
    os.replace(unfinished, path)
    return handle, digest.hexdigest()


def path_of(handle: UUID, *, folder: str, suffix: str) -> Path:
    """Where the file of this handle lies, if it does."""
    return Path(settings.MEDIA_ROOT) / folder / f"{handle}{suffix}"
