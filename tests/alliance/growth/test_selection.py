"""How a prospect is judged: rubric, assessors, interests, points, the board, and what stands afterwards."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, InternalError, transaction
from django.utils import timezone

from alliance.actions.growth.expertise import (
    add_area,
    remove_area,
    set_partner_expertise,
    set_prospect_expertise,
)
from alliance.actions.growth.prospects import NotThere, move_prospect
from alliance.actions.growth.rubrics import change_rubric
from alliance.actions.growth.selection import (
    Decided,
    appoint_assessor,
    declare_conflict,
    dismiss_assessor,
    score_prospect,
)
from alliance.choices import BoardAnswer, ProspectStage, Recommendation, Role
from alliance.logic.growth.matrix import Brings, Cover
from alliance.logic.growth.scoring import DEFAULT_CRITERIA, Weighted
from alliance.models import Assessment, BoardDecision, Criterion, Prospect, Rubric, Score
from alliance.queries.growth.due import assessments_due
from alliance.queries.growth.expertise import Matrix
from alliance.queries.growth.selection import selection_of
from foundation.refusal import Refused
from tests.alliance.growth.selecting import decide, judged, member, score
from tests.factories.alliance import MembershipFactory, PartnerFactory, UserFactory
from tests.factories.growth import AssessmentFactory, ProspectFactory, RubricFactory, at_stage

pytestmark = pytest.mark.django_db


@pytest.fixture
def prospect(alliance: Any) -> Prospect:
    RubricFactory()
    return at_stage(ProspectFactory(name="Netherholme"), ProspectStage.BOARD_DECISION)


def test_the_first_assessor_finds_the_usual_criteria(alliance: Any) -> None:
    assessment = appoint_assessor(prospect=ProspectFactory(), assessor=member(alliance), by=UserFactory())
    rows = Criterion.objects.filter(rubric=assessment.rubric).order_by("position")
    assert [Weighted(row.name, row.asks, row.weight) for row in rows] == list(DEFAULT_CRITERIA)
    assert assessment.rubric.assessors == 2


def test_assessors_are_of_staff_or_board_and_asked_once(alliance: Any, prospect: Prospect) -> None:
    board = member(alliance, Role.BOARD_MEMBER)
    appoint_assessor(prospect=prospect, assessor=board, by=UserFactory())
    for wrong in (board, member(alliance, Role.MENTOR), UserFactory()):
        with pytest.raises(Refused) as refusal:
            appoint_assessor(prospect=prospect, assessor=wrong, by=UserFactory())
        assert refusal.value.field == "assessor"
    assert Assessment.objects.count() == 1


def test_criteria_that_nobody_was_judged_by_change_in_place(alliance: Any) -> None:
    first = change_rubric(criteria=[Weighted("A", "", 1)], assessors=2, one_because="", by=UserFactory())
    again = change_rubric(criteria=[Weighted("B", "", 1)], assessors=3, one_because="", by=UserFactory())
    assert (again, again.assessors, [row.name for row in again.criteria.all()]) == (first, 3, ["B"])


def test_criteria_that_were_used_stay_and_a_change_is_a_new_version(
    alliance: Any, prospect: Prospect
) -> None:
    used = appoint_assessor(prospect=prospect, assessor=member(alliance), by=UserFactory()).rubric
    new = change_rubric(criteria=[Weighted("C", "", 1)], assessors=2, one_because="", by=UserFactory())
    assert (used.number, new.number) == (1, 2)
    assert [row.name for row in used.criteria.order_by("position")] == ["Values", "Capacity"]
    second = appoint_assessor(prospect=prospect, assessor=member(alliance), by=UserFactory())
    assert second.rubric == used
    elsewhere = appoint_assessor(prospect=ProspectFactory(), assessor=member(alliance), by=UserFactory())
    assert elsewhere.rubric == new


def test_the_database_changes_no_criteria_that_were_used(alliance: Any, prospect: Prospect) -> None:
    rubric = AssessmentFactory(prospect=prospect).rubric
    for change in (
        lambda: rubric.criteria.update(weight=99),
        lambda: rubric.criteria.all().delete(),
        lambda: Criterion.objects.create(rubric=rubric, name="New", weight=1, position=9),
        lambda: Rubric.objects.filter(pk=rubric.pk).update(assessors=5),
    ):
        with pytest.raises(InternalError, match="never changes"), transaction.atomic():
            change()


def test_one_assessor_needs_a_reason(alliance: Any) -> None:
    given = {"criteria": [Weighted("A", "", 1)], "assessors": 1, "by": UserFactory()}
    with pytest.raises(Refused) as refusal:
        change_rubric(**given, one_because="")
    assert refusal.value.field == "one_because"
    assert change_rubric(**given, one_because="We are three schools.").assessors == 1
    with pytest.raises(IntegrityError, match="rubric_assessors"), transaction.atomic():
        Rubric.objects.create(number=9, assessors=1)


def test_points_are_weighted_and_assessors_averaged(alliance: Any, prospect: Prospect) -> None:
    judged(alliance, prospect, (4, 0), (2, 4))
    selection = selection_of(prospect)
    assert [one.score for one in selection.judged] == [75.0, 62.5]
    assert (selection.score, selection.missing) == (68.75, 0)
    assert [selection.points(criterion) for criterion in selection.criteria] == [[4, 2], [0, 4]]


def test_every_criterion_has_points_and_a_reason(alliance: Any, prospect: Prospect) -> None:
    assessment = appoint_assessor(prospect=prospect, assessor=member(alliance), by=UserFactory())
    with pytest.raises(Refused):
        score(assessment, 4, 4, why=" ")
    with pytest.raises(Refused):
        score_prospect(
            assessment=assessment,
            points={},
            recommendation=Recommendation.JOIN,
            comment="",
            by=assessment.assessor,
        )
    assert Score.objects.count() == 0


def test_nobody_scores_for_another(alliance: Any, prospect: Prospect) -> None:
    assessment = appoint_assessor(prospect=prospect, assessor=member(alliance), by=UserFactory())
    with pytest.raises(Refused, match="nobody scores for another"):
        declare_conflict(assessment=assessment, note="My child", by=member(alliance, Role.OWNER))


def test_a_conflicted_assessor_does_not_score(alliance: Any, prospect: Prospect) -> None:
    (assessment,) = judged(alliance, prospect, (4, 4))
    declare_conflict(assessment=assessment, note="My daughter teaches there", by=assessment.assessor)
    assert (Score.objects.count(), selection_of(prospect).missing) == (0, 2)
    criterion = Criterion.objects.filter(rubric=assessment.rubric).first()
    with pytest.raises(InternalError, match="without a conflict of interest"), transaction.atomic():
        Score.objects.create(assessment=assessment, criterion=criterion, points=4, comment="Because")


def test_before_anything_is_said_of_interests_nothing_is_scored(alliance: Any, prospect: Prospect) -> None:
    assessment = AssessmentFactory(prospect=prospect)
    criterion = Criterion.objects.filter(rubric=assessment.rubric).first()
    with pytest.raises(InternalError, match="without a conflict of interest"), transaction.atomic():
        Score.objects.create(assessment=assessment, criterion=criterion, points=4, comment="Because")


def test_the_board_approves_on_enough_assessments(alliance: Any, prospect: Prospect) -> None:
    judged(alliance, prospect, (4, 4))
    with pytest.raises(Refused) as refusal:
        decide(prospect)
    assert refusal.value.code == "too_few_assessments"
    judged(alliance, prospect, (2, 2))
    decision = decide(prospect)
    assert (decision.score, selection_of(prospect).is_approved) == (75, True)


def test_what_is_not_before_the_board_is_not_decided(alliance: Any) -> None:
    early = at_stage(ProspectFactory(), ProspectStage.ASSESSED)
    with pytest.raises(Refused, match="Move it to “Board decision” first"):
        decide(early, BoardAnswer.DECLINE)
    with pytest.raises(InternalError, match="what is before it"), transaction.atomic():
        BoardDecision.objects.create(
            prospect=early,
            answer=BoardAnswer.APPROVE,
            decided_on=date(2026, 2, 3),
            minute="1",
            recorded_by=UserFactory(),
        )


def test_a_day_to_come_and_a_missing_reason_are_refused(alliance: Any, prospect: Prospect) -> None:
    tomorrow = timezone.localdate() + timedelta(days=1)
    for given, field in (({"decided_on": tomorrow}, "decided_on"), ({"reason": ""}, "reason")):
        with pytest.raises(Refused) as refusal:
            decide(prospect, BoardAnswer.DEFER, **given)
        assert refusal.value.field == field


def test_deferred_it_comes_back_and_declined_it_is_over(alliance: Any, prospect: Prospect) -> None:
    decide(prospect, BoardAnswer.DEFER, reason="Ask about transport")
    prospect.refresh_from_db()
    assert prospect.stage == "board_decision"
    decide(prospect, BoardAnswer.DECLINE, reason="Too far for twilights")
    prospect.refresh_from_db()
    assert (prospect.stage, prospect.declined_because, prospect.declined_note) == (
        "declined",
        "board",
        "Too far for twilights",
    )
    assert [one.answer for one in selection_of(prospect).decisions] == ["decline", "defer"]


def test_after_the_decision_no_score_changes(alliance: Any, prospect: Prospect) -> None:
    first, _ = judged(alliance, prospect, (4, 4), (3, 3))
    decide(prospect)
    with pytest.raises(Decided):
        score(first, 0, 0)
    with pytest.raises(Decided):
        declare_conflict(assessment=first, note="Now I remember", by=first.assessor)
    with pytest.raises(Decided):
        appoint_assessor(prospect=prospect, assessor=member(alliance), by=UserFactory())
    with pytest.raises(Decided):
        decide(prospect, BoardAnswer.DECLINE)
    for change in (
        lambda: Score.objects.update(points=0),
        lambda: Score.objects.all().delete(),
        lambda: Assessment.objects.update(recommendation="decline"),
        lambda: Assessment.objects.filter(pk=first.pk).delete(),
        lambda: AssessmentFactory(prospect=prospect),
    ):
        with pytest.raises(InternalError, match="The board has decided"), transaction.atomic():
            change()


def test_a_decision_stands(alliance: Any, prospect: Prospect) -> None:
    decision = decide(prospect, BoardAnswer.DEFER)
    with pytest.raises(InternalError, match="never changes"), transaction.atomic():
        BoardDecision.objects.update(answer="approve")
    with pytest.raises(InternalError, match="Cannot delete"), transaction.atomic():
        BoardDecision.objects.filter(pk=decision.pk).delete()


def test_onboarding_needs_the_boards_yes_and_after_it_nothing_goes_back(
    alliance: Any, prospect: Prospect
) -> None:
    prospect.stage = ProspectStage.ONBOARDING
    with pytest.raises(InternalError, match="once the board has approved"), transaction.atomic():
        prospect.save()
    judged(alliance, prospect, (4, 4), (4, 4))
    decide(prospect)
    prospect.refresh_from_db()
    with pytest.raises(NotThere, match="it does not go back"):
        move_prospect(prospect=prospect, stage=ProspectStage.DUE_DILIGENCE, by=UserFactory())
    prospect.stage = ProspectStage.DUE_DILIGENCE
    with pytest.raises(InternalError, match="nothing goes back"), transaction.atomic():
        prospect.save()


def test_an_assessor_who_has_not_scored_is_asked_no_more(alliance: Any, prospect: Prospect) -> None:
    waiting = appoint_assessor(prospect=prospect, assessor=member(alliance), by=UserFactory())
    scored, interested = judged(alliance, prospect, (4, 4), (4, 4))
    declare_conflict(assessment=interested, note="My daughter teaches there", by=interested.assessor)
    dismiss_assessor(assessment=waiting, by=UserFactory())
    for answered in (scored, interested):
        with pytest.raises(Refused, match="what was said stays"):
            dismiss_assessor(assessment=answered, by=UserFactory())
    assert set(Assessment.objects.all()) == {scored, interested}


def test_today_asks_for_ones_own_assessment_until_it_is_given(alliance: Any, prospect: Prospect) -> None:
    someone = MembershipFactory(alliance=alliance, roles=[Role.CPD_LEAD])
    assessment = appoint_assessor(prospect=prospect, assessor=someone.user, by=UserFactory())
    (line,) = assessments_due(someone, timezone.localdate())
    assert line.title == "Netherholme waits for your assessment"
    score(assessment, 4, 4)
    assert assessments_due(someone, timezone.localdate()) == []


def test_expertise_shows_gaps_and_what_a_prospect_fills(alliance: Any) -> None:
    by, prospect = UserFactory(), ProspectFactory()
    autism, phonics, maths = (add_area(name=name, by=by) for name in ("Autism", "Phonics", "Maths"))
    one, other = PartnerFactory(), PartnerFactory()
    gone = PartnerFactory(left_on=date(2025, 8, 31))
    set_partner_expertise(partner=one, strengths={phonics.pk: 2, maths.pk: 3, autism.pk: 1}, by=by)
    set_partner_expertise(partner=other, strengths={maths.pk: 2, phonics.pk: 0}, by=by)
    set_partner_expertise(partner=gone, strengths={autism.pk: 3}, by=by)
    covers = {cover.area.name: (cover.strong, cover.cover) for cover in Matrix().covers}
    assert covers == {"Autism": (0, Cover.GAP), "Phonics": (1, Cover.THIN), "Maths": (2, Cover.COVERED)}
    set_prospect_expertise(prospect=prospect, strengths={autism.pk: 3, phonics.pk: 2, maths.pk: 1}, by=by)
    assert [(line.covered.area.name, line.brings) for line in Matrix().brought(prospect)] == [
        ("Autism", Brings.FILLS),
        ("Phonics", Brings.BACKS_UP),
        ("Maths", Brings.NOTHING),
    ]
    with pytest.raises(Refused, match="it stays"):
        remove_area(area=autism, by=by)
