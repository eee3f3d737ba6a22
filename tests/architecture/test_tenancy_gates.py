"""The database holds tenancy, and each gate is shown to catch what it is for."""

from collections.abc import Iterator
from contextlib import closing
from typing import Any

import psycopg2
import pytest
from django.conf import settings
from django.db import connection, transaction

from foundation.tenancy import gates
from foundation.tenancy.boot import UnsafeDatabase, refuse_unsafe_database
from foundation.tenancy.postgresql import cursor as cursors
from foundation.tenancy.scope import acting_within
from tests.factories.alliance import AllianceFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner() -> Iterator[Any]:
    """A cursor of the owning role on the test database; what it changes is rolled back."""
    name = connection.settings_dict["NAME"]
    role = settings.DATABASE_OWNER
    with (
        closing(
            psycopg2.connect(
                host=role["HOST"],
                port=role["PORT"] or None,
                user=role["USER"],
                password=role["PASSWORD"],
                dbname=name,
            )
        ) as owning,
        owning.cursor() as cursor,
    ):
        yield cursor
        owning.rollback()


def test_no_gate_finds_anything(owner: Any) -> None:
    assert gates.breaches(owner) == []


def test_every_model_is_owned_or_global_with_a_reason() -> None:
    assert gates.unplaced_models(settings.GLOBAL_MODELS) == []
    assert all(settings.GLOBAL_MODELS.values())


def test_a_model_of_no_plane_is_found() -> None:
    short = {label: reason for label, reason in settings.GLOBAL_MODELS.items() if label != "alliance.User"}
    assert gates.unplaced_models(short) == ["alliance.User is neither owned nor global"]


MUTATIONS = {
    "a dropped policy": (
        "DROP POLICY alliance_partner_alliance ON alliance_partner",
        ["alliance_partner: no restrictive alliance policy"],
    ),
    "a policy widened by OR": (
        "ALTER POLICY alliance_partner_alliance ON alliance_partner"
        " USING (alliance_id = current_setting('app.alliance_id')::bigint OR true)",
        ["alliance_partner: no restrictive alliance policy"],
    ),
    "a lenient policy": (
        "ALTER POLICY alliance_partner_alliance ON alliance_partner"
        " USING (alliance_id = nullif(current_setting('app.alliance_id', true), '')::bigint)",
        ["alliance_partner: no restrictive alliance policy"],
    ),
    "dropped FORCE": (
        "ALTER TABLE alliance_contact NO FORCE ROW LEVEL SECURITY",
        ["alliance_contact: row-level security is not enabled and forced"],
    ),
    "disabled row security": (
        "ALTER TABLE alliance_contact DISABLE ROW LEVEL SECURITY",
        ["alliance_contact: row-level security is not enabled and forced"],
    ),
    "a plain foreign key": (
        "ALTER TABLE alliance_contact DROP CONSTRAINT contact_partner_fk,"
        " ADD CONSTRAINT plain FOREIGN KEY (partner_id) REFERENCES alliance_partner (id)",
        ["alliance_contact: foreign key plain does not carry the alliance"],
    ),
    "a dropped foreign key": (
        "ALTER TABLE alliance_contact DROP CONSTRAINT contact_partner_fk",
        ["alliance_contact: partner_id refers to an owned row without a foreign key"],
    ),
    "a unique index across alliances": (
        "CREATE UNIQUE INDEX across ON alliance_contact (public_id)",
        ["alliance_contact: unique index across does not lead with the alliance"],
    ),
    "a materialised view": (
        "CREATE MATERIALIZED VIEW all_partners AS SELECT * FROM alliance_partner",
        ["materialised view all_partners goes around row-level security"],
    ),
    "a view of its owner": (
        "CREATE VIEW all_partners AS SELECT id FROM alliance_partner",
        ["view without security_invoker all_partners goes around row-level security"],
    ),
    "a second security definer": (
        "CREATE FUNCTION peek() RETURNS bigint LANGUAGE sql SECURITY DEFINER AS 'SELECT 1::bigint'",
        ["security definer function peek goes around row-level security"],
    ),
    "a right to truncate": (
        "GRANT TRUNCATE ON alliance_partner TO tsa_app",
        ["tsa_app may truncate alliance_partner goes around row-level security"],
    ),
    "a table nobody declared": (
        "CREATE TABLE stray (alliance_id bigint)",
        ["stray: has an alliance and no model"],
    ),
    "a partition outside row security": (
        "CREATE TABLE parted () INHERITS (alliance_contact)",
        ["parted: row-level security is not enabled and forced", "parted: has an alliance and no model"],
    ),
}


@pytest.mark.parametrize("mutation", MUTATIONS)
def test_a_gate_catches(mutation: str, owner: Any) -> None:
    statement, expected = MUTATIONS[mutation]
    owner.execute(statement)
    assert gates.breaches(owner) == expected


def scope_after_the_transaction() -> str:
    with acting_within(AllianceFactory()), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('app.alliance_id')")
        assert cursor.fetchone() != ("",)
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(current_setting('app.alliance_id', true), '')")
        return cursor.fetchone()[0]


@pytest.mark.django_db(transaction=True)
def test_the_scope_ends_with_its_transaction() -> None:
    assert scope_after_the_transaction() == ""


@pytest.mark.django_db(transaction=True)
def test_a_session_level_scope_would_be_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cursors, "SET_SCOPE", cursors.SET_SCOPE.replace("true", "false"))
    assert scope_after_the_transaction() != ""
    connection.close()


def test_web_and_worker_start_as_the_application_role() -> None:
    refuse_unsafe_database()


def test_web_and_worker_refuse_a_role_that_can_bypass(monkeypatch: pytest.MonkeyPatch, owner: Any) -> None:
    monkeypatch.setattr("foundation.tenancy.boot.connection", owner.connection)
    with pytest.raises(UnsafeDatabase, match="tsa_owner can pass row-level security"):
        refuse_unsafe_database()
