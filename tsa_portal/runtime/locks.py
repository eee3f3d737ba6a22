"""Locks on files, which the kernel releases however a process ends (flock)."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class FileLock:
    """A lock on one file: `shared` by many or held by one. Its content is a note for whoever is refused."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._descriptor: int | None = None

    def acquire(self, *, shared: bool = False, wait: bool = True) -> bool:
        """Take the lock; False where another holds it and `wait` is off. One's own mode may change."""
        if self._descriptor is None:
            self._descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        mode = (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | (0 if wait else fcntl.LOCK_NB)
        try:
            fcntl.flock(self._descriptor, mode)
        except BlockingIOError:
            return False
        return True

    def release(self) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def note(self, text: str) -> None:
        """Write what a refused process may read."""
        if self._descriptor is None:
            raise RuntimeError("a note needs the lock")
        os.ftruncate(self._descriptor, 0)
        os.pwrite(self._descriptor, text.encode(), 0)

    def read_note(self) -> str:
        return self.path.read_text() if self.path.exists() else ""


@contextmanager
def held(path: Path) -> Iterator[None]:
    """Hold the lock on `path` alone for the block, waiting for it as long as it takes."""
    lock = FileLock(path)
    lock.acquire()
    try:
        yield
    finally:
        lock.release()
