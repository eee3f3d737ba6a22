"""Followers here ask as fast as they can."""

import pytest

from foundation.api.allowance import Allowance


@pytest.fixture(autouse=True)
def no_allowance(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("alliance.api.base._allowance", Allowance(requests=1_000_000))
