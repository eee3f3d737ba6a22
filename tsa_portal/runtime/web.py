"""The web server: granian serving the WSGI application."""

import http.client
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from tsa_portal.runtime.ports import any_free
from tsa_portal.runtime.problem import Problem
from tsa_portal.runtime.processes import end_group, wait_until
from tsa_portal.runtime.tools import child_environment, python

APPLICATION = "tsa_portal.wsgi:application"
START_SECONDS = 60


def command(address: str, port: int, *, workers: int = 1, threads: int = 8) -> list[str]:
    """The command that serves the portal at one address and port."""
    return python(
        *("-P", "-m", "granian", APPLICATION, "--interface", "wsgi"),
        *(
            "--host",
            address,
            "--port",
            str(port),
            "--workers",
            str(workers),
            "--blocking-threads",
            str(threads),
        ),
        *("--workers-kill-timeout", "3", "--log-level", "warning"),
    )


def answers(port: int, address: str = "127.0.0.1") -> bool:
    """Whether a portal answers there."""
    connection = http.client.HTTPConnection(address, port, timeout=5)
    try:
        connection.request("GET", "/livez", headers={"Host": f"localhost:{port}"})
        return connection.getresponse().status < 500
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


@contextmanager
def serving(environment: Mapping[str, str] | None = None, *, workers: int = 1) -> Iterator[str]:
    """Serve the portal on a free port of 127.0.0.1 for the block; its address. For benchmarks and tests."""
    port = any_free()
    with tempfile.TemporaryFile() as log:
        child = subprocess.Popen(
            command("127.0.0.1", port, workers=workers),
            env=child_environment(environment or {}),
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        try:
            wait_until(lambda: child.poll() is not None or answers(port), seconds=START_SECONDS)
            if not answers(port):
                log.seek(0)
                raise Problem(f"The web server did not start:\n{log.read().decode(errors='replace')[-4000:]}")
            yield f"http://127.0.0.1:{port}"
        finally:
            end_group(child.pid, patience=5)
            child.wait()
