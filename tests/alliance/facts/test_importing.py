"""School facts from tables: what each row would do, did, and what the undo put back."""

from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from alliance.actions.facts.import_measures import MeasureTarget
from alliance.actions.facts.import_workforce import WorkforceTarget
from alliance.models import Partner, PupilMeasure, WorkforceSnapshot
from foundation.importer.choices import Outcome
from foundation.importer.target import Entry, Plan, Target
from foundation.refusal import Refused
from foundation.tenancy.scope import acting_within
from tests.factories.alliance import PartnerFactory, SchoolFactory, UserFactory
from tests.factories.facts import MeasureFactory, WorkforceFactory

pytestmark = pytest.mark.django_db
TEACHERS, PUPILS = WorkforceTarget(), MeasureTarget()
NOVEMBER = {
    "urn": "800777",
    "census_year": "November 2025",
    "teachers": "43",
    "stayed": "38",
    "moved_within": "2",
    "left": "3",
}
FIGURE = {
    "urn": "800777",
    "academic_year": "2025/26",
    "measure": "Expected standard in reading, writing and maths",
    "figure": "58%",
}


@pytest.fixture
def partner(alliance: Any) -> Partner:
    return PartnerFactory(name="Fernwold Primary", school__urn=800_777)


def entry(target: Target, cells: dict[str, str]) -> Entry:
    return Entry(2, {key: target.field(key).parse(cell) for key, cell in cells.items()})


def plan(target: Target, cells: dict[str, str]) -> Plan:
    return target.plan([entry(target, cells)])[0]


def done(target: Target, cells: dict[str, str]) -> dict[str, Any]:
    row = entry(target, cells)
    return target.apply(row, target.plan([row])[0], by=UserFactory())


@pytest.mark.parametrize("named", [{"urn": "800777"}, {"partner": "fernwold primary"}])
def test_a_row_records_for_the_school_that_it_names(partner: Partner, named: dict[str, str]) -> None:
    rest = {key: cell for key, cell in NOVEMBER.items() if key != "urn"}
    found = plan(TEACHERS, {**named, **rest})
    assert (found.outcome, found.about) == (Outcome.CREATE, "Fernwold Primary, November 2025")
    done(TEACHERS, {**named, **rest})
    made = WorkforceSnapshot.objects.get()
    assert (made.partner, made.source, made.teachers, made.unknown) == (partner, "alliance", 43, 0)


@pytest.mark.parametrize(
    ("target", "cells", "sentence"),
    [
        (TEACHERS, {**NOVEMBER, "left": "1"}, "These add up to 41; you said 43 teachers: 2 are missing."),
        (TEACHERS, {**NOVEMBER, "urn": "800778"}, "No partner has the URN 800778."),
        (TEACHERS, {**NOVEMBER, "census_year": "2031"}, "The census of 2031 is taken on"),
        (PUPILS, {**FIGURE, "figure": "lots"}, "“lots” is no figure."),
        (PUPILS, {**FIGURE, "figure": "140"}, "Expected standard in reading, writing and maths lies"),
        (
            PUPILS,
            {**FIGURE, "measure": "ks4_progress8", "figure": "0.1"},
            "There is no Progress 8 for 2025/26",
        ),
        (PUPILS, {**FIGURE, "cohort": "4"}, "A figure about fewer than 6 pupils"),
    ],
)
def test_a_row_that_will_not_do_says_why(
    partner: Partner, target: Target, cells: dict[str, str], sentence: str
) -> None:
    found = plan(target, cells)
    assert found.outcome == Outcome.ERROR
    assert found.reason.startswith(sentence)


@pytest.mark.parametrize(
    ("target", "key", "cell"),
    [
        (TEACHERS, "census_year", "last year"),
        (TEACHERS, "teachers", "many"),
        (TEACHERS, "teachers", "-1"),
        (PUPILS, "academic_year", "2025"),
        (PUPILS, "measure", "joy"),
    ],
)
def test_a_cell_that_will_not_do_is_refused(target: Target, key: str, cell: str) -> None:
    with pytest.raises(Refused):
        target.field(key).parse(cell)


