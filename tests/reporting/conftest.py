"""An alliance with everything a report needs, and people who may ask for one."""

from pathlib import Path
from typing import Any

import pytest

from alliance.choices import Role
from tests.factories.alliance import MembershipFactory
from tests.factories.reporting import furnish


@pytest.fixture(autouse=True)
def files(tmp_path: Path, settings: Any) -> Path:
    """Documents of the tests go to a folder of their own."""
    settings.MEDIA_ROOT = tmp_path / "files"
    return settings.MEDIA_ROOT


@pytest.fixture
def furnished(alliance: Any) -> Any:
    furnish(alliance)
    return alliance


@pytest.fixture
def lead(alliance: Any) -> Any:
    """The user who is the alliance's strategic lead."""
    return MembershipFactory(alliance=alliance, roles=[Role.STRATEGIC_LEAD]).user


@pytest.fixture
def administrator(alliance: Any) -> Any:
    return MembershipFactory(alliance=alliance, roles=[Role.ADMINISTRATOR]).user
