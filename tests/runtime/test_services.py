"""The embedded services: made on an empty data directory, shared by their users, recovered after a kill."""

import os
import signal
from contextlib import closing
from pathlib import Path

import psycopg2
import pytest

from tsa_portal.runtime import postgres_home
from tsa_portal.runtime.changes import SystemChanges
from tsa_portal.runtime.paths import SOCKET_PATH_LIMIT, DataDirectory
from tsa_portal.runtime.postgres import Postgres
from tsa_portal.runtime.processes import command_of, wait_until
from tsa_portal.runtime.services import Services
from tsa_portal.runtime.valkey import Valkey

pytestmark = pytest.mark.slow


def ask(url: str, question: str) -> object:
    """The one value that a query answers."""
    with closing(psycopg2.connect(url)) as connection, connection.cursor() as cursor:
        cursor.execute(question)
        return cursor.fetchone()[0]


def keep_seven(url: str) -> None:
    """Commit a table that holds a seven."""
    with closing(psycopg2.connect(url)) as connection, connection, connection.cursor() as cursor:
        cursor.execute("CREATE TABLE kept AS SELECT 7 AS value")


def server_of(data: DataDirectory) -> int:
    """The process id of the running PostgreSQL."""
    base = Path((data.folder / "postgres-base").read_text()) if os.geteuid() == 0 else data.folder
    return int((base / "postgres" / "data" / "postmaster.pid").read_text().split("\n")[0])


def kill(pid: int | None) -> None:
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    assert wait_until(lambda: not command_of(pid), seconds=5)


def test_an_empty_data_directory_gets_a_database_whose_application_role_cannot_bypass_row_security(
    services: Services,
) -> None:
    variables = services.start()
    rights = "SELECT rolname || ' ' || rolbypassrls || ' ' || rolcreatedb || ' ' || rolsuper FROM pg_roles "
    rights += "WHERE rolname = current_user"
    assert [
        ask(variables[name], rights) for name in ("DATABASE_URL", "DATABASE_OWNER_URL", "DATABASE_BACKUP_URL")
    ] == ["tsa_app false false false", "tsa_owner true true false", "tsa_backup true false false"]
    assert ask(variables["DATABASE_URL"], "SHOW idle_in_transaction_session_timeout") == "1min"
    assert ask(variables["DATABASE_URL"], "SHOW listen_addresses") == ""
    assert ask(variables["DATABASE_URL"], "SHOW data_checksums") == "on"


def test_a_password_is_asked_even_on_the_socket(services: Services) -> None:
    url = services.start()["DATABASE_URL"]
    password = url.split(":")[2].split("@")[0]
    with pytest.raises(psycopg2.OperationalError, match="password authentication failed"):
        psycopg2.connect(url.replace(password, "guessed"))


def test_keys_and_sockets_are_for_their_owner_alone(services: Services) -> None:
    services.start()
    assert (services.data.folder / "keys.json").stat().st_mode & 0o777 == 0o600
    assert Valkey(services.data).socket.stat().st_mode & 0o777 == 0o700
    postgres = Postgres(services.data, SystemChanges(allowed=False))
    assert postgres.socket_folder.stat().st_mode & 0o777 == 0o700


def test_a_second_start_finds_the_same_database(services: Services) -> None:
    keep_seven(services.start()["DATABASE_OWNER_URL"])
    mark = services.database_mark()
    services.stop()
    assert ask(services.start()["DATABASE_OWNER_URL"], "SELECT value FROM kept") == 7
    assert services.database_mark() == mark


def test_the_last_to_leave_stops_the_services(services: Services) -> None:
    services.start()
    second = Services(services.data, SystemChanges(allowed=False))
    second.start()
    pid = server_of(services.data)
    services.stop()
    assert command_of(pid)
    second.stop()
    assert not command_of(pid)


def test_killed_servers_are_started_again_with_what_was_committed(services: Services) -> None:
    url = services.start()["DATABASE_OWNER_URL"]
    keep_seven(url)
    kill(server_of(services.data))
    kill(Valkey(services.data).pid())
    assert services.restart_dead() == ["PostgreSQL", "Valkey"]
    assert ask(url, "SELECT value FROM kept") == 7
    assert services.restart_dead() == []


def test_a_recorded_process_id_that_now_belongs_to_another_program_does_not_stop_the_start(
    services: Services,
) -> None:
    url = services.start()["DATABASE_URL"]
    postgres = Postgres(services.data, SystemChanges(allowed=False))
    recorded = (postgres.home.cluster / "postmaster.pid").read_text()
    services.stop()
    (postgres.home.cluster / "postmaster.pid").write_text(f"{os.getpid()}\n{recorded.split(chr(10), 1)[1]}")
    services.start()
    assert ask(url, "SELECT 1") == 1


def test_a_queue_that_cannot_be_read_again_is_put_aside(services: Services) -> None:
    services.start()
    services.stop()
    manifest = services.data.folder / "valkey" / "appendonlydir" / "appendonly.aof.manifest"
    manifest.write_text("this is not a manifest\n")
    services.start()
    assert Valkey(services.data).is_running()
    assert len(list((services.data.folder / "valkey").glob("unreadable-*"))) == 1


def test_a_data_directory_too_deep_for_a_socket_gets_a_short_folder_for_it(
    tmp_path: Path, nothing_given: None
) -> None:
    data = DataDirectory(tmp_path / ("deep" * 20) / ("deeper" * 12))
    services = Services(data, SystemChanges(allowed=False))
    try:
        assert ask(services.start()["DATABASE_URL"], "SELECT 1") == 1
        assert len(os.fsencode(Valkey(data).socket)) <= SOCKET_PATH_LIMIT
    finally:
        services.stop()
        postgres_home.remove(data)


def test_services_that_the_environment_names_are_left_alone(
    data: DataDirectory, monkeypatch: pytest.MonkeyPatch
) -> None:
    services = Services(data, SystemChanges(allowed=False))
    assert sorted(services.start()) == ["TSA_DATA_DIR", "TSA_SECRET_KEY"]
    assert not (data.folder / "postgres").exists()
    assert not (data.folder / "valkey").exists()
    services.stop()
