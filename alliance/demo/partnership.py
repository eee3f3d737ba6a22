"""What the demo's partners are good at and what speaks for the school that leads."""

from datetime import date, timedelta

from django.utils import timezone

from alliance.actions.partnership.evidence import (
    EvidenceDetails,
    InspectionDetails,
    record_evidence,
    record_inspection,
)
from alliance.actions.partnership.specialisms import SpecialismDetails, add_specialism
from alliance.choices import EvidenceKind, EvidenceState, Framework, PartnerKind
from alliance.demo.parts import DemoAlliance
from alliance.logic.academic_year import AcademicYear
from alliance.logic.partnership.inspections import SCALES
from alliance.models import Partner, Specialism, User

PROOFS = (
    ("subject", "mathematics", "Designated maths hub school, letter of the hub"),
    ("sen_type", "asd", "Autism accreditation, advanced status"),
    ("subject", "reading", "English hub partner school, letter of the hub"),
    ("sen_type", "semh", "Outreach contract with the local authority"),
    ("phase", "early_years", "Early years stronger practice hub"),
    ("subject", "music", "Music mark, platinum"),
)
DELIVERED = (
    (EvidenceKind.ITT, "Trainees hosted", "14 trainees", "Placement records"),
    (EvidenceKind.CPD, "Course days run", "31 days", "Course registers"),
    (EvidenceKind.SUPPORT, "Days of support given", "46 days", "SLE day records"),
)


def add_partnership(demo: DemoAlliance) -> None:
    """Once: specialisms of the specialist schools, all but one, and the lead school's evidence."""
    if Specialism.objects.exists():
        return
    today, by = timezone.localdate(), demo.administrator.user
    _specialisms(today, by)
    lead = Partner.objects.filter(school=demo.alliance.lead_school).first()
    if lead is not None:
        _evidence(lead, today, by)


def _specialisms(today: date, by: User) -> None:
    """The last of the specialist schools has none, and one that has let its proof run out."""
    this_year = AcademicYear.for_date(today)
    specialists = Partner.objects.current().filter(
        roles__kind=PartnerKind.SPECIALIST_SCHOOL, roles__academic_year=this_year.start
    )
    named = Partner.objects.current().filter(name="Kelderby St Hild’s Academy")
    chosen = [*named, *specialists.order_by("name")[: max(specialists.count() - 1, 0)]]
    for number, (partner, proof) in enumerate(zip(chosen, PROOFS, strict=False)):
        kind, area, what = proof
        awarded = AcademicYear(this_year.start - 2 - number % 2).first_day + timedelta(days=8)
        expires = today - timedelta(days=40) if number == 1 else AcademicYear(this_year.start + 1).last_day
        details = SpecialismDetails(kind, area, what, awarded, expires)
        add_specialism(partner=partner, details=details, by=by)


def _evidence(lead: Partner, today: date, by: User) -> None:
    this_year = AcademicYear.for_date(today)
    grades = dict.fromkeys(SCALES[Framework.REPORT_CARD].always, "expected_standard")
    grades["curriculum_and_teaching"] = "strong_standard"
    report = InspectionDetails(
        date(2026, 3, 10), Framework.REPORT_CARD, grades, "Ofsted report card", safeguarding="met"
    )
    earlier = InspectionDetails(date(2021, 11, 16), Framework.OVERALL, {"overall": "2"}, "Ofsted report")
    for details in (report, earlier):
        if details.inspected_on <= today:
            record_inspection(partner=lead, details=details, by=by)
    for back, figure in ((1, "49.2"), (2, "48.1"), (3, "46.9")):
        year = AcademicYear(this_year.start - back)
        _measure(lead, year, "Attainment 8", figure, by)
        _measure(lead, year, "Progress 8", "0.21" if year.start < 2024 else "", by)
    for kind, what, figure, source in DELIVERED:
        details_of = EvidenceDetails(kind, this_year.previous, what, source, this_year.first_day, figure)
        record_evidence(partner=lead, details=details_of, by=by)


def _measure(lead: Partner, year: AcademicYear, what: str, figure: str, by: User) -> None:
    details = EvidenceDetails(
        EvidenceKind.MEASURE,
        year,
        what,
        "Compare school and college performance",
        min(date(year.start + 1, 10, 16), timezone.localdate()),
        figure,
        EvidenceState.VALUE if figure else EvidenceState.NOT_PUBLISHED,
    )
    record_evidence(partner=lead, details=details, by=by)
