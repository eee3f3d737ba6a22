"""How a school's teachers and pupils changed over the years; a year without a figure is a gap, never zero."""

from collections.abc import Mapping, Sequence

from alliance.choices import FigureState
from alliance.logic.academic_year import AcademicYear
from alliance.logic.facts.measures import GROUPS, Measure
from alliance.logic.facts.retention import Retention
from alliance.models import PupilMeasure, WorkforceSnapshot
from foundation.charts import Line, LineChart, Value

RETENTIONS = (
    ("This school", "school"),
    ("The alliance", "alliance"),
    ("State sector", "state_sector"),
)


def retention_chart(snapshots: Sequence[WorkforceSnapshot], name: str) -> LineChart | None:
    """Three retentions by November census; None of fewer than two, which show no change."""
    by_year = {one.census_year: Retention.of(one.counts) for one in snapshots}
    if len(by_year) < 2:
        return None
    years = range(min(by_year), max(by_year) + 1)
    return LineChart(
        title=f"Teachers who stayed: {name}",
        description="Share of the teachers in post a year before who were still at the school, in a school "
        "of the alliance, or anywhere in the state sector, by November census.",
        periods=tuple(str(year) for year in years),
        period_head="November",
        lines=tuple(
            Line(label, tuple(_share(by_year.get(year), part) for year in years))
            for label, part in RETENTIONS
        ),
        suffix="%",
    )


def measure_chart(
    measure: Measure, series: Mapping[str, Mapping[int, PupilMeasure]], name: str
) -> LineChart | None:
    """One line a group; None where there are not two figures to compare."""
    figures = [one for by_year in series.values() for one in by_year.values() if one.value is not None]
    if len({one.academic_year for one in figures}) < 2:
        return None
    recorded = [year for by_year in series.values() for year in by_year]
    years = [AcademicYear(start) for start in range(min(recorded), max(recorded) + 1)]
    return LineChart(
        title=f"{measure.label}: {name}",
        description=f"{measure.label} by academic year. A year without a figure is a gap.",
        periods=tuple(str(year) for year in years),
        lines=tuple(
            Line(GROUPS[group], tuple(_value(measure, by_year.get(year.start), year) for year in years))
            for group, by_year in series.items()
        ),
        suffix=measure.suffix,
    )


def _share(retention: Retention | None, part: str) -> Value:
    if retention is None:
        return Value.no_data()
    percent = round(100 * getattr(retention, part), 1)
    return Value.of(percent, f"{percent:.0f}%")


def _value(measure: Measure, one: PupilMeasure | None, year: AcademicYear) -> Value:
    if one is None:
        return Value.not_published() if measure.gap(year) else Value.no_data()
    if one.value is not None:
        return Value.of(float(one.value), measure.words(one.value))
    return Value.suppressed("hidden") if one.state == FigureState.SUPPRESSED else Value.not_published()
