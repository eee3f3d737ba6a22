"""What reporting and support read: only what counts, by resolved school, with the record behind it."""

from decimal import Decimal
from typing import Any

import pytest

from alliance.choices import FigureState, SchoolStatus
from alliance.logic.facts.retention import Retention
from alliance.queries.facts.figures import (
    MeasureFigure,
    RetentionFigure,
    measure_figures,
    retention_of_year,
)
from foundation.tenancy.scope import acting_within
from tests.factories.alliance import PartnerFactory, SchoolFactory
from tests.factories.facts import MeasureFactory, WorkforceFactory

pytestmark = pytest.mark.django_db
EVERYBODY = {"moved_within": 0, "moved_elsewhere": 0, "left": 0, "unknown": 0}


def test_only_what_counts_is_told_with_its_state_source_and_record(alliance: Any) -> None:
    partner = PartnerFactory()
    counts = MeasureFactory(partner=partner, source="dfe", value=Decimal(64))
    MeasureFactory(partner=partner, source="school", stands=False, value=Decimal(70))
    hidden = MeasureFactory(
        partner=partner, academic_year=2024, state=FigureState.SUPPRESSED, value=None, because="too_few"
    )
    MeasureFactory(partner=partner, measure="ks2_rwm_higher")
    school = partner.school.resolved_id
    assert measure_figures("ks2_rwm_expected") == [
        MeasureFigure(
            school,
            2024,
            "ks2_rwm_expected",
            "all",
            "suppressed",
            None,
            "too_few",
            30,
            "school",
            f"pupil measure {hidden.public_id}",
        ),
        MeasureFigure(
            school,
            2025,
            "ks2_rwm_expected",
            "all",
            "value",
            Decimal("64.00"),
            "",
            30,
            "dfe",
            f"pupil measure {counts.public_id}",
        ),
    ]


def test_years_groups_and_schools_narrow_them(alliance: Any) -> None:
    new = SchoolFactory()
    one = PartnerFactory(school=SchoolFactory(successor=new, status=SchoolStatus.CLOSED))
    MeasureFactory(partner=one), MeasureFactory(partner=one, pupil_group="girls", academic_year=2023)
    MeasureFactory(partner=PartnerFactory())
    by_school = measure_figures("ks2_rwm_expected", school_ids=[new.pk])
    assert [(each.school_id, each.academic_year) for each in by_school] == [(new.pk, 2025)]
    girls = measure_figures("ks2_rwm_expected", group="girls", years=[2023])
    assert [each.group for each in girls] == ["girls"]
    assert measure_figures("ks2_rwm_expected", years=[2020]) == []


def test_teachers_of_several_schools_are_one_cohort(alliance: Any) -> None:
    first = WorkforceFactory(teachers=10, stayed=5, **{**EVERYBODY, "left": 5})
    WorkforceFactory(teachers=30, stayed=30, **EVERYBODY)
    WorkforceFactory(partner=first.partner, source="alliance", stands=False, census_year=2025)
    assert retention_of_year(2025) == RetentionFigure(2025, 2, Retention(40, 0.875, 0.875, 0.875, 1.0))
    own = retention_of_year(2025, school_ids=[first.partner.school.resolved_id])
    assert (own.schools, own.retention) == (1, Retention(10, 0.5, 0.5, 0.5, 1.0))
    assert retention_of_year(2020) == RetentionFigure(2020, 0, None)


def test_another_alliances_are_not_counted(alliance: Any, other_alliance: Any) -> None:
    with acting_within(other_alliance):
        MeasureFactory(), WorkforceFactory()
    assert (measure_figures("ks2_rwm_expected"), retention_of_year(2025).schools) == ([], 0)
