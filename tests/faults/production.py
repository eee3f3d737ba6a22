"""The portal as docker-compose.yml runs it, without containers: its commands, on servers reached by TCP."""

import json
import os
import signal
import subprocess
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from tsa_portal.runtime import postgres_home, valkey
from tsa_portal.runtime.changes import SystemChanges
from tsa_portal.runtime.paths import PROJECT, DataDirectory
from tsa_portal.runtime.ports import any_free
from tsa_portal.runtime.postgres import VARIABLES, Postgres
from tsa_portal.runtime.processes import wait_until

OWN_IMAGE = "tsa-portal"
KEPT = ("PATH", "HOME", "LANG", "TSA_VENV")


def compose() -> dict[str, Any]:
    return dict(yaml.safe_load((PROJECT / "docker-compose.yml").read_text()))


def commands() -> dict[str, list[str]]:
    """The command of each service that runs our image."""
    services = compose()["services"].items()
    return {name: service["command"] for name, service in services if service["image"] == OWN_IMAGE}


def variables_of(name: str) -> dict[str, str]:
    """What an example of an environment file sets."""
    lines = (PROJECT / "deploy" / f"{name}.env.example").read_text().splitlines()
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


class TcpPostgres(Postgres):
    """The embedded server, listening on a port as another machine's does."""

    port = 0

    def url(self, role: str, database: str = "tsa") -> str:
        return f"postgresql://{role}:{self.keys[role]}@127.0.0.1:{self.port}/{database}"

    def kill(self) -> None:
        """As when its machine loses power: at once, with whatever was under way."""
        pid = self._recorded_pid()
        assert pid is not None
        os.kill(pid, signal.SIGKILL)
        wait_until(lambda: not self.is_running(), seconds=10)

    def _options(self) -> str:
        listening = f"-c listen_addresses=127.0.0.1 -c port={self.port}"
        return f"{super()._options().replace('-c listen_addresses=', '')} {listening}"


@dataclass
class Production:
    """Servers and processes of one portal; `environment` is what the environment files would hold."""

    folder: Path
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.data = DataDirectory(self.folder / "servers")
        self.postgres = TcpPostgres(self.data, SystemChanges(allowed=False))
        self.postgres.port, self.broker_port, self.port = any_free(), any_free(), any_free()
        self.address = f"http://localhost:{self.port}"
        given = {
            "REDIS_URL": f"redis://127.0.0.1:{self.broker_port}/0",
            "TSA_SECRET_KEY": "only-for-the-tests",
            "TSA_HEAD_DIGEST_KEY": "only-for-the-tests-too",
            "TSA_ADDRESS": self.address,
            "TSA_ALLOWED_HOSTS": "localhost",
            "TSA_TRUSTED_PROXIES": "1",
            "TSA_EMAIL_URL": "consolemail://",
            "TSA_EMAIL_FROM": "TSA Portal <portal@example.org>",
            **{variable: self.postgres.url(role) for variable, role in VARIABLES.items()},
        }
        self.environment = {name: given[name] for name in variables_of("portal")}
        self.owner = {name: given[name] for name in variables_of("owner") if name in given}

    def start(self) -> None:
        """The servers, the tables, the static files (which the image holds), and every service's command."""
        self.postgres.start()
        self.start_broker()
        every = commands()
        self.run(every.pop("migrate"), self.owner)
        self.run(["manage", "collectstatic", "--no-input", "--ignore", "rest_framework"])
        for name, command in every.items():
            self.processes[name] = self.begin(command)

    def start_broker(self) -> None:
        """A server that keeps nothing: after a kill it comes back empty."""
        options = ("--port", str(self.broker_port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no")
        with (self.folder / "valkey.log").open("ab") as log:
            self.broker = subprocess.Popen(
                [valkey.program(), *options], stdout=log, stderr=log, cwd=self.folder
            )

    def kill_broker(self) -> None:
        self.broker.kill()
        self.broker.wait()

    def begin(self, command: list[str], more: dict[str, str] | None = None) -> subprocess.Popen[bytes]:
        """`./portal` with a service's command, its folder and port put in place of the container's."""
        places = {"/data": str(self.folder / "data"), "8000": str(self.port), "0.0.0.0": "127.0.0.1"}  # noqa: S104  # the container's
        inherited = {name: os.environ[name] for name in KEPT if name in os.environ}
        static = {"TSA_STATIC_ROOT": str(self.folder / "static"), "PYTHONPATH": str(PROJECT)}
        with (self.folder / f"{command[1]}.log").open("ab") as log:
            return subprocess.Popen(
                [str(PROJECT / "portal"), *(places.get(word, word) for word in command)],
                env={**inherited, **static, **self.environment, **(more or {})},
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    def run(self, command: list[str], more: dict[str, str] | None = None) -> None:
        assert self.begin(command, more).wait(timeout=900) == 0, self.last_words()

    def ask(self, path: str, host: str = "127.0.0.1") -> tuple[int, str]:
        """The status and text of an address; (0, why) where nothing answers."""
        try:
            with urllib.request.urlopen(f"http://{host}:{self.port}{path}", timeout=10) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()
        except OSError as error:
            return 0, str(error)

    def readiness(self) -> dict[str, Any]:
        status, text = self.ask("/readyz")
        return json.loads(text) if status in (200, 503) else {"status": f"silent: {text}"}

    def is_ready(self) -> bool:
        return bool(self.readiness()["status"] == "ready")

    def end(self) -> dict[str, int]:
        """Tell every process to end, as a service manager does; what each ended with."""
        for process in self.processes.values():
            process.send_signal(signal.SIGTERM)
        return {name: process.wait(timeout=60) for name, process in self.processes.items()}

    def clear_up(self) -> None:
        for process in self.processes.values():
            process.kill()
        self.kill_broker()
        self.postgres.stop()
        postgres_home.remove(self.data)

    def last_words(self) -> str:
        return "\n".join(path.read_text(errors="replace")[-1500:] for path in self.folder.glob("*.log"))
