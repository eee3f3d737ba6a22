"""An alliance with everything a report needs, and people who may ask for one."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from alliance.choices import Role
from alliance.models import Alliance
from foundation.tenancy.scope import acting_within
from tests.database import around_the_tests
from tests.factories import reporting
from tests.factories.alliance import AllianceFactory, MembershipFactory


@pytest.fixture(autouse=True)
def files(tmp_path: Path, settings: Any) -> Path:
    """Documents of the tests go to a folder of their own."""
    settings.MEDIA_ROOT = tmp_path / "files"
    return settings.MEDIA_ROOT


@pytest.fixture(scope="module")
def furnished_once(django_db_setup: None, django_db_blocker: Any) -> Iterator[int]:
    """The id of an alliance that is furnished once for all tests of a module."""
    with django_db_blocker.unblock(), around_the_tests():
        yield reporting.furnished().pk


@pytest.fixture
def alliance(request: pytest.FixtureRequest, db: None) -> Iterator[Alliance]:
    """An alliance, entered; where a test asks for a furnished one, that."""
    if "furnished" in request.fixturenames:
        alliance = Alliance.objects.get(pk=request.getfixturevalue("furnished_once"))
    else:
        alliance = AllianceFactory()
    with acting_within(alliance):
        yield alliance


@pytest.fixture
def furnished(furnished_once: int, alliance: Alliance) -> Alliance:
    """As if it had been furnished for this test."""
    return alliance


@pytest.fixture
def lead(alliance: Any) -> Any:
    """The user who is the alliance's strategic lead."""
    return MembershipFactory(alliance=alliance, roles=[Role.STRATEGIC_LEAD]).user


@pytest.fixture
def administrator(alliance: Any) -> Any:
    return MembershipFactory(alliance=alliance, roles=[Role.ADMINISTRATOR]).user
