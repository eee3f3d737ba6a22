"""The services one data directory needs, shared by every command that uses it.

Each user holds a shared lock on `users.lock` while it needs them; the last one out, who can take that lock
alone, stops them. The kernel gives the locks back however a process ends, so a kill -9 leaves nothing to
repair but the servers themselves, which the next user adopts or starts again.
"""

import atexit
import hashlib
import os
from pathlib import Path

import psycopg2

from tsa_portal.runtime.changes import SystemChanges
from tsa_portal.runtime.keys import keys_of
from tsa_portal.runtime.locks import FileLock, held
from tsa_portal.runtime.paths import PROJECT, DataDirectory
from tsa_portal.runtime.postgres import Postgres
from tsa_portal.runtime.problem import Problem
from tsa_portal.runtime.valkey import Valkey

TEST_FOLDER = PROJECT / ".cache" / "test-services"
OLDEST_SERVER = 150014


class Services:
    """Those services that the environment does not already name, and the variables that name them all.

    `throwaway` gives up durability for speed (tests).
    """

    def __init__(self, data: DataDirectory, changes: SystemChanges, *, throwaway: bool = False) -> None:
        self.data = data
        self._members: list[Postgres | Valkey] = []
        self._users = FileLock(data.lock("users"))
        if not os.environ.get("DATABASE_URL"):
            self._members.append(Postgres(data, changes, throwaway=throwaway))
        if not os.environ.get("REDIS_URL"):
            self._members.append(Valkey(data))

    def start(self) -> dict[str, str]:
        """Start what is not running; the variables to add to the environment of whatever uses them."""
        with held(self.data.lock("start")):
            self._users.acquire(shared=True)
            for member in self._members:
                member.start()
        check_server_version(os.environ.get("DATABASE_URL", ""))
        return self.environment()

    def restart_dead(self) -> list[str]:
        """Start again what has died meanwhile; the names of those."""
        dead = [member for member in self._members if not member.is_running()]
        if dead:
            with held(self.data.lock("start")):
                for member in dead:
                    member.start()
        return [member.name for member in dead]

    def stop(self) -> None:
        """Leave; and where nobody else uses them, stop the services."""
        with held(self.data.lock("start")):
            if self._users.acquire(wait=False):
                for member in reversed(self._members):
                    member.stop()
            self._users.release()

    def environment(self) -> dict[str, str]:
        """The variables of the services, and this data directory's key and folder where none are given."""
        variables = {
            "TSA_SECRET_KEY": os.environ.get("TSA_SECRET_KEY") or keys_of(self.data)["secret_key"],
            "TSA_DATA_DIR": os.environ.get("TSA_DATA_DIR") or str(self.data.files),
        }
        for member in self._members:
            variables |= member.environment()
        return variables

    @property
    def has_own_database(self) -> bool:
        return self._postgres() is not None

    def database_mark(self) -> str:
        """What tells this database from another one used with the same data directory."""
        own = self._postgres()
        return own.mark() if own else hashlib.sha256(os.environ["DATABASE_URL"].encode()).hexdigest()

    def _postgres(self) -> Postgres | None:
        return next((member for member in self._members if isinstance(member, Postgres)), None)


def ensure_services() -> dict[str, str]:
    """For tests: start throw-away services in `.cache/test-services`, shared by every process that asks.

    Returns the variables to add to the environment. The last process to end stops the services. Does nothing
    where the environment names a database and a broker already.
    """
    if os.environ.get("DATABASE_URL") and os.environ.get("REDIS_URL"):
        return {}
    services = Services(DataDirectory(test_folder()), SystemChanges(allowed=False), throwaway=True)
    variables = services.start()
    atexit.register(services.stop)
    return variables


def test_folder() -> Path:
    return Path(os.environ.get("TSA_TEST_SERVICES", TEST_FOLDER))


def check_server_version(url: str) -> None:
    """Refuse a given server that is too old. Raises Problem, also where it cannot be reached."""
    if not url:
        return
    try:
        connection = psycopg2.connect(url, connect_timeout=10)
    except psycopg2.OperationalError as error:
        raise Problem(f"The database that DATABASE_URL names does not answer: {error}".rstrip()) from error
    version = connection.server_version
    connection.close()
    if version < OLDEST_SERVER:
        raise Problem(
            f"The server is PostgreSQL {version // 10000}.{version % 10000}; 15.14 or newer is needed.",
            "Upgrade it, or unset DATABASE_URL to use the portal's own.",
        )
