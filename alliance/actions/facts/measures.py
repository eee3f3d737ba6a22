"""Recording a figure about a school's pupils, or that there is none."""

from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from alliance.actions.facts.standing import settle_measures
from alliance.actions.facts.whose import check_own, check_school
from alliance.actions.versions import locked
from alliance.choices import FactSource, FigureState
from alliance.logic.academic_year import AcademicYear
from alliance.logic.facts.figures import FEWEST, checked
from alliance.logic.facts.measures import GROUPS, MEASURES
from alliance.models import Partner, PupilMeasure, User
from foundation.refusal import Refused

EARLIEST = AcademicYear(2010)


@dataclass(frozen=True)
class MeasureDetails:
    """What the form holds. `value` is in the measure's unit, and None but for the state value."""

    academic_year: int
    measure: str
    pupil_group: str = "all"
    state: str = FigureState.VALUE
    value: Decimal | None = None
    because: str = ""
    cohort: int | None = None
    note: str = ""


@transaction.atomic
def record_measure(
    *, partner: Partner, details: MeasureDetails, source: FactSource, by: User | None
) -> PupilMeasure:
    """Add what one source says. `by` is None where the school's own system acts. Raises Refused."""
    partner = locked(partner)
    check_school(partner)
    details = check_measure(details)
    _check_once(partner, details, source)
    measure = PupilMeasure.objects.create(partner=partner, source=source, **asdict(details))
    _settle(partner, details)
    measure.refresh_from_db()
    return measure


@transaction.atomic
def change_measure(
    *,
    measure: PupilMeasure,
    version: int | None,
    details: MeasureDetails,
    source: FactSource,
    by: User | None,
) -> PupilMeasure:
    """Change what the same source said. Raises ChangedMeanwhile, Refused."""
    partner = locked(measure.partner)
    measure = locked(measure, version)
    check_own(measure, source)
    details = check_measure(details)
    _check_once(partner, details, source, but=measure)
    before = MeasureDetails(**measure_of(measure))
    for name, value in asdict(details).items():
        setattr(measure, name, value)
    measure.stands = measure.stands and _what(before) == _what(details)
    measure.save()
    _settle(partner, before, details)
    measure.refresh_from_db()
    return measure


@transaction.atomic
def remove_measure(
    *, measure: PupilMeasure, source: FactSource, by: User | None, version: int | None = None
) -> None:
    """Take back what the same source said; another source's then counts. Raises ChangedMeanwhile, Refused."""
    partner = locked(measure.partner)
    measure = locked(measure, version)
    check_own(measure, source)
    measure.delete()
    _settle(partner, MeasureDetails(**measure_of(measure)))


def check_measure(details: MeasureDetails) -> MeasureDetails:
    """The details as they are kept. Raises Refused for what cannot be, whoever says it."""
    measure, year = MEASURES.get(details.measure), AcademicYear(details.academic_year)
    if measure is None:
        raise Refused("There is no such measure. Choose one of the list.", field="measure")
    if details.pupil_group not in GROUPS:
        raise Refused("There is no such group of pupils. Choose one of the list.", field="pupil_group")
    this = AcademicYear.for_date(timezone.localdate())
    if not EARLIEST <= year <= this:
        raise Refused(f"Write an academic year from {EARLIEST} to {this}.", field="academic_year")
    if details.state != FigureState.VALUE:
        return MeasureDetails(**{**asdict(details), "value": None})
    if gap := measure.gap(year):
        raise Refused(gap, field="measure", code="no_such_measure")
    if details.value is None:
        raise Refused("Write the figure, or say why there is none.", field="value")
    if details.cohort is not None and details.cohort < FEWEST:
        raise Refused(
            f"A figure about fewer than {FEWEST} pupils could tell who they are. Record it as hidden.",
            field="cohort",
            code="too_few",
        )
    return MeasureDetails(**{**asdict(details), "value": checked(details.value, measure), "because": ""})


def measure_of(measure: PupilMeasure) -> dict[str, Any]:
    """The details of the measure as they are saved now."""
    return {name: getattr(measure, name) for name in MeasureDetails.__dataclass_fields__}


def _what(details: MeasureDetails) -> tuple[int, str, str]:
    return details.academic_year, details.measure, details.pupil_group


def _check_once(
    partner: Partner, details: MeasureDetails, source: FactSource, *, but: PupilMeasure | None = None
) -> None:
    same = PupilMeasure.objects.filter(
        partner=partner,
        academic_year=details.academic_year,
        measure=details.measure,
        pupil_group=details.pupil_group,
        source=source,
    )
    there = same.exclude(pk=but.pk if but else None).first()
    if there is not None:
        label, group = MEASURES[details.measure].label, GROUPS[details.pupil_group].lower()
        year = AcademicYear(details.academic_year)
        raise Refused(
            f"{label} ({group}) of {partner.name} is recorded for {year} already. Change what is there.",
            field="measure",
            code="already_recorded",
            existing=there.public_id,
        )


def _settle(partner: Partner, *details: MeasureDetails) -> None:
    measures = {one.measure for one in details}
    settle_measures(PupilMeasure.objects.filter(partner=partner, measure__in=measures))
