"""When surveys open by themselves: apps register their triggers in their `apps.py`.

A trigger says every hour of the day which occasions are due: a course session that ended yesterday, a
placement that ended, a session eight weeks ago. The alliance decides which trigger asks what, if anything.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial

from alliance.logic.academic_year import AcademicYear
from alliance.queries.feedback.audiences import People, audience_named, people_of

ANNUAL_MONTH = 6
"""June: before the plans for the next year are made, and after examinations have begun."""


@dataclass(frozen=True)
class Occasion:
    """One thing to ask about. `subject` is the same whenever it is named, so that nobody is asked twice.

    `people` is called only where it has not been asked about yet.
    """

    subject: str
    title: str
    people: People


@dataclass(frozen=True)
class Trigger:
    """`due` is called every hour of the day within the alliance's scope; it may name an occasion again."""

    key: str
    label: str
    due: Callable[[date], Iterable[Occasion]]


_triggers: dict[str, Trigger] = {}


def register_trigger(trigger: Trigger) -> None:
    """Let surveys open at these occasions. Raises ValueError when the key is taken by another."""
    if _triggers.setdefault(trigger.key, trigger) != trigger:
        raise ValueError(f"A trigger called {trigger.key} is registered already.")


def triggers() -> list[Trigger]:
    return list(_triggers.values())


def trigger_named(key: str) -> Trigger | None:
    return _triggers.get(key)


def annual(today: date) -> Iterator[Occasion]:
    """Once in June: the main contacts of partners, about the academic year that comes to its end."""
    contacts = audience_named("main_contacts")
    if today.month == ANNUAL_MONTH and contacts is not None:
        year = AcademicYear.for_date(today)
        yield Occasion(year.slug, f"Annual partner survey {year}", partial(people_of, contacts))


TRIGGERS = (Trigger("annual", "Every June, to the main contacts of partners", annual),)
