"""How far a job is: a short list of steps, each with a count."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from threading import Lock
from typing import Any


@dataclass(frozen=True)
class Step:
    """One step of a job in words, `done` of `total`; a total of 0 means that it has not started."""

    key: str
    label: str
    done: int = 0
    total: int = 0

    @property
    def is_complete(self) -> bool:
        return self.total > 0 and self.done >= self.total


class Progress:
    """The steps of one run, set by the worker and written by its heartbeat."""

    def __init__(self) -> None:
        self._steps: dict[str, Step] = {}
        self._lock = Lock()
        self._news = False

    def begin(self, steps: Iterable[tuple[str, str]]) -> None:
        """Name the steps in order, as (key, label)."""
        with self._lock:
            self._steps = {key: Step(key, label) for key, label in steps}
            self._news = True

    def set(self, key: str, done: int, total: int) -> None:
        """`total` of a step is at least 1: a step with nothing to do is done at once."""
        with self._lock:
            total = max(total, 1)
            self._steps[key] = replace(self._steps[key], done=min(done, total), total=total)
            self._news = True

    def news(self) -> str | None:
        """The steps as JSON when they changed since the last asking, else None."""
        with self._lock:
            if not self._news:
                return None
            self._news = False
            return json.dumps([asdict(step) for step in self._steps.values()])

    def tell_again(self) -> None:
        """The last news did not arrive."""
        with self._lock:
            self._news = bool(self._steps)


def read_steps(stored: list[dict[str, Any]]) -> tuple[Step, ...]:
    return tuple(Step(**step) for step in stored)
