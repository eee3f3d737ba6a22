"""Where uploaded files lie: in the data directory, under a name of our own that cannot be guessed."""

import os
import tempfile
from pathlib import Path
from uuid import UUID, uuid4

from django.conf import settings


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


def path_of(handle: UUID, *, folder: str, suffix: str) -> Path:
    """Where the file of this handle lies, if it does."""
    return Path(settings.MEDIA_ROOT) / folder / f"{handle}{suffix}"
