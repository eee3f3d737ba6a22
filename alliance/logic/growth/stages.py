"""How long a prospect may stay in one stage before somebody should look at it."""

from datetime import date

USUAL_DAYS = {
    "prospect": 90,
    "enquiry": 21,
    "assessed": 30,
    "due_diligence": 45,
    "board_decision": 60,
    "onboarding": 60,
}
"""By stage. Longer than that, and nobody seems to be working on it."""


def days_between(since: date, today: date) -> int:
    """Days in a stage; the day it came there counts as none."""
    return max((today - since).days, 0)


def is_stuck(stage: str, days: int) -> bool:
    """Longer in its stage than is usual; what is over is never stuck."""
    return stage in USUAL_DAYS and days > USUAL_DAYS[stage]
