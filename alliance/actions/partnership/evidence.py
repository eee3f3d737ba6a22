"""Recording what speaks for a partner: inspections in their own framework, measures, what was delivered."""

from dataclasses import asdict, dataclass, field
from datetime import date

from django.db import transaction
from django.utils import timezone

from alliance.actions.versions import locked
from alliance.choices import EvidenceKind, EvidenceState, Framework, Safeguarding
from alliance.logic.academic_year import AcademicYear
from alliance.logic.partnership.inspections import SCALES, missing_areas
from alliance.models import Evidence, Inspection, Partner, User
from foundation import words
from foundation.refusal import Refused

EARLIEST = date(1992, 9, 1)
"""Ofsted's first inspections."""


@dataclass(frozen=True)
class InspectionDetails:
    """What the form holds; `grades` maps areas of the framework to its grades."""

    inspected_on: date
    framework: Framework
    grades: dict[str, str]
    source: str
    safeguarding: str = ""
    source_url: str = ""


@dataclass(frozen=True)
class EvidenceDetails:
    """What the form holds; `figure` is empty where a measure was not published or is hidden."""

    kind: EvidenceKind
    year: AcademicYear
    what: str
    source: str
    source_on: date
    figure: str = ""
    state: EvidenceState = field(default=EvidenceState.VALUE)
    source_url: str = ""


@transaction.atomic
def record_inspection(*, partner: Partner, details: InspectionDetails, by: User) -> Inspection:
    """Raises Refused where the framework was not in force that day, or does not grade like that."""
    partner = locked(partner)
    _check_inspection(details)
    if Inspection.objects.filter(partner=partner, inspected_on=details.inspected_on).exists():
        raise Refused(
            f"The inspection of {words.day(details.inspected_on)} is there already. Remove it first.",
            field="inspected_on",
        )
    return Inspection.objects.create(partner=partner, **asdict(details))


@transaction.atomic
def remove_inspection(*, inspection: Inspection, by: User) -> None:
    """Take out what was entered by mistake; the trail keeps it."""
    Inspection.objects.filter(pk=inspection.pk).delete()


@transaction.atomic
def record_evidence(*, partner: Partner, details: EvidenceDetails, by: User) -> Evidence:
    """Raises Refused."""
    partner = locked(partner)
    _check_evidence(details)
    evidence, is_new = Evidence.objects.get_or_create(
        partner=partner,
        kind=details.kind,
        academic_year=details.year.start,
        what=details.what,
        defaults={
            name: getattr(details, name) for name in ("state", "figure", "source", "source_url", "source_on")
        },
    )
    if not is_new:
        raise Refused(f"“{details.what}” of {details.year} is there already. Remove it first.", field="what")
    return evidence


@transaction.atomic
def remove_evidence(*, evidence: Evidence, by: User) -> None:
    """Take out what was entered by mistake; the trail keeps it."""
    Evidence.objects.filter(pk=evidence.pk).delete()


def _check_inspection(details: InspectionDetails) -> None:
    scale = SCALES[details.framework]
    if not EARLIEST <= details.inspected_on <= timezone.localdate():
        raise Refused(f"Write a day from {words.day(EARLIEST)} to today.", field="inspected_on")
    if not scale.was_in_force(details.inspected_on):
        raise Refused(_not_in_force(details), field="framework")
    unknown = [
        area for area, grade in details.grades.items() if area not in scale.areas or grade not in scale.grades
    ]
    if unknown:
        raise Refused(
            "These grades belong to another framework. Choose the framework again.", field="framework"
        )
    if missing := missing_areas(details.framework, details.grades):
        raise Refused(f"Choose a grade for {words.listed(missing)}: every school has one there.")
    is_card = details.framework == Framework.REPORT_CARD
    if is_card and details.safeguarding not in Safeguarding.values:
        raise Refused("A report card says whether safeguarding was met: choose which.", field="safeguarding")
    if not is_card and details.safeguarding:
        raise Refused("Only report cards say whether safeguarding was met.", field="safeguarding")


def _not_in_force(details: InspectionDetails) -> str:
    scale = SCALES[details.framework]
    told = [f"from {words.day(scale.first_day)}"] if scale.first_day else []
    told += [f"until {words.day(scale.last_day)}"] if scale.last_day else []
    return f"Ofsted graded by “{details.framework.label}” {' '.join(told)}. Check the day or the framework."


def _check_evidence(details: EvidenceDetails) -> None:
    today = timezone.localdate()
    if details.state != EvidenceState.VALUE and details.kind != EvidenceKind.MEASURE:
        raise Refused("Only a published measure can be without a figure.", field="state")
    if (details.state == EvidenceState.VALUE) != bool(details.figure):
        raise Refused(
            "Write the figure, or say that it was not published or is hidden: one of the two.", field="figure"
        )
    if details.year > AcademicYear.for_date(today):
        raise Refused("That year has not begun.", field="year")
    if details.source_on > today:
        raise Refused("Write the day the source is from: today or earlier.", field="source_on")
