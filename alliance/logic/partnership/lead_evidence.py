"""What speaks for a school that leads, and what is missing of it."""

from collections.abc import Collection
from dataclasses import dataclass

from alliance.choices import EvidenceKind
from alliance.logic.academic_year import AcademicYear
from foundation import words

YEARS = 3
"""Of published measures: one good year is luck."""
DELIVERED = {
    EvidenceKind.ITT: "no teacher training delivered",
    EvidenceKind.CPD: "no CPD delivered",
    EvidenceKind.SUPPORT: "no support delivered to other schools",
}


@dataclass(frozen=True, order=True)
class Told:
    """There is evidence of this kind for this year."""

    kind: str
    year: AcademicYear


def years_asked(this_year: AcademicYear) -> list[AcademicYear]:
    """The last three years that are over, the latest first."""
    return [AcademicYear(this_year.start - back) for back in range(1, YEARS + 1)]


def gaps(*, inspected: bool, told: Collection[Told], this_year: AcademicYear) -> list[str]:
    """What is missing, in words that end a sentence; empty where the evidence is whole.

    Measures are asked for in each of three years; what was delivered, in any of them or this year.
    """
    years = years_asked(this_year)
    found = [] if inspected else ["no inspection"]
    holes = [str(year) for year in years if Told(EvidenceKind.MEASURE, year) not in told]
    if holes:
        found.append(f"no published measure of {words.listed(holes)}")
    recent = {each.kind for each in told if each.year in (this_year, *years)}
    return found + [missing for kind, missing in DELIVERED.items() if kind not in recent]
