"""The database of the tests: created and migrated by its owner, used as the application's own role."""

import os
from collections.abc import Iterator

import pytest

if not os.environ.get("DATABASE_URL"):
    from tsa_portal.runtime.services import ensure_services

    os.environ.update(ensure_services())
os.environ.setdefault("TSA_SECRET_KEY", "only-for-the-tests")


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Files stay out of tests' names: made at collection, they may differ from one worker to the next."""
    return argname if isinstance(val, bytes) else None


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    """A database of this worker's own; from then on every query of the tests runs as `tsa_app`."""
    from django.db import connections

    from tests.database import copy_of_the_migrated

    with django_db_blocker.unblock():
        connections["default"].settings_dict["NAME"] = copy_of_the_migrated()
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
