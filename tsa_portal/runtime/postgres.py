"""The embedded PostgreSQL: made once, reached by a socket in a private folder, never by the network."""

import os
import secrets
import shlex
import shutil
import time
from pathlib import Path
from urllib.parse import quote

import psycopg2
from psycopg2 import sql

from tsa_portal.runtime import postgres_home
from tsa_portal.runtime.changes import SystemChanges
from tsa_portal.runtime.keys import keys_of, write_private
from tsa_portal.runtime.paths import DataDirectory, fits_a_socket, short_private_folder
from tsa_portal.runtime.postgres_home import PostgresHome
from tsa_portal.runtime.problem import Problem
from tsa_portal.runtime.processes import command_of, started_at

DATABASE = "tsa"
ROLES = {  # role: what it may beyond logging in
    "tsa_owner": "CREATEDB BYPASSRLS",  # owns and migrates; tests create their database with it
    "tsa_app": "NOBYPASSRLS",  # web and workers
    "tsa_backup": "BYPASSRLS",  # reads everything
}
VARIABLES = {
    "DATABASE_URL": "tsa_app",
    "DATABASE_OWNER_URL": "tsa_owner",
    "DATABASE_BACKUP_URL": "tsa_backup",
}
THROWAWAY_OPTIONS = ("fsync=off", "full_page_writes=off", "synchronous_commit=off", "max_wal_size=4GB")
START_SECONDS = 60
SHUTDOWN_SECONDS = 2


