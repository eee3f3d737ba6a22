"""What the clock does in each alliance once a night, or every hour: apps bring it, a job of the alliance does
it.
"""

from collections.abc import Callable
from datetime import datetime

Round = Callable[[datetime], object]
"""Does what is due at that moment in the alliance in scope, in a transaction of its own. May run twice."""

_rounds: dict[str, Round] = {}
_hourly: dict[str, Round] = {}


def register_round(name: str, work: Round) -> None:
    """Have `work` called every night in every alliance. Raises ValueError when the name is taken."""
    if _rounds.setdefault(name, work) is not work:
        raise ValueError(f"Something called {name} is already done every night.")


def register_hourly(name: str, work: Round) -> None:
    """Have `work` called every hour in every alliance. Raises ValueError when the name is taken."""
    if _hourly.setdefault(name, work) is not work:
        raise ValueError(f"Something called {name} is already done every hour.")


def rounds() -> list[Round]:
    """In the order in which they were registered."""
    return list(_rounds.values())


def hourly_rounds() -> list[Round]:
    """In the order in which they were registered."""
    return list(_hourly.values())
