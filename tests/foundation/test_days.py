"""Days as people write them."""

from datetime import date

import pytest

from foundation.forms.day_field import DayField
from foundation.forms.days import NotADay, read_day

TODAY = date(2026, 2, 3)  # a Tuesday


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("3/2/26", date(2026, 2, 3)),
        ("03/02/2026", date(2026, 2, 3)),
        ("3.2.26", date(2026, 2, 3)),
        ("3-2-2026", date(2026, 2, 3)),
        ("2026-02-03", date(2026, 2, 3)),
        ("31 Aug 2025", date(2025, 8, 31)),
        ("31st August 25", date(2025, 8, 31)),
        ("Tue 3 Feb 2026", date(2026, 2, 3)),
        ("1 sep", date(2025, 9, 1)),
        ("1 mar", date(2026, 3, 1)),
        ("1/9/71", date(1971, 9, 1)),
        ("today", TODAY),
        ("Yesterday", date(2026, 2, 2)),
        ("tomorrow", date(2026, 2, 4)),
        ("tuesday", TODAY),
        ("next Tuesday", date(2026, 2, 10)),
        ("last tuesday", date(2026, 1, 27)),
        ("next fri", date(2026, 2, 6)),
        ("last Monday", date(2026, 2, 2)),
        ("  3   Feb   2026 ", date(2026, 2, 3)),
    ],
)
def test_a_day_is_read_however_it_is_written(text: str, day: date) -> None:
    assert read_day(text, TODAY) == day


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("31/9/26", "September has 30 days: write a date such as 1/9/26."),
        ("29/2/2026", "February has 28 days: write a date such as 1/2/26."),
        ("2/13/26", "There is no month 13: write day, month, year, such as 3/2/26 or 3 Feb 2026."),
        ("soon", "Write a date such as 3/2/26 or 3 Feb 2026."),
        ("3/2", "Write a date such as 3/2/26 or 3 Feb 2026."),
        ("0000-01-01", "January has 31 days: write a date such as 1/1/00."),
        ("9" * 500, "Write a date such as 3/2/26 or 3 Feb 2026."),
        ("", "Write a date such as 3/2/26 or 3 Feb 2026."),
        ("29 feb", "February had 28 days in the years around: write the year too, such as 29/2/28."),
    ],
)
def test_what_is_no_day_says_what_is_wrong_and_what_to_write(text: str, sentence: str) -> None:
    with pytest.raises(NotADay) as refusal:
        read_day(text, TODAY)
    assert str(refusal.value) == sentence


def test_a_field_shows_a_day_as_it_would_be_typed_and_gives_none_for_nothing() -> None:
    field = DayField(required=False)
    assert (field.prepare_value(date(2026, 2, 3)), field.clean("")) == ("3/2/2026", None)
    assert field.has_changed(date(2026, 2, 3), "3 Feb 2026") is False
    assert field.has_changed(date(2026, 2, 3), "nonsense") is True
