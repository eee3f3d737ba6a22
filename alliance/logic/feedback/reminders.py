"""When somebody who has not answered is reminded."""

from datetime import date, timedelta

AFTER = timedelta(days=7)
BEFORE_CLOSING = timedelta(days=2)
APART = timedelta(days=3)
"""Between two letters to one person, at least, whoever asks for them."""


def is_due(*, opened_on: date, closes_on: date, last_on: date | None, today: date) -> bool:
    """A week after it opened, and once more two days before it closes; never twice within three days."""
    if last_on is None or today > closes_on or today - last_on < APART:
        return False
    moments = (opened_on + AFTER, closes_on - BEFORE_CLOSING)
    return any(last_on < moment <= today for moment in moments)


def may_remind(last_on: date | None, today: date) -> bool:
    return last_on is not None and today - last_on >= APART
