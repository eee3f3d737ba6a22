"""The bank holidays that the portal carries, against those that GOV.UK published."""

import json
from datetime import date

import pytest

from foundation.calendars.bank_holidays import bank_holidays
from tests.realdata.published import DATA

pytestmark = pytest.mark.realdata
PUBLISHED = DATA / "calendar" / "bank-holidays.json"


@pytest.mark.skipif(not PUBLISHED.exists(), reason=f"{PUBLISHED} is not there: set TSA_REAL_DATA.")
def test_they_are_those_of_england_that_the_government_named() -> None:
    events = json.loads(PUBLISHED.read_text(encoding="utf-8"))["england-and-wales"]["events"]
    named = {(date.fromisoformat(event["date"]), event["title"]) for event in events}
    until = min(max(on for on, _ in named), bank_holidays()[-1].on)
    carried = {(one.on, one.name) for one in bank_holidays() if one.on <= until}
    assert carried == {(on, title) for on, title in named if on <= until}