class Postgres:
    """One data directory's server. `throwaway` gives up durability for speed: tests only."""

    name = "PostgreSQL"

    def __init__(self, data: DataDirectory, changes: SystemChanges, *, throwaway: bool = False) -> None:
        self.data = data
        self.throwaway = throwaway
        self.keys = keys_of(data)
        self.home: PostgresHome = postgres_home.settle(data, changes)

    def start(self) -> None:
        """Bring the server up and make what is missing in it. Does nothing where it runs already."""
        try:
            self._bring_up()
        except Problem:
            if not self.throwaway:
                raise
            # Without fsync a crash of the machine may leave nothing that can be read again.
            shutil.rmtree(self.home.cluster, ignore_errors=True)
            self._bring_up()
        if not self._prepared.exists():
            self._prepare()
            self._prepared.write_text(secrets.token_hex())

    def _bring_up(self) -> None:
        if not self.home.cluster.exists():
            self._initialise()
        if self.is_running():
            return
        self._forget_stale_pid()
        self._make_socket_folder()
        try:
            self._launch()
        except Problem:
            time.sleep(SHUTDOWN_SECONDS)  # the processes of a killed server notice its death after a moment
            self._launch()

    def _launch(self) -> None:
        log = str(self.home.log)
        self._pg_ctl("start", "-w", "-t", str(START_SECONDS), "-l", log, "-o", self._options())

    def stop(self) -> None:
        """Shut the server down, ending its connections; does nothing where it is down."""
        if self.is_running():
            self._pg_ctl("stop", "-w", "-m", "fast")
        if self._socket_note.exists():
            shutil.rmtree(self.socket_folder, ignore_errors=True)
            self._socket_note.unlink()

    def is_running(self) -> bool:
        """Whether the server of exactly this cluster runs."""
        pid = self._recorded_pid()
        return pid is not None and started_at(pid) is not None and self._is_ours(pid)

    def mark(self) -> str:
        """What tells this cluster from one made later in its place."""
        return self._prepared.read_text()

    def environment(self) -> dict[str, str]:
        """The variables by which the portal finds this server, and its programs on the PATH."""
        folders = [str(self.home.binaries.folder), os.environ.get("PATH", os.defpath)]
        return {name: self.url(role) for name, role in VARIABLES.items()} | {"PATH": os.pathsep.join(folders)}

    def url(self, role: str, database: str = DATABASE) -> str:
        """A connection URL that libpq and django-environ both read."""
        host = quote(str(self.socket_folder), safe="")
        return f"postgresql://{role}:{self.keys[role]}@/{database}?host={host}"

    @property
    def socket_folder(self) -> Path:
        own = self.home.base / "socket"
        if fits_a_socket(own):
            return own
        return Path(self._socket_note.read_text()) if self._socket_note.exists() else self.home.base / "none"

    @property
    def _prepared(self) -> Path:
        return self.home.base / "prepared"

    @property
    def _socket_note(self) -> Path:
        return self.home.base / "socket-folder"

    def _make_socket_folder(self) -> None:
        own = self.home.base / "socket"
        if fits_a_socket(own):
            own.mkdir(mode=0o700, exist_ok=True)
        elif not self.socket_folder.is_dir():
            self._socket_note.write_text(str(short_private_folder()))
        self.home.give(self.socket_folder)

    def _options(self) -> str:
        settings = [
            "listen_addresses=",
            f'unix_socket_directories="{self.socket_folder}"',
            "unix_socket_permissions=0700",
        ]
        settings += THROWAWAY_OPTIONS if self.throwaway else ()
        return " ".join(f"-c {shlex.quote(setting)}" for setting in settings)

    def _initialise(self) -> None:
        scratch = self.home.folder / "data.new"
        shutil.rmtree(scratch, ignore_errors=True)
        self._prepared.unlink(missing_ok=True)
        password = self.home.base / "password"
        write_private(password, self.keys["postgres"])
        self.home.give(password)
        options = ["-U", "postgres", "-A", "scram-sha-256", f"--pwfile={password}", "-E", "UTF8"]
        options += ["--locale=C.UTF-8", "--data-checksums", *(["--no-sync"] if self.throwaway else [])]
        try:
            self._run("initdb", "-D", str(scratch), *options)
        finally:
            password.unlink()
        scratch.rename(self.home.cluster)

    def _prepare(self) -> None:
        connection = psycopg2.connect(self.url("postgres", "postgres"))
        connection.autocommit = True
        try:
            with connection.cursor() as cursor:
                for role in ROLES:
                    self._make_role(cursor, role)
                cursor.execute("ALTER ROLE tsa_app SET idle_in_transaction_session_timeout = '60s'")
                if connection.server_version >= 170000:
                    cursor.execute("ALTER ROLE tsa_app SET transaction_timeout = '5min'")
                cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
                if cursor.fetchone() is None:
                    cursor.execute(f"CREATE DATABASE {DATABASE} OWNER tsa_owner")
        finally:
            connection.close()

    def _make_role(self, cursor: "psycopg2.extensions.cursor", role: str) -> None:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
        verb = "CREATE" if cursor.fetchone() is None else "ALTER"
        statement = sql.SQL("{} ROLE {} LOGIN {} PASSWORD {}")
        parts = (sql.SQL(verb), sql.Identifier(role), sql.SQL(ROLES[role]), sql.Literal(self.keys[role]))
        cursor.execute(statement.format(*parts))

    def _recorded_pid(self) -> int | None:
        try:
            return int((self.home.cluster / "postmaster.pid").read_text().split("\n", 1)[0])
        except (OSError, ValueError):
            return None

    def _is_ours(self, pid: int) -> bool:
        command = command_of(pid)
        return bool(command) and Path(command[0]).name == "postgres" and str(self.home.cluster) in command

    def _forget_stale_pid(self) -> None:
        # After a crash the recorded id may be a zombie's, or another program's by now; PostgreSQL would take
        # either for a running server. Another PostgreSQL is left for it to judge, by its shared memory.
        pid = self._recorded_pid()
        if pid is None:
            return
        command = command_of(pid)
        if started_at(pid) is None or (command and Path(command[0]).name != "postgres"):
            (self.home.cluster / "postmaster.pid").unlink()

    def _pg_ctl(self, action: str, *options: str) -> None:
        self._run("pg_ctl", action, "-D", str(self.home.cluster), *options)

    def _run(self, program: str, *arguments: str) -> None:
        environment = {"PATH": os.defpath, "LC_ALL": "C.UTF-8", "TZ": "UTC"}
        finished = self.home.run([self.home.binaries.program(program), *arguments], environment)
        if finished.returncode:
            log = self.home.log.read_text(errors="replace")[-2000:] if self.home.log.exists() else ""
            raise Problem(f"{program} {arguments[0]} failed:\n{finished.stdout}\n{log}".rstrip())
