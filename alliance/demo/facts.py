"""What the demo knows of its schools' teachers and pupils: several years, with every kind of gap in it."""

from collections.abc import Iterator
from decimal import Decimal
from random import Random

from django.utils import timezone

from alliance.actions.facts.standing import settle_measures, settle_workforce
from alliance.actions.facts.workforce import census_day
from alliance.choices import Absence, FactSource, FigureState, PhaseGroup
from alliance.demo.parts import DemoAlliance
from alliance.logic.academic_year import AcademicYear
from alliance.logic.facts.figures import FEWEST
from alliance.logic.facts.measures import MEASURES
from alliance.models import Partner, PupilMeasure, WorkforceSnapshot

YEARS_BACK = 4
NOVEMBERS = 4
TELL_TEACHERS = 0.75
"""Of the schools."""
OWN_RESULTS = 0.2
"""Of the schools record this year's results themselves, before or beside the DfE."""
PUBLISHED = "School performance download"


def add_facts(demo: DemoAlliance) -> None:
    """Once: an alliance that has school facts is left as it is."""
    if WorkforceSnapshot.objects.exists() or PupilMeasure.objects.exists():
        return
    random = Random(f"facts {demo.alliance.slug}")  # noqa: S311  # invented data is the same everywhere
    partners = list(
        Partner.objects.current().filter(school__isnull=False).select_related("school").order_by("name")
    )
    WorkforceSnapshot.objects.bulk_create(
        row for partner in partners if random.random() < TELL_TEACHERS for row in _teachers(partner, random)
    )
    PupilMeasure.objects.bulk_create(row for partner in partners for row in _pupils(partner, random))
    settle_workforce(WorkforceSnapshot.objects.all())
    settle_measures(PupilMeasure.objects.all())


def _teachers(partner: Partner, random: Random) -> Iterator[WorkforceSnapshot]:
    """The last Novembers, one of them missing here and there; a few told by staff."""
    today = timezone.localdate()
    last = today.year if census_day(today.year) <= today else today.year - 1
    pupils = (partner.school.pupils if partner.school else None) or 200
    teachers = max(6, pupils // 18)
    for year in range(last - NOVEMBERS + 1, last + 1):
        if random.random() < 0.1:
            continue
        gone = min(teachers - 1, round(teachers * random.uniform(0.05, 0.2)))
        groups = [0, 0, 0, 0]
        for _ in range(gone):
            groups[random.choice((0, 1, 1, 2, 2, 3))] += 1
        yield WorkforceSnapshot(
            partner=partner,
            source=random.choice([FactSource.SCHOOL] * 5 + [FactSource.ALLIANCE]),
            census_year=year,
            teachers=teachers,
            stayed=teachers - gone,
            moved_within=groups[0],
            moved_elsewhere=groups[1],
            left=groups[2],
            unknown=groups[3],
            vacancies=random.choice((None, 0, 0, 0, 1, 1, 2)),
            note="School workforce census",
        )
        teachers = max(6, teachers + random.choice((-1, 0, 0, 1)))


def _pupils(partner: Partner, random: Random) -> Iterator[PupilMeasure]:
    last = AcademicYear.for_date(timezone.localdate()).previous
    phase = partner.school.phase_group if partner.school else ""
    codes = {
        PhaseGroup.PRIMARY: {"ks2_rwm_expected": 62, "ks2_reading_score": 104, "ks2_maths_score": 104},
        PhaseGroup.SECONDARY: {"ks4_attainment8": 46, "ks4_progress8": 0, "ks4_basics_5": 44},
    }.get(PhaseGroup(phase), {})
    cohort = max(4, ((partner.school.pupils if partner.school else None) or 200) // 7)
    for code, middle in codes.items():
        level = middle * random.uniform(0.85, 1.15) if middle else random.uniform(-0.6, 0.6)
        for start in range(last.start - YEARS_BACK + 1, last.start + 1):
            level = _moved(code, level, random)
            yield _published(partner, code, "all", AcademicYear(start), level, cohort, random)
            if code in ("ks2_rwm_expected", "ks4_attainment8"):
                lower, some = level * 0.82, round(cohort * random.uniform(0.08, 0.4))
                yield _published(partner, code, "disadvantaged", AcademicYear(start), lower, some, random)
        if code in ("ks2_rwm_expected", "ks4_attainment8") and random.random() < OWN_RESULTS:
            yield _own(partner, code, last, level, cohort)
    yield _published(partner, "census_fsm6", "all", last, random.uniform(6, 48), cohort * 7, random)


def _moved(code: str, level: float, random: Random) -> float:
    """A little up or down, within what the measure can be."""
    measure = MEASURES[code]
    step = 0.15 if code == "ks4_progress8" else max(abs(level) * 0.05, 0.5)
    if measure.suffix == "%":
        return min(max(level + random.uniform(-step, step * 1.3), 20), 98)
    return min(max(level + random.uniform(-step, step * 1.3), float(measure.low) / 2), 115)


def _published(
    partner: Partner, code: str, group: str, year: AcademicYear, level: float, cohort: int, random: Random
) -> PupilMeasure:
    """As the DfE tells it: hidden of few pupils, not published in the years that have no such measure."""
    row = PupilMeasure(
        partner=partner,
        source=FactSource.DFE,
        academic_year=year.start,
        measure=code,
        pupil_group=group,
        cohort=cohort,
        state=FigureState.VALUE,
        note=PUBLISHED,
    )
    if MEASURES[code].gap(year):
        row.state, row.because = FigureState.NOT_PUBLISHED, Absence.NO_MEASURE
    elif cohort < FEWEST:
        row.state, row.because = FigureState.SUPPRESSED, Absence.TOO_FEW
    elif code == "ks4_progress8" and random.random() < 0.04:
        row.state, row.because = FigureState.NOT_PUBLISHED, Absence.LOW_COVERAGE
    else:
        row.value = _rounded(code, level)
    return row


def _own(partner: Partner, code: str, year: AcademicYear, level: float, cohort: int) -> PupilMeasure:
    """What the school says itself, a little apart from what was published."""
    enough = max(cohort, FEWEST)
    return PupilMeasure(
        partner=partner,
        source=FactSource.SCHOOL,
        academic_year=year.start,
        measure=code,
        pupil_group="all",
        cohort=enough,
        state=FigureState.VALUE,
        value=_rounded(code, min(level + 2, 90)),
        note="Our own results, before the checking exercise",
    )


def _rounded(code: str, level: float) -> Decimal:
    return Decimal(str(round(level, MEASURES[code].decimals)))
