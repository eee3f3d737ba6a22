"""What speaks for a school that leads: inspections in their own words, measures with their holes, sources."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse

from alliance.actions.partnership.evidence import (
    EvidenceDetails,
    InspectionDetails,
    record_evidence,
    record_inspection,
)
from alliance.choices import EvidenceKind, EvidenceState, Framework, PartnerKind, Role
from alliance.logic.academic_year import AcademicYear
from alliance.logic.partnership.inspections import SCALES, graded_in_words
from alliance.logic.partnership.lead_evidence import Told, gaps
from alliance.models import Evidence, Inspection, Partner
from alliance.queries.partnership import evidence
from foundation.refusal import Refused
from tests.factories.alliance import PartnerFactory, PartnerRoleFactory, UserFactory
from tests.factories.facts import MeasureFactory
from tests.factories.partnership import EvidenceFactory, InspectionFactory

pytestmark = pytest.mark.django_db
CARD = dict.fromkeys(SCALES[Framework.REPORT_CARD].always, "expected_standard")
THIS = AcademicYear(2026)


def address(partner: Partner, name: str, *more: Any) -> str:
    return reverse(name, args=[partner.alliance.slug, partner.public_id, *more])


def inspected(framework: Framework, day: date, grades: dict[str, str], safeguarding: str = "") -> Inspection:
    details = InspectionDetails(day, framework, grades, "Ofsted report", safeguarding)
    return record_inspection(partner=PartnerFactory(), details=details, by=UserFactory())


def test_each_framework_keeps_its_own_words(alliance: Any) -> None:
    overall = inspected(Framework.OVERALL, date(2023, 3, 14), {"overall": "2"})
    judged = inspected(
        Framework.JUDGEMENTS,
        date(2025, 1, 21),
        dict.fromkeys(SCALES[Framework.JUDGEMENTS].always, "1"),
    )
    card = inspected(Framework.REPORT_CARD, date(2026, 1, 20), {**CARD, "post_16": "strong_standard"}, "met")
    assert graded_in_words(overall.framework, overall.grades) == [("Overall", "Good")]
    assert graded_in_words(judged.framework, judged.grades)[0] == ("Quality of education", "Outstanding")
    assert graded_in_words(card.framework, card.grades)[-1] == ("Post-16 provision", "Strong standard")


@pytest.mark.parametrize(
    ("framework", "day", "grades", "safeguarding", "field"),
    [
        (Framework.OVERALL, date(2025, 11, 10), {"overall": "2"}, "", "framework"),
        (Framework.REPORT_CARD, date(2025, 11, 9), CARD, "met", "framework"),
        (Framework.JUDGEMENTS, date(2024, 8, 31), {}, "", "framework"),
        (Framework.OVERALL, date(2023, 3, 14), {"overall": "expected_standard"}, "", "framework"),
        (Framework.REPORT_CARD, date(2026, 1, 20), {"inclusion": "exceptional"}, "met", None),
        (Framework.REPORT_CARD, date(2026, 1, 20), CARD, "", "safeguarding"),
        (Framework.OVERALL, date(2023, 3, 14), {"overall": "2"}, "met", "safeguarding"),
        (Framework.OVERALL, date(2999, 3, 14), {"overall": "2"}, "", "inspected_on"),
    ],
)
def test_a_grade_of_another_framework_is_refused(
    alliance: Any, framework: Framework, day: date, grades: dict, safeguarding: str, field: str | None
) -> None:
    with pytest.raises(Refused) as refusal:
        inspected(framework, day, grades, safeguarding)
    assert (refusal.value.field, Inspection.objects.count()) == (field, 0)


def test_the_database_keeps_safeguarding_to_report_cards(alliance: Any) -> None:
    with pytest.raises(IntegrityError, match="inspection_safeguarding"), transaction.atomic():
        InspectionFactory(safeguarding="met")


def measure(**changes: Any) -> Evidence:
    given = {
        "kind": EvidenceKind.MEASURE,
        "year": AcademicYear(2024),
        "what": "Attainment 8",
        "source": "Compare school performance",
        "source_on": date(2025, 10, 16),
        "figure": "48.1",
        **changes,
    }
    return record_evidence(partner=PartnerFactory(), details=EvidenceDetails(**given), by=UserFactory())


def test_a_measure_that_was_not_published_is_neither_zero_nor_missing(alliance: Any) -> None:
    hole = measure(what="Progress 8", figure="", state=EvidenceState.NOT_PUBLISHED)
    told = evidence.evidence_of(hole.partner, AcademicYear(2026))[EvidenceKind.MEASURE]
    assert [(piece.what, piece.figure_words) for piece in told] == [("Progress 8", "Not published")]


@pytest.mark.parametrize(
    "changes",
    [
        {"figure": ""},
        {"state": EvidenceState.SUPPRESSED},
        {"kind": EvidenceKind.CPD, "figure": "", "state": EvidenceState.NOT_PUBLISHED},
        {"source_on": date(2999, 1, 1)},
        {"year": AcademicYear(2050)},
    ],
)
def test_evidence_that_will_not_do_is_refused(alliance: Any, changes: dict) -> None:
    with pytest.raises(Refused):
        measure(**changes)
    assert Evidence.objects.count() == 0


def test_the_gaps_of_a_lead_school_are_named() -> None:
    told = {
        Told(EvidenceKind.MEASURE, AcademicYear(2025)),
        Told(EvidenceKind.MEASURE, AcademicYear(2023)),
        Told(EvidenceKind.CPD, AcademicYear(2026)),
        Told(EvidenceKind.SUPPORT, AcademicYear(2021)),
    }
    assert gaps(inspected=False, told=told, this_year=THIS) == [
        "no inspection",
        "no published measure of 2024/25",
        "no teacher training delivered",
        "no support delivered to other schools",
    ]


def test_nothing_is_missing_where_all_is_there() -> None:
    told = {Told(EvidenceKind.MEASURE, AcademicYear(start)) for start in (2023, 2024, 2025)}
    told |= {Told(kind, AcademicYear(2025)) for kind in (EvidenceKind.ITT, EvidenceKind.CPD)}
    told |= {Told(EvidenceKind.SUPPORT, AcademicYear(2026))}
    assert gaps(inspected=True, told=told, this_year=THIS) == []


def test_the_page_of_a_lead_school_says_what_is_missing_and_others_do_not(
    alliance: Any, sign_in: Any
) -> None:
    with time_machine.travel("2026-11-03 09:00Z", tick=False):
        lead, other = PartnerFactory(), PartnerFactory()
        PartnerRoleFactory(partner=lead, kind=PartnerKind.LEAD_SCHOOL, academic_year=2026)
        page, _ = sign_in(alliance, Role.STRATEGIC_LEAD)
        assert page.get(address(lead, "partner_evidence")).context["gaps"].startswith("no inspection, ")
        assert page.get(address(other, "partner_evidence")).context["gaps"] == ""


def test_a_programme_brings_its_own_evidence(alliance: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(evidence, "_SOURCES", [evidence.recorded_by_hand])
    partner = PartnerFactory()
    brought = evidence.Piece("cpd", AcademicYear(2025), "Course days", "31", "value", "Course register")
    evidence.register_source(lambda about, *, first: [brought] if about == partner else [])
    assert evidence.evidence_of(partner, THIS)[EvidenceKind.CPD] == [brought]


def test_staff_record_and_remove_on_pages(alliance: Any, sign_in: Any) -> None:
    partner = PartnerFactory()
    page, _ = sign_in(alliance, Role.ADMINISTRATOR)
    grades = {f"grade_{area}": grade for area, grade in CARD.items()}
    card = {"inspected_on": "20/1/2026", "safeguarding": "met", "source": "Ofsted report", **grades}
    assert page.post(address(partner, "record_inspection", "report_card"), card).status_code == 302
    given = {
        "kind": "measure",
        "year": "2025",
        "what": "Progress 8",
        "state": "not_published",
        "source": "DfE",
        "source_on": "20/10/26",
    }
    with time_machine.travel("2026-11-03 09:00Z", tick=False):
        assert page.post(address(partner, "add_evidence"), given).status_code == 302
        said = page.get(address(partner, "partner_evidence")).content.decode()
    assert [word in said for word in ("Expected standard", "Progress 8", "Not published")] == [True] * 3
    inspection, row = Inspection.objects.get(), Evidence.objects.get()
    assert page.post(address(partner, "remove_inspection", inspection.public_id)).status_code == 302
    assert page.post(address(partner, "remove_evidence", row.public_id)).status_code == 302
    assert (Inspection.objects.count(), Evidence.objects.count()) == (0, 0)


def test_a_card_without_an_area_that_every_school_has_keeps_nothing(alliance: Any, sign_in: Any) -> None:
    page, _ = sign_in(alliance, Role.ADMINISTRATOR)
    step = address(PartnerFactory(), "record_inspection", "report_card")
    answer = page.post(step, {"inspected_on": "20/1/2026", "safeguarding": "met", "source": "Ofsted report"})
    assert (answer.status_code, Inspection.objects.count()) == (422, 0)


def test_evidence_of_another_partner_is_not_there(alliance: Any, sign_in: Any) -> None:
    page, _ = sign_in(alliance, Role.ADMINISTRATOR)
    partner, theirs = PartnerFactory(), EvidenceFactory(partner=PartnerFactory())
    assert page.post(address(partner, "remove_evidence", theirs.public_id)).status_code == 404
    assert Evidence.objects.count() == 1


def test_the_history_tells_of_an_inspection_in_words(alliance: Any, sign_in: Any) -> None:
    partner = PartnerFactory()
    InspectionFactory(partner=partner, grades={"overall": "2"})
    page, _ = sign_in(alliance, Role.ADMINISTRATOR)
    said = page.get(address(partner, "partner_history")).content.decode()
    assert ("Inspection added" in said, "Grades: overall 2." in said) == (True, True)


def test_measures_that_school_facts_hold_speak_for_the_partner(alliance: Any) -> None:
    partner = PartnerFactory()
    about = {"partner": partner, "academic_year": 2025, "stands": True, "pupil_group": "all"}
    MeasureFactory(**about, measure="ks4_attainment8", value=Decimal("48.1"))
    MeasureFactory(**about, measure="census_pupils", value=Decimal(900))
    MeasureFactory(**{**about, "partner": PartnerFactory()}, measure="ks4_attainment8")
    told = evidence.evidence_of(partner, THIS)[EvidenceKind.MEASURE]
    assert [(piece.what, piece.figure, piece.year, piece.remove_href) for piece in told] == [
        ("Attainment 8", "48.1", AcademicYear(2025), "")
    ]
