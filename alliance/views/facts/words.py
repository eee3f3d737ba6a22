"""How a figure and its reason are said on pages and in exports."""

from dataclasses import dataclass

from alliance.choices import Absence, FactSource, FigureState
from alliance.logic.academic_year import AcademicYear
from alliance.logic.facts.measures import MEASURES, Measure
from alliance.logic.facts.retention import Retention
from alliance.models import PupilMeasure

HIDDEN, NOT_PUBLISHED, NOTHING = "hidden (too few people)", "not published", "no data"


@dataclass(frozen=True)
class Cell:
    """A figure, or what is said in its place; `why` on hover, `state` names the mark ("" for a figure)."""

    text: str
    state: str = ""
    why: str = ""


def cell_of(one: PupilMeasure | None, measure: Measure, year: AcademicYear) -> Cell:
    """What a table says of a series in a year; a year without the measure says so by itself."""
    if one is None:
        gap = measure.gap(year)
        return Cell(NOT_PUBLISHED, "not_published", gap) if gap else Cell(NOTHING, "no_data")
    if one.value is not None:
        return Cell(measure.words(one.value))
    why = str(Absence(one.because).label) if one.because else ""
    if one.state == FigureState.SUPPRESSED:
        return Cell(HIDDEN, "suppressed", why)
    return Cell(NOT_PUBLISHED, "not_published", why)


def figure_words(one: PupilMeasure) -> str:
    return cell_of(one, MEASURES[one.measure], AcademicYear(one.academic_year)).text


def source_word(source: str) -> str:
    return str(FactSource(source).label)


def percent(share: float) -> str:
    return f"{100 * share:.0f}%"


def retention_words(retention: Retention) -> str:
    """Of 43 teachers: 88% this school, 93% the alliance, 95% state sector; 98% known."""
    shares = (
        f"{percent(retention.school)} this school, {percent(retention.alliance)} the alliance, "
        f"{percent(retention.state_sector)} state sector"
    )
    return f"Of {retention.cohort:,} teachers: {shares}; {percent(retention.known)} known"
