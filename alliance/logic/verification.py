"""How long a contact counts as verified, and what they are after that (domain.md §1.2)."""

from datetime import date, timedelta
from enum import StrEnum

VERIFIED_FOR = timedelta(days=365)
"""A year: people change posts in September, and a list that is checked yearly finds them out."""


class Standing(StrEnum):
    """Where a contact stands today."""

    VERIFIED = "verified"
    DUE = "due"
    NEVER = "never"


def standing(verified_on: date | None, today: date) -> Standing:
    """Verified on the day itself and for the 365 days after it."""
    if verified_on is None:
        return Standing.NEVER
    return Standing.VERIFIED if today <= due_on(verified_on) else Standing.DUE


def due_on(verified_on: date) -> date:
    """The last day on which a check of `verified_on` still holds."""
    return verified_on + VERIFIED_FOR


def oldest_verified(today: date) -> date:
    """The earliest day of a check that still holds `today`."""
    return today - VERIFIED_FOR
