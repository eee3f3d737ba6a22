"""Bank holidays of England as GOV.UK publishes them, from the copy in the package: nothing is fetched."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from govuk_bank_holidays.bank_holidays import BankHolidays


@dataclass(frozen=True, order=True)
class BankHoliday:
    """`note` says "Substitute day" where it is not the feast itself."""

    on: date
    name: str
    note: str = ""


@lru_cache(maxsize=1)
def bank_holidays() -> tuple[BankHoliday, ...]:
    """All that are known, in order. The government names them two years ahead."""
    published = BankHolidays(use_cached_holidays=True).get_holidays(BankHolidays.ENGLAND_AND_WALES)
    return tuple(sorted(BankHoliday(one["date"], one["title"], one["notes"] or "") for one in published))


def bank_holidays_between(first: date, last: date) -> list[BankHoliday]:
    return [one for one in bank_holidays() if first <= one.on <= last]
