"""The database of the tests: created and migrated by its owner, used as the application's own role."""

import os
from collections.abc import Iterator
from contextlib import closing

import psycopg2
import pytest

if not os.environ.get("DATABASE_URL"):
    from tsa_portal.runtime.services import ensure_services

    os.environ.update(ensure_services())
os.environ.setdefault("TSA_SECRET_KEY", "only-for-the-tests")


def _database_name() -> str:
    base = os.environ.get("TSA_TEST_DATABASE", "test_tsa")
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    return f"{base}_{worker}" if worker else base


def _recreate(owner: dict[str, object], name: str) -> None:
    with closing(
        psycopg2.connect(
            host=owner["HOST"],
            port=owner["PORT"] or None,
            user=owner["USER"],
            password=owner["PASSWORD"],
            dbname="postgres",
        )
    ) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
            cursor.execute(f"CREATE DATABASE \"{name}\" TEMPLATE template0 ENCODING 'UTF8'")


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    """Create and migrate as `tsa_owner`; from then on every query of the tests runs as `tsa_app`."""
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connections

    name = _database_name()
    connection = connections["default"]
    app = dict(connection.settings_dict)
    with django_db_blocker.unblock():
        connection.close()
        _recreate(settings.DATABASE_OWNER, name)
        connection.settings_dict.update({**settings.DATABASE_OWNER, "NAME": name})
        call_command("migrate", verbosity=0, interactive=False)
        connection.close()
        connection.settings_dict.update({"USER": app["USER"], "PASSWORD": app["PASSWORD"], "NAME": name})
    yield
    with django_db_blocker.unblock():
        connections.close_all()


@pytest.fixture
def alliance(db: None) -> Iterator[object]:
    """An alliance, entered: owned rows made in the test belong to it."""
    from foundation.tenancy.scope import acting_within
    from tests.factories.alliance import AllianceFactory

    alliance = AllianceFactory()
    with acting_within(alliance):
        yield alliance


@pytest.fixture
def other_alliance(db: None) -> object:
    """A second alliance, not entered: what must never be seen from the first."""
    from tests.factories.alliance import AllianceFactory

    return AllianceFactory()


@pytest.fixture
def sign_in(client: object) -> object:
    """`sign_in(alliance, Role.X, partner=…)` logs a new member in and returns (client, membership)."""
    from tests.factories.alliance import MembershipFactory

    def enter(alliance: object, *roles: str, **fields: object) -> tuple[object, object]:
        membership = MembershipFactory(alliance=alliance, roles=list(roles), **fields)
        client.force_login(membership.user)
        return client, membership

    return enter
