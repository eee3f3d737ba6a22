"""How a prospect is judged: rubric, assessors, interests, points, the board, and what stands afterwards."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, InternalError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from alliance.actions.growth.expertise import (
    add_area,
    remove_area,
    set_partner_expertise,
    set_prospect_expertise,
)
from alliance.actions.growth.prospects import NotThere, decline_prospect, move_prospect
from alliance.actions.growth.rubrics import change_rubric
from alliance.actions.growth.selection import (
    Decided,
    appoint_assessor,
    declare_conflict,
    dismiss_assessor,
    record_decision,
    score_prospect,
)
from alliance.choices import BoardAnswer, DeclineReason, ProspectStage, Recommendation, Role
from alliance.logic.growth.matrix import Brings, Cover
from alliance.logic.growth.scoring import DEFAULT_CRITERIA, Weighted
from alliance.models import Assessment, BoardDecision, Criterion, Prospect, Rubric, Score, User
from alliance.queries.growth.due import assessments_due
from alliance.queries.growth.expertise import Matrix
from alliance.queries.growth.selection import selection_of
from foundation.refusal import Refused
from tests.factories.alliance import MembershipFactory, PartnerFactory, UserFactory
from tests.factories.growth import AssessmentFactory, ProspectFactory, RubricFactory, at_stage

pytestmark = pytest.mark.django_db


@pytest.fixture
def prospect(alliance: Any) -> Prospect:
    RubricFactory()
    return at_stage(ProspectFactory(name="Netherholme"), ProspectStage.BOARD_DECISION)


def member(alliance: Any, role: Role = Role.CPD_LEAD) -> User:
    return MembershipFactory(alliance=alliance, roles=[role]).user


def score(assessment: Assessment, *points: int, why: str = "It shows") -> Assessment:
    criteria = Criterion.objects.filter(rubric=assessment.rubric).order_by("position")
    given = {criterion.pk: (point, why) for criterion, point in zip(criteria, points, strict=True)}
    return score_prospect(
        assessment=assessment,
        points=given,
        recommendation=Recommendation.JOIN,
        comment="",
        by=assessment.assessor,
    )


def judged(alliance: Any, prospect: Prospect, *points: tuple[int, int]) -> list[Assessment]:
    made = [appoint_assessor(prospect=prospect, assessor=member(alliance), by=UserFactory()) for _ in points]
    return [score(assessment, *given) for assessment, given in zip(made, points, strict=True)]


def decide(prospect: Prospect, answer: BoardAnswer = BoardAnswer.APPROVE, **given: Any) -> BoardDecision:
    usual = {"decided_on": timezone.localdate(), "minute": "Board, item 6", "reason": "Not this year"}
    return record_decision(prospect=prospect, answer=answer, by=UserFactory(), **{**usual, **given})


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


def address(prospect: Prospect, name: str, *more: Any) -> str:
    return reverse(name, args=[prospect.alliance.slug, prospect.public_id, *more])


def form_of(assessment: Assessment, points: int = 3) -> dict[str, Any]:
    criteria = Criterion.objects.filter(rubric=assessment.rubric)
    given = {f"points_{criterion.pk}": points for criterion in criteria}
    return {
        "conflict": "none",
        "recommendation": "join",
        **given,
        **{f"why_{criterion.pk}": "It shows in their books" for criterion in criteria},
    }


def test_a_board_member_reads_papers_and_scores_what_they_are_asked(
    alliance: Any, sign_in: Any, prospect: Prospect
) -> None:
    client, board = sign_in(alliance, Role.BOARD_MEMBER)
    early = ProspectFactory(name="Early Primary")
    papers = client.get(reverse("board_papers", args=[alliance.slug])).content.decode()
    assert ("Netherholme" in papers, "Early Primary" in papers) == (True, False)
    assert client.get(address(prospect, "board_paper")).status_code == 200
    assert client.get(address(early, "board_paper")).status_code == 404
    assert client.get(address(prospect, "prospect")).status_code == 403
    assert client.get(address(prospect, "assessment")).status_code == 404
    assessment = appoint_assessor(prospect=prospect, assessor=board.user, by=UserFactory())
    assert client.post(address(prospect, "assessment"), {"conflict": "none"}).status_code == 422
    assert client.post(address(prospect, "assessment"), form_of(assessment)).status_code == 302
    assert selection_of(prospect).score == 75.0


def test_the_board_reads_what_it_declined_and_not_what_staff_did(alliance: Any, prospect: Prospect) -> None:
    board = MembershipFactory(alliance=alliance, roles=[Role.BOARD_MEMBER])
    decide(prospect, BoardAnswer.DECLINE)
    by_staff = at_stage(ProspectFactory(), ProspectStage.DUE_DILIGENCE)
    decline_prospect(prospect=by_staff, because=DeclineReason.WITHDREW, note="They rang", by=UserFactory())
    assert list(Prospect.objects.visible_to(board)) == [prospect]


def test_who_has_still_to_score_does_not_see_the_others_points(
    alliance: Any, sign_in: Any, prospect: Prospect
) -> None:
    client, own = sign_in(alliance, Role.CPD_LEAD)
    judged(alliance, prospect, (4, 4))
    mine = appoint_assessor(prospect=prospect, assessor=own.user, by=UserFactory())
    for page in ("prospect_selection", "board_paper"):
        text = client.get(address(prospect, page)).content.decode()
        assert ("It shows" in text, "Score first" in text) == (False, True)
    assert client.post(address(prospect, "assessment"), form_of(mine)).status_code == 302
    text = client.get(address(prospect, "prospect_selection")).content.decode()
    assert ("It shows" in text, "Score first" in text, "88 of 100" in text) == (True, False, True)


def test_declaring_an_interest_ends_ones_scoring(alliance: Any, sign_in: Any, prospect: Prospect) -> None:
    client, own = sign_in(alliance, Role.CPD_LEAD)
    appoint_assessor(prospect=prospect, assessor=own.user, by=UserFactory())
    assert client.post(address(prospect, "assessment"), {"conflict": "declared"}).status_code == 422
    given = {"conflict": "declared", "conflict_note": "My daughter teaches there"}
    assert client.post(address(prospect, "assessment"), given).status_code == 302
    text = client.get(address(prospect, "prospect_selection")).content.decode()
    assert "Has an interest, does not score" in text


def test_the_decision_is_recorded_on_the_page(alliance: Any, sign_in: Any, prospect: Prospect) -> None:
    client, _ = sign_in(alliance, Role.SUPPORT_LEAD)
    today = timezone.localdate()
    given = {"answer": "approve", "decided_on": f"{today.day}/{today.month}/{today.year}", "minute": "Item 6"}
    few = client.post(address(prospect, "decide_prospect"), given)
    assert (few.status_code, "Appoint assessors" in few.content.decode()) == (422, True)
    judged(alliance, prospect, (4, 4), (4, 2))
    assert client.post(address(prospect, "decide_prospect"), given).status_code == 302
    paper = client.get(address(prospect, "board_paper")).content.decode()
    assert ("Approved</b>" in paper, "Item 6" in paper, "94 of 100 then" in paper) == (True, True, True)


def test_leads_write_the_criteria(alliance: Any, sign_in: Any) -> None:
    client, _ = sign_in(alliance, Role.STRATEGIC_LEAD)
    page: Client = client
    address = reverse("rubric", args=[alliance.slug])
    assert "Complementary expertise" in page.get(address).content.decode()
    given = {"assessors": "2", "name_0": "Values", "weight_0": "60", "name_1": "Reach", "weight_1": "40"}
    assert page.post(address, {**given, "weight_1": ""}).status_code == 422
    assert page.post(address, given).status_code == 302
    assert [row.name for row in Rubric.objects.get().criteria.order_by("position")] == ["Values", "Reach"]
    assert page.post(address, {**given, "assessors": "1"}).status_code == 422


def test_the_matrix_names_partners_strengths_and_gaps(alliance: Any, sign_in: Any) -> None:
    client, _ = sign_in(alliance, Role.OWNER)
    client.post(reverse("add_expertise_area", args=[alliance.slug]), {"name": "Autism"})
    partner = PartnerFactory(name="Sandhaugh School")
    matrix = reverse("expertise", args=[alliance.slug])
    assert "Nobody strong" in client.get(matrix).content.decode()
    (area,) = Matrix().areas
    form = reverse("partner_expertise", args=[alliance.slug, partner.public_id])
    assert client.post(form, {f"area_{area.pk}": "3"}).status_code == 302
    text = client.get(matrix).content.decode()
    assert ("One partner alone" in text, "<td>Leading</td>" in text) == (True, True)
