"""The drill of docs/operations.md: back up, lose everything, restore, and find all as it was."""

import json
import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import psycopg2
import pytest
from django.conf import settings as portal_settings
from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.test import Client
from psycopg2 import sql

from alliance.actions.contacts import remove_contact
from alliance.models import Contact, Partner
from foundation.erasure.log import COPY
from foundation.erasure.models import Erasure
from foundation.tenancy.gates import breaches
from foundation.tenancy.scope import acting_within
from tests.api_client import system_of
from tests.factories.alliance import AllianceFactory, ContactFactory, MembershipFactory, PartnerFactory
from tests.factories.reporting import drafted
from tests.sync.follower import Follower, comparable, truth
from tsa_portal.runtime import archive, backup
from tsa_portal.runtime.bench_database import VARIABLES, with_database
from tsa_portal.runtime.problem import Problem
from tsa_portal.runtime.restore import Restore, carry_out

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("restore")]

NOT_COMPARED = {
    *backup.LEFT_OUT,
    "foundation_change",  # begun anew: transaction ids mean nothing in another database
    "foundation_feedgeneration",
}


DIGEST = "SELECT count(*), md5(coalesce(string_agg(t::text, chr(10) ORDER BY t::text), '')) FROM {} AS t"


@pytest.fixture
def variables(tmp_path: Path, settings: Any) -> dict[str, str]:
    """The services of the tests, with this test's database and a data directory of its own."""
    settings.DATA_DIR = tmp_path / "data"
    settings.MEDIA_ROOT = settings.DATA_DIR / "files"
    settings.MEDIA_ROOT.mkdir(parents=True)
    name = connection.settings_dict["NAME"]
    databases = {key: with_database(os.environ[key], name) for key in VARIABLES}
    return {**os.environ, **databases, "TSA_DATA_DIR": str(settings.DATA_DIR)}


@pytest.fixture
def partner() -> Partner:
    """Of an alliance with contacts and a report, beside another alliance."""
    alliance, other = AllianceFactory(), AllianceFactory()
    for each in (alliance, other):
        member = MembershipFactory(alliance=each)
        with acting_within(each), transaction.atomic():
            partners = [PartnerFactory() for _ in range(3)]
            for number in range(6):
                ContactFactory(partner=partners[number % 3])
            drafted(each, member.user)
    with acting_within(alliance), transaction.atomic():
        return Partner.objects.order_by("pk")[0]


@contextmanager
def as_owner(variables: dict[str, str], **options: str) -> Iterator[Any]:
    with closing(psycopg2.connect(variables["DATABASE_OWNER_URL"], **options)) as owner:
        owner.autocommit = True
        with owner.cursor() as cursor:
            yield cursor


def everything(variables: dict[str, str]) -> dict[str, tuple[int, str]]:
    """Rows and a digest of every table that is compared, past row-level security."""
    found = {}
    with as_owner(variables) as cursor:
        cursor.execute(backup.TABLES)
        for (table,) in cursor.fetchall():
            if table not in NOT_COMPARED:
                cursor.execute(sql.SQL(DIGEST).format(sql.Identifier(table)))
                found[table] = cursor.fetchone()
    return found


def files(variables: dict[str, str]) -> dict[str, bytes]:
    folder = Path(variables["TSA_DATA_DIR"]) / "files"
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def lose_everything(variables: dict[str, str]) -> None:
    """As when the machine burns down: an empty database, and no files."""
    connection.close()
    name = sql.Identifier(connection.settings_dict["NAME"])
    with as_owner(variables, dbname="postgres") as cursor:
        cursor.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(name))
        cursor.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'").format(name))
    for path in list(files(variables)):
        (Path(variables["TSA_DATA_DIR"]) / "files" / path).unlink()


def restored(variables: dict[str, str], path: Path, *, replace: bool = False) -> None:
    connection.close()
    with archive.opened(path) as source:
        source.verify()
        carry_out(Restore(source, variables), replace=replace)


def databases(variables: dict[str, str]) -> list[str]:
    """The database of this test, and what a restore may have left beside it, now or when it was killed."""
    with as_owner(variables, dbname="postgres") as cursor:
        name = connection.settings_dict["NAME"]
        cursor.execute(
            "SELECT datname FROM pg_database WHERE datname = %s OR datname ~ %s",
            [name, f"^{name}_(restoring|before)_"],
        )
        return [name for (name,) in cursor.fetchall()]


def remarks(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.startswith("  Remark")]


