"""How long what a school said about hosting counts."""

from datetime import date, timedelta

CONFIRMED_FOR = timedelta(days=183)
"""Half a year: by then the staffing it was said for is another."""


def is_confirmed(verified_on: date, today: date) -> bool:
    """Whether the school said so lately; else it is unconfirmed, and somebody asks again."""
    return today - verified_on <= CONFIRMED_FOR
