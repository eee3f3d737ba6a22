"""What the demo's partners are good at, what they say and give, and what speaks for the school that leads."""

from datetime import date, timedelta
from decimal import Decimal

from django.utils import timezone

from alliance.actions.partnership.evidence import (
    EvidenceDetails,
    InspectionDetails,
    record_evidence,
    record_inspection,
)
from alliance.actions.partnership.exchanges import ExchangeDetails, record_exchange
from alliance.actions.partnership.hosting import HostingDetails, state_hosting
from alliance.actions.partnership.specialisms import SpecialismDetails, add_specialism
from alliance.choices import (
    Direction,
    EvidenceKind,
    EvidenceState,
    ExchangeKind,
    Framework,
    HostingAppetite,
    PartnerKind,
)
from alliance.demo.parts import DemoAlliance
from alliance.logic.academic_year import AcademicYear
from alliance.logic.partnership.inspections import SCALES
from alliance.models import HostingPreference, Partner, Specialism, User

PROOFS = (
    ("subject", "mathematics", "Designated maths hub school, letter of the hub"),
    ("sen_type", "asd", "Autism accreditation, advanced status"),
    ("subject", "reading", "English hub partner school, letter of the hub"),
    ("sen_type", "semh", "Outreach contract with the local authority"),
    ("phase", "early_years", "Early years stronger practice hub"),
    ("subject", "music", "Music mark, platinum"),
)
APPETITES = (
    HostingDetails(HostingAppetite.LOOKING, note="Maths or science, from January"),
    HostingDetails(HostingAppetite.ORGANISED),
    HostingDetails(HostingAppetite.INTERESTED),
    HostingDetails(HostingAppetite.LOOKING),
    HostingDetails(HostingAppetite.NOT_OPEN, ("no_mentors", "staff")),
)
EXCHANGES = (
    (Direction.GIVES, ExchangeKind.MENTOR_WEEKS, 30, "Mentors of trainees"),
    (Direction.GIVES, ExchangeKind.PLACEMENTS, 4, "Placements hosted"),
    (Direction.GIVES, ExchangeKind.VENUE_DAYS, 5, "Hall and rooms"),
    (Direction.GIVES, ExchangeKind.SLE_DAYS, 8, "Days of our SLEs in other schools"),
    (Direction.TAKES, ExchangeKind.TRAINING_PLACES, 24, "Places on courses"),
    (Direction.TAKES, ExchangeKind.SLE_DAYS, 6, "Support received"),
)
DELIVERED = (
    (EvidenceKind.ITT, "Trainees hosted", "14 trainees", "Placement records"),
    (EvidenceKind.CPD, "Course days run", "31 days", "Course registers"),
    (EvidenceKind.SUPPORT, "Days of support given", "46 days", "SLE day records"),
)


def add_partnership(demo: DemoAlliance) -> None:
    """Once: specialisms, all but one; the lead school's evidence; who hosts trainees; give and take."""
    if Specialism.objects.exists():
        return
    today, by = timezone.localdate(), demo.administrator.user
    _specialisms(today, by)
    lead = Partner.objects.filter(school=demo.alliance.lead_school).first()
    if lead is not None:
        _evidence(lead, today, by)
    schools = list(Partner.objects.current().exclude(school=None).order_by("joined_on", "pk"))
    _hosting(schools, by)
    _exchanges(schools, today, by)


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


def _hosting(schools: list[Partner], by: User) -> None:
    """Most schools have said something; of some it is so long ago that it is unconfirmed."""
    for number, partner in enumerate(schools):
        if number % 6 == 5:
            continue
        state_hosting(partner=partner, details=APPETITES[number % len(APPETITES)], by=by)
    old = timezone.now() - timedelta(days=240)
    HostingPreference.objects.filter(partner__in=schools[3::7]).update(verified_at=old)


def _exchanges(schools: list[Partner], today: date, by: User) -> None:
    """Some give more than they take, and some the other way round; in this year and the last."""
    this_year = AcademicYear.for_date(today)
    for number, partner in enumerate(schools[:24]):
        for place, (direction, kind, most, what) in enumerate(EXCHANGES):
            if (number + place) % 3 == 0:
                continue
            for day in (this_year.previous.first_day + timedelta(days=60), today - timedelta(days=9)):
                quantity = Decimal((number * 7 + place * 3) % most + 1)
                details = ExchangeDetails(direction, kind, quantity, day, what)
                record_exchange(partner=partner, details=details, by=by)


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
