"""Why a review is due, in words: each trigger is told on the page."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from alliance.choices import DueBecause
from alliance.logic.register.codes import STATUSES
from foundation import words


@dataclass(frozen=True)
class Trigger:
    """One reason, and the day it is from: of the register, the day the file describes.

    `before` and `after` are what the register says; of a head nothing is kept but that it is another.
    """

    because: DueBecause
    on: date
    before: str = ""
    after: str = ""

    def as_json(self) -> dict[str, str]:
        return {
            "because": self.because.value,
            "on": self.on.isoformat(),
            "before": self.before,
            "after": self.after,
        }

    @classmethod
    def read(cls, told: Mapping[str, str]) -> "Trigger":
        return cls(DueBecause(told["because"]), date.fromisoformat(told["on"]), told["before"], told["after"])


def of_news(news: Mapping[str, list[str] | None], as_at: date) -> list[Trigger]:
    """What the School register told of a partner, one trigger each."""
    return [
        Trigger(DueBecause(what), as_at, *(told or ()))
        for what, told in sorted(news.items())
        if what in DueBecause.values
    ]


def sentence(trigger: Trigger, months: int) -> str:
    """Due because the school joined Cleeve Edge Trust (School register of Tue 3 Feb 2026)."""
    return f"Due because {_why(trigger, months)}."


def short(triggers: Iterable[Trigger]) -> str:
    """For a column: Trust, Head."""
    return ", ".join(dict.fromkeys(str(trigger.because.label) for trigger in triggers))


def _why(trigger: Trigger, months: int) -> str:
    day = words.day(trigger.on)
    match trigger.because:
        case DueBecause.NEW:
            return f"the partner has had no due diligence since it joined on {day}"
        case DueBecause.CYCLE:
            return (
                f"the last review was decided on {day}, and one is due every {words.counted(months, 'month')}"
            )
        case DueBecause.BY_HAND:
            return f"it was asked for on {day}"
        case _:
            return f"{_told(trigger)} (School register of {day})"


def _told(trigger: Trigger) -> str:
    before, after = trigger.before, trigger.after
    match trigger.because:
        case DueBecause.STATUS:
            return f"the school is now {STATUSES.get(after, 'of unknown status').casefold()}"
        case DueBecause.NAME:
            return f"the school has a new name: it was {before} and is {after}"
        case DueBecause.TRUST:
            return f"the school joined {after}" if after else f"the school left {before}"
        case DueBecause.SUCCESSOR:
            return f"the school goes on as {after}" if after else "the school goes on as itself"
        case _:
            return "the school has a new headteacher"
