"""Recording teachers and pupils: what is refused and why, whose figure counts, what the database keeps."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction

from alliance.actions.facts.measures import MeasureDetails, change_measure, record_measure, remove_measure
from alliance.actions.facts.workforce import (
    WorkforceDetails,
    census_day,
    change_workforce,
    record_workforce,
    remove_workforce,
)
from alliance.choices import FactSource, FigureState, Organisation
from alliance.models import Partner, PupilMeasure, WorkforceSnapshot
from foundation.audit.models import AuditEvent
from foundation.refusal import ChangedMeanwhile, Refused
from tests.factories.alliance import PartnerFactory, UserFactory
from tests.factories.facts import MeasureFactory, WorkforceFactory

pytestmark = pytest.mark.django_db
TEACHERS = WorkforceDetails(2024, teachers=43, stayed=38, moved_within=2, moved_elsewhere=1, left=2)
PUPILS = MeasureDetails(2023, "ks2_rwm_expected", value=Decimal(63), cohort=30)


@pytest.fixture
def partner(alliance: Any) -> Partner:
    return PartnerFactory(name="Fernwold Primary")


def workforce(partner: Partner, source: FactSource = FactSource.SCHOOL, **changes: Any) -> WorkforceSnapshot:
    details = replace(TEACHERS, **changes)
    return record_workforce(partner=partner, details=details, source=source, by=UserFactory())


def measure(partner: Partner, source: FactSource = FactSource.SCHOOL, **changes: Any) -> PupilMeasure:
    details = replace(PUPILS, **changes)
    return record_measure(partner=partner, details=details, source=source, by=UserFactory())


def refusal_of(act: Any, *args: Any, **kwargs: Any) -> Refused:
    with pytest.raises(Refused) as refusal:
        act(*args, **kwargs)
    return refusal.value


class TestTeachers:
    def test_groups_that_do_not_add_up_are_refused_with_the_difference(self, partner: Partner) -> None:
        refusal = refusal_of(workforce, partner, left=0)
        assert (refusal.sentence, refusal.field, refusal.code) == (
            "These add up to 41; you said 43 teachers: 2 are missing.",
            "stayed",
            "does_not_add_up",
        )
        assert WorkforceSnapshot.objects.count() == 0

    def test_the_database_refuses_them_too(self, partner: Partner) -> None:
        with pytest.raises(IntegrityError, match="workforce_adds_up"), transaction.atomic():
            WorkforceFactory(partner=partner, teachers=41)
        snapshot = workforce(partner)
        with pytest.raises(IntegrityError, match="workforce_adds_up"), transaction.atomic():
            WorkforceSnapshot.objects.filter(pk=snapshot.pk).update(stayed=37)

    @time_machine.travel(date(2025, 11, 5))
    def test_a_census_that_is_still_to_come_is_refused(self, partner: Partner) -> None:
        assert census_day(2025) == date(2025, 11, 6)
        assert refusal_of(workforce, partner, census_year=2025).sentence == (
            "The census of 2025 is taken on Thu 6 Nov 2025. Record it afterwards."
        )
        assert refusal_of(workforce, partner, census_year=2009).field == "census_year"

    def test_of_nobody_there_is_nothing_to_say(self, partner: Partner) -> None:
        none = {"teachers": 0, "stayed": 0, "moved_within": 0, "moved_elsewhere": 0, "left": 0}
        assert refusal_of(workforce, partner, **none).field == "teachers"

    def test_only_schools_have_teachers(self, alliance: Any) -> None:
        trust = PartnerFactory(
            school=None, organisation=Organisation.TRUST, trust_uid="5001", name="Wold Trust"
        )
        assert refusal_of(workforce, trust).sentence.startswith("Wold Trust is not a school.")

    def test_one_source_says_it_once(self, partner: Partner) -> None:
        made = workforce(partner)
        refusal = refusal_of(workforce, partner)
        assert (refusal.code, refusal.existing) == ("already_recorded", made.public_id)
        assert refusal.sentence == (
            "November 2024 is recorded for Fernwold Primary already. Change what is there."
        )

    def test_the_school_counts_before_staff_and_both_are_kept(self, partner: Partner) -> None:
        staff = workforce(partner, FactSource.ALLIANCE, vacancies=3)
        assert staff.stands
        school = workforce(partner, FactSource.SCHOOL, vacancies=1)
        staff.refresh_from_db()
        assert (school.stands, staff.stands) == (True, False)
        remove_workforce(snapshot=school, source=FactSource.SCHOOL, by=None)
        staff.refresh_from_db()
        assert staff.stands

    def test_nobody_changes_what_another_says(self, partner: Partner) -> None:
        made = workforce(partner)
        said = {"snapshot": made, "source": FactSource.ALLIANCE, "by": None}
        refusal = refusal_of(change_workforce, version=None, details=TEACHERS, **said)
        assert refusal.sentence == (
            "The school says this, and changes it. Record what you know beside it: both are kept."
        )
        assert refusal_of(remove_workforce, **said).code == "another_source"

    def test_moving_it_to_another_year_settles_both(self, partner: Partner) -> None:
        staff = workforce(partner, FactSource.ALLIANCE)
        made = workforce(partner)
        moved = change_workforce(
            snapshot=made,
            version=made.version,
            details=replace(TEACHERS, census_year=2023),
            source=FactSource.SCHOOL,
            by=None,
        )
        staff.refresh_from_db()
        assert (moved.census_year, moved.stands, staff.stands) == (2023, True, True)

    def test_an_old_version_changes_nothing(self, partner: Partner) -> None:
        made = workforce(partner)
        with pytest.raises(ChangedMeanwhile):
            change_workforce(
                snapshot=made,
                version=made.version - 1,
                details=TEACHERS,
                source=FactSource.SCHOOL,
                by=None,
            )


class TestPupils:
    @pytest.mark.parametrize(
        ("code", "year", "beginning"),
        [
            ("ks4_progress8", 2024, "There is no Progress 8 for 2024/25: the pupils have no key stage 2"),
            ("ks4_progress8", 2025, "There is no Progress 8 for 2025/26: the pupils have no key stage 2"),
            ("ks2_maths_progress", 2023, "There is no progress from key stage 1 to key stage 2 for 2023/24"),
            (
                "ks2_reading_progress",
                2024,
                "There is no progress from key stage 1 to key stage 2 for 2024",
            ),
            ("ks2_rwm_expected", 2020, "The key stage 2 tests of 2020/21 were cancelled"),
        ],
    )
    def test_a_measure_that_did_not_exist_is_refused_with_why(
        self, partner: Partner, code: str, year: int, beginning: str
    ) -> None:
        given = {"measure": code, "academic_year": year, "value": Decimal("0.5")}
        refusal = refusal_of(measure, partner, **given)
        assert (refusal.sentence[: len(beginning)], refusal.code) == (beginning, "no_such_measure")
        said = measure(partner, measure=code, academic_year=year, state=FigureState.NOT_PUBLISHED, value=None)
        assert (said.state, said.value) == (FigureState.NOT_PUBLISHED, None)

    def test_three_states_are_kept_apart_and_none_is_zero(self, partner: Partner) -> None:
        nothing = measure(partner, value=Decimal(0))
        hidden = measure(partner, pupil_group="eal", state=FigureState.SUPPRESSED, value=Decimal(7))
        missing = measure(partner, pupil_group="girls", state=FigureState.NOT_PUBLISHED, value=None)
        assert [(one.state, one.value) for one in (nothing, hidden, missing)] == [
            ("value", Decimal("0.00")),
            ("suppressed", None),
            ("not_published", None),
        ]

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"value": None}, "value"),
            ({"value": Decimal(101)}, "value"),
            ({"measure": "happiness"}, "measure"),
            ({"pupil_group": "wizards"}, "pupil_group"),
            ({"academic_year": 2009}, "academic_year"),
            ({"academic_year": 2099}, "academic_year"),
            ({"cohort": 5}, "cohort"),
        ],
    )
    def test_what_cannot_be_is_refused(self, partner: Partner, changes: dict[str, Any], field: str) -> None:
        assert refusal_of(measure, partner, **changes).field == field
        assert PupilMeasure.objects.count() == 0

    @pytest.mark.parametrize(
        "wrong",
        [
            {"value": None},
            {"state": FigureState.SUPPRESSED},
            {"cohort": 5},
            {"state": "zero"},
            {"source": "rumour"},
            {"academic_year": 1999},
        ],
    )
    def test_the_database_keeps_to_it_too(self, partner: Partner, wrong: dict[str, Any]) -> None:
        with pytest.raises(IntegrityError), transaction.atomic():
            MeasureFactory(partner=partner, **wrong)

    @pytest.mark.parametrize(
        ("dfe", "school", "staff", "counts"),
        [
            ("value", "value", "value", "dfe"),
            ("suppressed", "value", "value", "dfe"),
            ("not_published", "value", "value", "school"),
            ("not_published", "not_published", "value", "alliance"),
            ("not_published", "not_published", "not_published", "dfe"),
            (None, "value", "value", "school"),
            (None, "suppressed", "value", "school"),
            (None, None, "value", "alliance"),
        ],
    )
    def test_which_source_counts(
        self, partner: Partner, dfe: str | None, school: str | None, staff: str | None, counts: str
    ) -> None:
        said = {FactSource.ALLIANCE: staff, FactSource.DFE: dfe, FactSource.SCHOOL: school}
        for source, state in said.items():
            if state is not None:
                measure(partner, source, state=state, value=Decimal(50) if state == "value" else None)
        assert list(PupilMeasure.objects.standing().values_list("source", flat=True)) == [counts]
        assert PupilMeasure.objects.count() == sum(state is not None for state in said.values())

    def test_taking_one_back_lets_the_next_count(self, partner: Partner) -> None:
        staff, school = measure(partner, FactSource.ALLIANCE), measure(partner)
        remove_measure(measure=school, source=FactSource.SCHOOL, by=None)
        staff.refresh_from_db()
        assert staff.stands

    def test_another_group_or_school_is_not_touched(self, partner: Partner) -> None:
        others = [measure(PartnerFactory()), measure(partner, pupil_group="girls")]
        made = measure(partner)
        change_measure(
            measure=made,
            version=made.version,
            details=replace(PUPILS, academic_year=2022),
            source=FactSource.SCHOOL,
            by=None,
        )
        for other in others:
            other.refresh_from_db()
        assert [(one.stands, one.version) for one in others] == [(True, 2), (True, 2)]

    def test_who_changed_what_is_in_the_trail(self, partner: Partner) -> None:
        made = measure(partner)
        details = replace(PUPILS, value=Decimal(61))
        change_measure(measure=made, version=None, details=details, source=FactSource.SCHOOL, by=None)
        changes = AuditEvent.objects.filter(table="alliance_pupilmeasure", row_id=made.pk).order_by("id")
        assert [event.action for event in changes] == ["I", "U"]
        assert changes[1].changes == {"value": [63.0, 61.0]}
