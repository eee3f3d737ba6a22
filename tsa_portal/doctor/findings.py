"""What a check finds."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

Level = Literal["ok", "warn", "fail"]


@dataclass(frozen=True)
class Finding:
    """One line. `mend` is what to run or to set where it is not ok."""

    level: Level
    what: str
    mend: str = ""

    def __str__(self) -> str:
        return f"{self.level:<4}  {self.what}" + (f"\n        {self.mend}" if self.mend else "")


Check = Callable[[], Iterator[Finding]]


def ok(what: str) -> Finding:
    return Finding("ok", what)


def warn(what: str, mend: str) -> Finding:
    return Finding("warn", what, mend)


def fail(what: str, mend: str) -> Finding:
    return Finding("fail", what, mend)


def findings(checks: tuple[Check, ...]) -> Iterator[Finding]:
    """What every check finds. One that breaks is a finding too, and does not keep the others from theirs."""
    for check in checks:
        try:
            yield from check()
        except Exception as problem:  # whatever it is, the other checks still have something to say
            name = check.__name__.replace("_", " ").capitalize()
            yield fail(
                f"{name}: could not be looked at ({type(problem).__name__})", "The lines above may say why."
            )
