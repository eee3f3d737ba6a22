"""What the child process may not do, whatever a document or a library makes it try.

The fetcher already refuses everything but assets; these fences hold when something goes around it. They see
what Python does, not what a C library does, and are a second line, not the first.
"""

import os
import resource
import sys
import threading
from collections.abc import Iterable
from pathlib import Path

_NETWORK = ("socket.connect", "socket.bind", "socket.getaddrinfo", "socket.sendto", "urllib.Request")
_PROGRAMS = ("subprocess.Popen", "os.exec", "os.posix_spawn", "os.system", "os.fork", "pty.spawn")
MEGABYTE = 1 << 20
LARGEST_FILE = 256 * MEGABYTE


class Forbidden(BaseException):
    """Not an Exception, so that no library can swallow it."""


def limit_memory(megabytes: int) -> None:
    """At most so much address space, and no file larger than 256 MB."""
    resource.setrlimit(resource.RLIMIT_AS, (megabytes * MEGABYTE, megabytes * MEGABYTE))
    resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST_FILE, LARGEST_FILE))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def end_with_parent() -> None:
    """End this process as soon as the parent does: it holds the other end of standard input and never
    writes.
    """

    def wait() -> None:
        sys.stdin.buffer.read()
        os._exit(1)

    threading.Thread(target=wait, daemon=True).start()


def fence_in(folder: Path) -> None:
    """From now on no connection, no other program, and no file outside ``folder``, the code and the fonts."""
    allowed = tuple(_roots(folder))

    def guard(event: str, arguments: tuple[object, ...]) -> None:
        if event in _NETWORK or event in _PROGRAMS:
            raise Forbidden(f"{event} {arguments!r}"[:300])
        if event == "open" and isinstance(arguments[0], str | bytes):
            path = os.path.abspath(os.fsdecode(arguments[0]))
            if not path.startswith(allowed):
                raise Forbidden(f"open {path}"[:300])

    sys.addaudithook(guard)


def _roots(folder: Path) -> Iterable[str]:
    project = Path(__file__).resolve().parents[2]
    for root in (folder, project / "foundation", sys.prefix, sys.base_prefix):
        yield f"{os.path.abspath(root)}/"
        yield f"{os.path.realpath(root)}/"
    yield from ("/usr/share/fonts/", "/usr/local/share/fonts/", "/dev/null", "/proc/self/")
