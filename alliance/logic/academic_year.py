"""Academic years: 1 September to 31 August, named by both years (domain.md §0)."""

from dataclasses import dataclass
from datetime import date
from typing import Self


@dataclass(frozen=True, order=True)
class AcademicYear:
    """Named by the calendar year it starts in: `AcademicYear(2025)` is 2025/26."""

    start: int

    @classmethod
    def for_date(cls, day: date) -> Self:
        return cls(day.year if day.month >= 9 else day.year - 1)

    @property
    def first_day(self) -> date:
        return date(self.start, 9, 1)

    @property
    def last_day(self) -> date:
        return date(self.start + 1, 8, 31)

    @property
    def previous(self) -> "AcademicYear":
        return AcademicYear(self.start - 1)

    @property
    def slug(self) -> str:
        """As it stands in an address: 2025-26."""
        return f"{self.start}-{(self.start + 1) % 100:02d}"

    def __contains__(self, day: date) -> bool:
        return self.first_day <= day <= self.last_day

    def __str__(self) -> str:
        return f"{self.start}/{(self.start + 1) % 100:02d}"
