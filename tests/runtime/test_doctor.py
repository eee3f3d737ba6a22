"""What `./portal doctor` finds: each line with what mends it, and no secret in any."""

import os
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from foundation.health.models import Part
from foundation.health.pulse import tell
from tsa_portal.doctor import database, machine, portal
from tsa_portal.doctor.findings import Check, Finding, fail, findings, ok, warn
from tsa_portal.management.commands import doctor
from tsa_portal.runtime import server
from tsa_portal.runtime.bench_database import with_database


@pytest.fixture
def own_database(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The roles' addresses name the test's database."""
    for variable in ("DATABASE_URL", "DATABASE_OWNER_URL", "DATABASE_BACKUP_URL"):
        name = connection.settings_dict["NAME"]
        monkeypatch.setenv(variable, with_database(os.environ[variable], name))


def found(check: Check) -> list[Finding]:
    return list(check())


def levels(check: Check) -> list[str]:
    return [finding.level for finding in check()]


def test_a_line_says_how_it_is_and_what_mends_it() -> None:
    assert str(ok("All is well")) == "ok    All is well"
    assert str(warn("It is late", "./portal run relay")) == "warn  It is late\n        ./portal run relay"


def test_a_check_that_breaks_is_a_finding_and_the_others_go_on() -> None:
    def breaks() -> Iterator[Finding]:
        raise RuntimeError("postgresql://tsa_app:s3cret@db/tsa")

    told = list(findings((breaks, lambda: iter([ok("The next")]))))
    assert [finding.level for finding in told] == ["fail", "ok"]
    assert "s3cret" not in str(told[0])


def test_the_roles_are_as_they_should_be(own_database: None) -> None:
    version, *rights = found(database.roles)
    assert version.what.startswith("PostgreSQL ")
    assert rights == [
        ok("tsa_app can see the alliance it acts for"),
        ok("tsa_owner can migrate and restore"),
        ok("tsa_backup can make backups"),
    ]


def test_a_role_that_can_see_every_alliance_is_not_for_web_and_workers(
    own_database: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", os.environ["DATABASE_OWNER_URL"])
    told = found(database.roles)[1]
    assert told == fail(
        "tsa_owner can do more than it should", "ALTER ROLE tsa_owner NOBYPASSRLS NOCREATEDB NOCREATEROLE;"
    )


def test_a_wrong_password_is_told_without_the_password(
    own_database: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = os.environ["DATABASE_BACKUP_URL"]
    password = url.split(":")[2].split("@")[0]
    monkeypatch.setenv("DATABASE_BACKUP_URL", url.replace(password, "guessed-wrongly"))
    told = found(database.roles)[-1]
    assert (told.level, "DATABASE_BACKUP_URL" in told.what) == ("fail", True)
    assert [word for word in (password, "guessed-wrongly") if word in str(told)] == []


def test_migrations_still_to_run_are_named(own_database: None, transactional_db: None) -> None:
    """Those of the reports have not run: as after a new version came."""
    assert levels(database.tables) == ["ok", "ok"]
    (only,) = MigrationLoader(None).graph.leaf_nodes("reporting")
    rename = "UPDATE django_migrations SET app = %s WHERE app = %s"
    with server.session(os.environ["DATABASE_OWNER_URL"]) as owner, owner.cursor() as cursor:
        cursor.execute(rename, ["another", "reporting"])
        told = found(database.tables)
        cursor.execute(rename, ["reporting", "another"])
    assert told == [fail(f"1 migrations are still to run: {'.'.join(only)}", "./portal run migrate")]


def test_both_clocks_agree(db: None) -> None:
    assert levels(database.clock) == ["ok"]


def test_processes_that_are_not_there_are_named_with_the_line_that_starts_them(db: None) -> None:
    tell(Part.RELAY, feed_lag=500)
    tell(Part.BEAT)
    told = found(portal.processes)
    assert told[:3] == [
        ok("Relay is running"),
        warn("Worker is missing", "./portal run worker"),
        ok("Clock is running"),
    ]
    assert told[-1].what == "The change feed is 500 s late"


def test_a_queue_that_is_away_or_may_forget_is_told(settings: Any) -> None:
    assert levels(portal.queue) == ["ok"]
    settings.REDIS_URL = "redis://:s3cret@127.0.0.1:1/0"
    (told,) = found(portal.queue)
    assert (told.level, "s3cret" in str(told)) == ("fail", False)


@pytest.mark.parametrize(
    ("given", "sentences"),
    [
        ({}, ["People reach the portal at https://portal.example.org"]),
        ({"ALLOWED_HOSTS": ["other.example.org"]}, ["TSA_ADDRESS names portal.example.org, which"]),
        (
            {"ADDRESS": "http://portal.example.org", "SECURE": False},
            ["People reach", "Passwords travel in the clear"],
        ),
        ({"ALLAUTH_TRUSTED_PROXY_COUNT": 0}, ["People reach", "Every log-in seems to come from the proxy"]),
        ({"ALLOWED_HOSTS": ["*"]}, ["People reach", "Any host name is answered"]),
        ({"SECRET_KEY": "short"}, ["People reach", "TSA_SECRET_KEY is short"]),
    ],
)
def test_an_address_that_would_not_work_or_not_be_safe_is_told(
    settings: Any, given: dict[str, Any], sentences: list[str]
) -> None:
    well = {
        "ADDRESS": "https://portal.example.org",
        "SECURE": True,
        "ALLOWED_HOSTS": ["portal.example.org"],
        "ALLAUTH_TRUSTED_PROXY_COUNT": 1,
        "SECRET_KEY": "k" * 60,
    }
    for name, value in {**well, **given}.items():
        setattr(settings, name, value)
    told = [finding.what for finding in found(portal.address)]
    assert [what[: len(start)] for what, start in zip(told, sentences, strict=True)] == sentences


def test_a_mail_server_is_looked_for_without_sending_anything(settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.DEFAULT_FROM_EMAIL = "TSA Portal <portal@example.org>"
    with socket.create_server(("127.0.0.1", 0)) as server:
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.getsockname()
        assert levels(portal.mail) == ["ok"]
    assert levels(portal.mail) == ["fail"]
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    assert levels(portal.mail) == ["warn"]


def test_a_data_directory_that_cannot_be_used_is_told(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path
    assert levels(machine.data_directory) == ["ok"]
    settings.DATA_DIR = tmp_path / "not there"
    assert found(machine.data_directory)[0].mend.startswith("mkdir -p -m 0700")


def test_the_exit_status_says_whether_anything_failed(
    db: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(doctor, "CHECKS", (lambda: iter([ok("One"), warn("Two", "mend it")]),))
    call_command("doctor")
    assert capsys.readouterr().out.splitlines()[-1] == "1 ok, 1 to look at, 0 failed"
    monkeypatch.setattr(doctor, "CHECKS", (lambda: iter([fail("Three", "mend it")]),))
    with pytest.raises(SystemExit) as ended:
        call_command("doctor")
    assert ended.value.code == 1


def test_every_line_that_is_not_well_says_what_mends_it(own_database: None) -> None:
    told = list(findings(doctor.CHECKS))
    assert [finding for finding in told if finding.level != "ok" and not finding.mend] == []
    secrets = {
        os.environ[name].split(":")[2].split("@")[0] for name in ("DATABASE_URL", "DATABASE_OWNER_URL")
    }
    assert [finding for finding in told for secret in secrets if secret in str(finding)] == []
