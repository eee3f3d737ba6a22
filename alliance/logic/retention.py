"""When what is known of somebody is past keeping."""

from calendar import monthrange
from datetime import date

MONTHS = 12


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or the last one of a shorter month."""
    year, month = divmod(day.year * MONTHS + day.month - 1 + months, MONTHS)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def is_past_keeping(left_on: date, months: int, today: date) -> bool:
    """Whether the months since somebody left are over."""
    return months_after(left_on, months) <= today
