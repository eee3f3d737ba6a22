import pytest

from alliance.views.approvals import deciding
from foundation.api.allowance import Allowance


@pytest.fixture(autouse=True)
def fresh_allowance(monkeypatch: pytest.MonkeyPatch) -> None:
    """What other tests asked for counts for nothing here."""
    monkeypatch.setattr(deciding, "allowance", Allowance(requests=60))
