"""What is due about an agreement, the next one's days, and obligations as people type them."""

import hashlib
import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

NOTICES = (90, 30)
"""Days before the last one on which both sides are told that it ends."""
_YEAR_NAMED = re.compile(r"\b(20\d\d)([/–-])(\d\d)\b")
OBLIGATION_FORM = "“Partner: what they do | who there sees to it | 31/7/27”"
PARTIES = {"partner": "partner", "school": "partner", "alliance": "alliance", "we": "alliance"}


class NotAnObligation(ValueError):
    """A line that cannot be read; the message says which and why."""


@dataclass(frozen=True)
class Owed:
    """What one side owes: `party` is "partner" or "alliance"; who sees to it and until when, where said."""

    party: str
    text: str
    owner: str = ""
    due_on: date | None = None


def notice_due(*, days_left: int, told: int) -> int | None:
    """The notice to give now: 90 or 30; None where none is due, or the last one given still holds."""
    due = [days for days in NOTICES if days_left <= days]
    if not due or (told and min(due) >= told):
        return None
    return min(due)


def next_term(ends_on: date) -> tuple[date, date]:
    """The year after: from the day that follows to the day before its anniversary."""
    first = ends_on + timedelta(days=1)
    return first, a_year_after(first) - timedelta(days=1)


def a_year_after(day: date) -> date:
    """The same day of the next year; 28 February after a 29th."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return day.replace(year=day.year + 1, day=28)


def title_a_year_after(title: str) -> str:
    """With each academic year that it names (2025/26, 2025-26) moved on by one."""
    return _YEAR_NAMED.sub(_year_after, title)


def _year_after(named: re.Match[str]) -> str:
    first, between, last = int(named[1]), named[2], int(named[3])
    if (first + 1) % 100 != last:
        return named[0]
    return f"{first + 1}{between}{(last + 1) % 100:02d}"


def months_after(day: date, months: int) -> date:
    """The last day of a term of so many months that begins on `day`."""
    years, month = divmod(day.month - 1 + months, 12)
    first_of_month = date(day.year + years, month + 1, 1)
    following = (first_of_month.replace(day=28) + timedelta(days=4)).replace(day=1)
    last = (following - timedelta(days=1)).day
    return first_of_month.replace(day=min(day.day, last)) - timedelta(days=1)


def read_obligations(text: str, read_day: Callable[[str], date]) -> tuple[Owed, ...]:
    """One a line, `Partner: what | who | day`; who and day may be left out. Raises NotAnObligation."""
    lines = [line.strip() for line in text.splitlines()]
    return tuple(_read(number, line, read_day) for number, line in enumerate(lines, start=1) if line)


def _read(number: int, line: str, read_day: Callable[[str], date]) -> Owed:
    head, colon, rest = line.partition(":")
    party = PARTIES.get(head.strip().lower())
    if not colon or party is None:
        raise NotAnObligation(f"Line {number} says not whose it is. Write {OBLIGATION_FORM}.")
    what, who, when, *more = [*(part.strip() for part in rest.split("|")), "", "", ""][:4]
    if not what or any(more):
        raise NotAnObligation(f"Line {number} cannot be read. Write {OBLIGATION_FORM}.")
    try:
        return Owed(party, what, who, read_day(when) if when else None)
    except ValueError as error:
        raise NotAnObligation(f"Line {number}: “{when}” is no day. Write one such as 31/7/27.") from error


def written(owed: Iterable[Owed]) -> str:
    """The lines that `read_obligations` reads again."""
    return "\n".join(_line(one) for one in owed)


def _line(one: Owed) -> str:
    due = f"{one.due_on.day}/{one.due_on.month}/{one.due_on.year}" if one.due_on else ""
    parts = [one.text, one.owner, due]
    while parts and not parts[-1]:
        parts.pop()
    return f"{one.party.capitalize()}: {' | '.join(parts)}"


def paragraphs(text: str) -> tuple[str, ...]:
    """Split where a line is empty."""
    blocks = text.replace("\r\n", "\n").split("\n\n")
    return tuple(" ".join(block.split()) for block in blocks if block.strip())


def digest_of(said: dict[str, object]) -> str:
    """SHA-256 over what an agreement says and who signed it: its check code is the beginning."""
    return hashlib.sha256(json.dumps(said, sort_keys=True, default=str).encode()).hexdigest()
