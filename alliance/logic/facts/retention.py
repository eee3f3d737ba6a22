"""What the teachers of one November did by the next: whether the groups add up, and the shares of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

GROUPS = ("stayed", "moved_within", "moved_elsewhere", "left", "unknown")


@dataclass(frozen=True, slots=True)
class Counts:
    """A cohort of teachers, and each of them in one group a year later."""

    teachers: int
    stayed: int
    moved_within: int
    moved_elsewhere: int
    left: int
    unknown: int

    @property
    def sum(self) -> int:
        return sum(getattr(self, name) for name in GROUPS)

    @property
    def disagreement(self) -> str:
        """The sentence that says how far the groups are from the cohort; "" where they add up."""
        difference = self.teachers - self.sum
        if difference == 0:
            return ""
        said = f"These add up to {self.sum:,}; you said {_counted(self.teachers)}"
        if difference > 0:
            return f"{said}: {difference:,} {'is' if difference == 1 else 'are'} missing."
        return f"{said}: {-difference:,} too many."

    @classmethod
    def of_all(cls, several: Iterable[Self]) -> Self | None:
        """Several schools' cohorts as one; None of none."""
        every = list(several)
        if not every:
            return None
        return cls(*(sum(getattr(one, name) for one in every) for name in ("teachers", *GROUPS)))


@dataclass(frozen=True, slots=True)
class Retention:
    """Shares from 0 to 1 of the cohort. Who is not known counts as gone in all three: they are the least
    that is certain, and `known` says how far that may be trusted.
    """

    cohort: int
    school: float
    alliance: float
    state_sector: float
    known: float

    @classmethod
    def of(cls, counts: Counts | None) -> "Retention | None":
        """None where there is nobody to divide by."""
        if counts is None or counts.teachers == 0:
            return None
        here = counts.stayed
        within = here + counts.moved_within
        teaching = within + counts.moved_elsewhere
        cohort = counts.teachers
        return cls(
            cohort, here / cohort, within / cohort, teaching / cohort, (cohort - counts.unknown) / cohort
        )

    @property
    def turnover(self) -> float:
        return 1 - self.school


def _counted(teachers: int) -> str:
    return f"{teachers:,} teacher{'' if teachers == 1 else 's'}"