def test_the_dfes_words_are_kept_as_what_they_mean(partner: Partner) -> None:
    done(PUPILS, {**FIGURE, "figure": "SUPP", "cohort": "4"})
    measure = PupilMeasure.objects.get()
    assert (measure.state, measure.value, measure.because) == ("suppressed", None, "too_few")


def test_the_same_table_again_has_nothing_to_do(partner: Partner) -> None:
    for target, cells in ((TEACHERS, NOVEMBER), (PUPILS, FIGURE)):
        done(target, cells)
        assert plan(target, cells).outcome == Outcome.SKIP


def test_a_change_says_before_and_after_and_can_be_undone(partner: Partner) -> None:
    done(PUPILS, {**FIGURE, "cohort": "19"})
    found = plan(PUPILS, {**FIGURE, "figure": "61"})
    assert found.outcome == Outcome.UPDATE
    assert [(each.label, each.before, each.after) for each in found.changes] == [("Figure", "58%", "61%")]
    trace = done(PUPILS, {**FIGURE, "figure": "61"})
    PUPILS.undo(trace, by=UserFactory())
    assert PupilMeasure.objects.get().value == Decimal("58.00")


@pytest.mark.parametrize(("target", "cells"), [(TEACHERS, NOVEMBER), (PUPILS, FIGURE)])
def test_undoing_takes_away_what_was_added_unless_it_changed(
    partner: Partner, target: Target, cells: dict[str, str]
) -> None:
    model = WorkforceSnapshot if target is TEACHERS else PupilMeasure
    target.undo(done(target, cells), by=UserFactory())
    assert model.objects.count() == 0
    trace = done(target, cells)
    model.objects.update(note="Checked")
    with pytest.raises(Refused, match="was changed since, so it stays as it is now"):
        target.undo(trace, by=UserFactory())
    assert model.objects.count() == 1


def test_what_the_school_says_stays_and_counts(partner: Partner) -> None:
    WorkforceFactory(partner=partner, census_year=2025)
    MeasureFactory(partner=partner)
    done(TEACHERS, NOVEMBER)
    done(PUPILS, FIGURE)
    assert list(WorkforceSnapshot.objects.standing().values_list("source", flat=True)) == ["school"]
    assert list(PupilMeasure.objects.standing().values_list("source", flat=True)) == ["school"]
    assert (WorkforceSnapshot.objects.count(), PupilMeasure.objects.count()) == (2, 2)


def test_another_alliances_school_is_not_found(partner: Partner, other_alliance: Any) -> None:
    with acting_within(other_alliance):
        PartnerFactory(name="Stranger", school=SchoolFactory(urn=800_779))
    rest = {key: cell for key, cell in FIGURE.items() if key != "urn"}
    assert plan(PUPILS, {**rest, "urn": "800779"}).outcome == Outcome.ERROR
    assert plan(PUPILS, {**rest, "partner": "Stranger"}).outcome == Outcome.ERROR


@pytest.mark.parametrize(("target", "cells"), [(TEACHERS, NOVEMBER), (PUPILS, FIGURE)])
def test_the_queries_are_the_same_for_one_row_and_for_three(
    partner: Partner, target: Target, cells: dict[str, str]
) -> None:
    several = [cells]
    for number in (2, 3):
        PartnerFactory(name=f"School {number}", school__urn=800_800 + number)
        several.append({**cells, "urn": str(800_800 + number)})
    counts = []
    for rows in (several[:1], several):
        with CaptureQueriesContext(connection) as captured:
            plans = target.plan([entry(target, row) for row in rows])
        assert {each.outcome for each in plans} == {Outcome.CREATE}
        counts.append(len(captured))
    assert counts == [3, 3]
