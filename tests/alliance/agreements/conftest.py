from typing import Any

import pytest

from alliance.choices import Role
from alliance.models import Membership
from alliance.views.approvals import deciding
from foundation.api.allowance import Allowance
from tests.factories.alliance import MembershipFactory


@pytest.fixture(autouse=True)
def fresh_allowance(monkeypatch: pytest.MonkeyPatch) -> None:
    """What other tests asked for counts for nothing here."""
    monkeypatch.setattr(deciding, "allowance", Allowance(requests=60))


@pytest.fixture
def lead(alliance: Any) -> Membership:
    return MembershipFactory(alliance=alliance, roles=[Role.STRATEGIC_LEAD], user__full_name="Priya Nandwani")
