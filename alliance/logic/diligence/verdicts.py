"""What a review may end in, given what its checks found; and when the next one is due."""

from calendar import monthrange
from collections.abc import Collection, Sequence
from datetime import date, timedelta
from math import ceil

from alliance.choices import CheckState, DiligenceState

DAYS_TO_FINISH = 30
"""From the day something happened to the day the review is to be over."""
OPENED_BEFORE = timedelta(days=30)
"""A review by cycle opens so long before its day."""
CYCLE_MONTHS = range(3, 61)
A_MONTH = 5
"""So many first reviews a month at least, where many partners were never checked."""


def finish_by(opened: date) -> date:
    return opened + timedelta(days=DAYS_TO_FINISH)


def next_due(decided: date, months: int) -> date:
    """The same day so many months on; the last of the month where there is none."""
    number = decided.month - 1 + months
    year, month = decided.year + number // 12, number % 12 + 1
    return date(year, month, min(decided.day, monthrange(year, month)[1]))


def first_due(count: int, today: date, months: int) -> list[date]:
    """By when each of so many partners that were never checked is to be: a handful a month, or as many as has
    everybody's turn come within one cycle of so many months.
    """
    a_month = max(A_MONTH, ceil(count / months))
    return [next_due(finish_by(today), place // a_month) for place in range(count)]


def refusal_of(outcome: str, checks: Collection[str], *, actions_open: int, note: str) -> str:
    """Why a review with these checks cannot end so; "" where it can."""
    unanswered = sum(state == CheckState.OPEN for state in checks)
    unmet = sum(state == CheckState.NOT_MET for state in checks)
    if outcome == DiligenceState.FAILED:
        return "" if note else "Say why it failed: the partner and the board will ask."
    if unanswered:
        noun = "check is" if unanswered == 1 else "checks are"
        return f"{unanswered} {noun} not answered yet. Answer each, or let the review fail with a reason."
    if outcome == DiligenceState.PASSED and unmet:
        noun = "check is" if unmet == 1 else "checks are"
        return f"{unmet} {noun} not met. Pass it with actions, or let it fail."
    if outcome == DiligenceState.PASSED and actions_open:
        return "An action is still open. Finish it, or pass the review with actions."
    if outcome == DiligenceState.PASSED_WITH_ACTIONS and not actions_open:
        return "Add the action first: what is to be done, by whom and by when."
    return ""


def progress(checks: Sequence[str]) -> tuple[int, int]:
    """How many checks are answered, of how many."""
    return sum(state != CheckState.OPEN for state in checks), len(checks)