def test_the_drill(
    variables: dict[str, str], partner: Partner, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    system = system_of(partner)
    follower = Follower(system)
    follower.to_the_end()
    member = MembershipFactory()
    Client().force_login(member.user)
    before, kept, beside = everything(variables), files(variables), databases(variables)
    assert (len(kept), Session.objects.count()) == (2, 1)

    manifest = backup.make(variables, tmp_path / "tsa.tar")
    assert {name: rows for name, (rows, _) in before.items()} == {
        name: rows for name, rows in manifest.rows.items() if name in before
    }
    lose_everything(variables)
    restored(variables, tmp_path / "tsa.tar")

    assert everything(variables) == before
    assert files(variables) == kept
    assert remarks(capsys.readouterr().out) == []
    with connection.cursor() as cursor:
        assert breaches(cursor) == []
    assert Session.objects.count() == 0
    assert databases(variables) == beside
    assert sorted(path.name for path in portal_settings.DATA_DIR.iterdir()) == ["files"]

    assert follower.system.get(follower.next).status_code == 410
    follower.to_the_end()
    assert follower.resyncs == 1
    seen = truth(system)
    assert comparable(follower.mirror, seen) == seen


def test_what_was_erased_after_the_backup_is_erased_again(
    variables: dict[str, str], partner: Partner, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One that only the replaced database remembers, one that only the copy beside the files does."""
    by = MembershipFactory().user
    with acting_within(partner.alliance_id), transaction.atomic():
        contacts = list(Contact.objects.order_by("pk"))
    backup.make(variables, tmp_path / "tsa.tar")
    for contact in contacts[:2]:
        with acting_within(partner.alliance_id), transaction.atomic():
            remove_contact(contact=contact, by=by)
    copy = portal_settings.DATA_DIR / COPY
    _, second = copy.read_text().splitlines()
    assert json.loads(second)["subject"] == str(contacts[1].public_id)
    copy.write_text(f"{second}\n")
    with as_owner(variables) as cursor:
        cursor.execute("DELETE FROM foundation_erasure WHERE public_id = %s", [json.loads(second)["id"]])
    restored(variables, tmp_path / "tsa.tar", replace=True)
    with acting_within(partner.alliance_id), transaction.atomic():
        assert list(Contact.objects.order_by("pk")) == contacts[2:]
    erased = [str(contact.public_id) for contact in contacts[:2]]
    assert list(Erasure.objects.order_by("at").values_list("subject", flat=True)) == erased
    assert remarks(capsys.readouterr().out) == [
        "  Remark: erased again what had been erased since the backup: 2"
    ]


def test_what_would_be_lost_is_said_and_nothing_is_lost_until_told_to(
    variables: dict[str, str], partner: Partner, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first, second = files(variables)
    (portal_settings.MEDIA_ROOT / first).unlink()
    (portal_settings.MEDIA_ROOT / second).write_bytes(b"another")
    backup.make(variables, tmp_path / "tsa.tar")
    with acting_within(partner.alliance_id), transaction.atomic():
        PartnerFactory(name="After the backup")
    held = "2 alliances, 2 people who can log in, 7 partners, 12 contacts, 2 report versions"
    before = everything(variables)
    with pytest.raises(Problem) as refused:
        restored(variables, tmp_path / "tsa.tar")
    assert str(refused.value) == (
        f"The database is not empty. Lost would be: {held}.\n  To lose it: add --replace"
    )
    assert everything(variables) == before
    restored(variables, tmp_path / "tsa.tar", replace=True)
    told = capsys.readouterr().out
    assert f"  Replaced, and lost: {held}\n" in told
    assert sorted(remarks(told)) == sorted(
        [
            f"  Remark: {first}: the file is not there",
            f"  Remark: {second}: the file is not the one that was made",
        ]
    )
    with acting_within(partner.alliance_id), transaction.atomic():
        assert Partner.objects.filter(name="After the backup").count() == 0


def test_while_somebody_uses_the_database_it_is_not_replaced(
    variables: dict[str, str], partner: Partner, tmp_path: Path
) -> None:
    backup.make(variables, tmp_path / "tsa.tar")
    connection.close()
    with (
        closing(psycopg2.connect(variables["DATABASE_URL"])),
        pytest.raises(Problem, match="is in use: 1 conn"),
    ):
        restored(variables, tmp_path / "tsa.tar", replace=True)


def test_a_backup_with_tables_of_a_newer_portal_is_refused_and_nothing_changed(
    variables: dict[str, str], partner: Partner, tmp_path: Path
) -> None:
    with as_owner(variables) as cursor:
        cursor.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('alliance', '9999_to_come', now())"
        )
    backup.make(variables, tmp_path / "tsa.tar")
    with as_owner(variables) as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE name = '9999_to_come'")
    before = everything(variables)
    with pytest.raises(Problem, match=r"newer portal: this one does not know alliance\.9999_to_come"):
        restored(variables, tmp_path / "tsa.tar", replace=True)
    assert everything(variables) == before


def test_rows_that_the_manifest_did_not_count_stop_it_and_nothing_changed(
    variables: dict[str, str], partner: Partner, tmp_path: Path
) -> None:
    backup.make(variables, tmp_path / "tsa.tar")
    before, kept, beside = everything(variables), files(variables), databases(variables)
    connection.close()
    with archive.opened(tmp_path / "tsa.tar") as source:
        source.manifest.rows["alliance_partner"] += 1
        with pytest.raises(Problem, match="alliance_partner has not the 7 rows"):
            carry_out(Restore(source, variables), replace=True)
    assert (everything(variables), files(variables)) == (before, kept)
    assert databases(variables) == beside


def test_a_backup_is_not_written_over_another(
    variables: dict[str, str], partner: Partner, tmp_path: Path
) -> None:
    backup.make(variables, tmp_path / "tsa.tar")
    with pytest.raises(Problem, match="is there already"):
        backup.make(variables, tmp_path / "tsa.tar")


def test_no_password_is_seen_in_the_list_of_processes(variables: dict[str, str]) -> None:
    from tsa_portal.runtime.server import connection_variables

    given = connection_variables("postgresql://tsa_backup:s3cret@db.example:5433/tsa?sslmode=require")
    assert given == {
        "PGHOST": "db.example",
        "PGPORT": "5433",
        "PGUSER": "tsa_backup",
        "PGPASSWORD": "s3cret",
        "PGDATABASE": "tsa",
        "PGSSLMODE": "require",
    }
