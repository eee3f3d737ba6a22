"""School facts for other apps: what counts of each, as frozen figures. Reporting and support read these.

A school is named by its resolved id, so that one with a new URN is one school.
"""

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import CharField, Count, QuerySet, Sum, Value
from django.db.models.functions import Cast, Concat

from alliance.logic.facts.retention import GROUPS, Counts, Retention
from alliance.models import PupilMeasure, WorkforceSnapshot


@dataclass(frozen=True)
class MeasureFigure:
    """One measure of one group at one school in one year. `value` is None unless `state` is value.

    `record` names the row behind it, for whoever asks where a figure comes from. What has no figure at all is
    not here: nothing recorded is not the same as not published.
    """

    school_id: int
    academic_year: int
    measure: str
    group: str
    state: str
    value: Decimal | None
    because: str
    cohort: int | None
    source: str
    record: str


@dataclass(frozen=True)
class RetentionFigure:
    """Where the teachers of several schools were a year later; None where none of them told."""

    census_year: int
    schools: int
    retention: Retention | None


def measure_figures(
    measure: str,
    *,
    group: str = "all",
    years: Collection[int] | None = None,
    school_ids: Collection[int] | None = None,
) -> list[MeasureFigure]:
    """By school and year. `years` are those they start in, `school_ids` resolved schools; None: all."""
    rows = PupilMeasure.objects.standing().filter(measure=measure, pupil_group=group)
    if years is not None:
        rows = rows.filter(academic_year__in=years)
    if school_ids is not None:
        rows = rows.filter(partner__school__resolved_id__in=school_ids)
    found = rows.order_by("partner__school__resolved_id", "academic_year").values_list(
        "partner__school__resolved_id",
        "academic_year",
        "measure",
        "pupil_group",
        "state",
        "value",
        "because",
        "cohort",
        "source",
        Concat(Value("pupil measure "), Cast("public_id", CharField())),
    )
    return [MeasureFigure(*row) for row in found]


def retention_of_year(census_year: int, *, school_ids: Collection[int] | None = None) -> RetentionFigure:
    """All schools' teachers as one cohort, as the November census of `census_year` found them."""
    rows = WorkforceSnapshot.objects.standing().filter(census_year=census_year)
    if school_ids is not None:
        rows = rows.filter(partner__school__resolved_id__in=school_ids)
    schools, counts = counts_of(rows)
    return RetentionFigure(census_year, schools, Retention.of(counts))


def counts_of(rows: QuerySet[WorkforceSnapshot]) -> tuple[int, Counts | None]:
    """How many snapshots these are, and their cohorts as one; None of none."""
    names = ("teachers", *GROUPS)
    sums = {f"all_{name}": Sum(name) for name in names}
    found = rows.order_by().aggregate(schools=Count("*"), **sums)
    if not found["schools"]:
        return 0, None
    return found["schools"], Counts(**{name: found[f"all_{name}"] for name in names})
