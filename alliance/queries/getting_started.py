"""The first steps of an alliance, from the day it is made to its first report.

Each step knows by itself whether it is done. Apps bring theirs in their `apps.py`.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, QuerySet
from django.urls import reverse

from alliance import policy
from alliance.models import Alliance, Membership, SkippedStep

WHOLE = "everything"
"""The key under which the list as a whole is put away."""

Done = bool | QuerySet | tuple[QuerySet, ...]
"""Whether it is done, or what is there once it is: any row of any of these."""


@dataclass(frozen=True)
class FirstStep:
    """What an app registers: what to do, what it is good for, and the one button that leads to it.

    `route` takes the alliance's slug, then `arguments`. `done` is asked within the alliance's scope. Steps
    are shown by `order`; programmes take places from 100 on, and the first report stands last.
    """

    key: str
    title: str
    why: str
    verb: str
    route: str
    done: Callable[[Alliance], Done]
    order: int
    arguments: Mapping[str, Any] = field(default_factory=dict)

    def href(self, slug: str) -> str:
        return reverse(self.route, kwargs={"slug": slug, **self.arguments})


@dataclass(frozen=True)
class StepStanding:
    """A step, and how it stands with one alliance: done, skipped or open."""

    key: str
    title: str
    why: str
    verb: str
    href: str
    done: bool
    skipped: bool

    @property
    def is_open(self) -> bool:
        return not self.done and not self.skipped


@dataclass(frozen=True)
class GettingStarted:
    """All the steps in order, and whether the list as a whole was put away."""

    steps: tuple[StepStanding, ...]
    put_away: bool

    @property
    def open(self) -> list[StepStanding]:
        return [step for step in self.steps if step.is_open]

    @property
    def done(self) -> list[StepStanding]:
        return [step for step in self.steps if step.done]

    @property
    def skipped(self) -> list[StepStanding]:
        """Left out and not done: what was done since is done."""
        return [step for step in self.steps if step.skipped and not step.done]

    @property
    def is_shown(self) -> bool:
        """On Today: while anything is open, unless it was put away."""
        return bool(self.open) and not self.put_away

    @property
    def words(self) -> str:
        return f"{len(self.done)} of {len(self.steps)} done"


_STEPS: dict[str, FirstStep] = {}


def register_step(*steps: FirstStep) -> None:
    """Add steps. Raises ValueError for a key that another step has."""
    for step in steps:
        known = _STEPS.setdefault(step.key, step)
        if known.title != step.title or step.key == WHOLE:
            raise ValueError(f"There is a first step “{step.key}” already.")


def first_steps() -> list[FirstStep]:
    return sorted(_STEPS.values(), key=lambda step: (step.order, step.key))


def is_step(key: str) -> bool:
    return key in _STEPS


def getting_started(alliance: Alliance) -> GettingStarted:
    """How the alliance in scope stands with each step: two queries, however many steps there are."""
    steps, skipped = first_steps(), set(SkippedStep.objects.values_list("key", flat=True))
    done = _done(alliance, steps)
    return GettingStarted(
        tuple(
            StepStanding(
                step.key,
                step.title,
                step.why,
                step.verb,
                step.href(alliance.slug),
                done[step.key],
                step.key in skipped,
            )
            for step in steps
        ),
        WHOLE in skipped,
    )


def shown_to(member: Membership) -> GettingStarted | None:
    """For whoever may take the steps, while they are to be shown; None for everybody else, and afterwards."""
    if not policy.manage_settings.test(member):
        return None
    found = getting_started(member.alliance)
    return found if found.is_shown else None


def _done(alliance: Alliance, steps: Iterable[FirstStep]) -> dict[str, bool]:
    """Every step's answer, those that ask the database in one query."""
    answers: dict[str, bool] = {}
    asked: list[tuple[str, Exists]] = []
    for step in steps:
        done = step.done(alliance)
        answers[step.key] = done if isinstance(done, bool) else False
        if not isinstance(done, bool):
            several = done if isinstance(done, tuple) else (done,)
            asked += [(step.key, Exists(rows)) for rows in several]
    found = Alliance.objects.filter(pk=alliance.pk).values_list(*(rows for _, rows in asked)).get()
    for (key, _), is_there in zip(asked, found, strict=True):
        answers[key] = answers[key] or bool(is_there)
    return answers
