"""A prospect before the board: assessors, their points, the decision."""

from typing import Any

from django.utils import timezone

from alliance.actions.growth.selection import (
    appoint_assessor,
    record_decision,
    score_prospect,
)
from alliance.choices import BoardAnswer, Recommendation, Role
from alliance.models import Assessment, BoardDecision, Criterion, Prospect, User
from tests.factories.alliance import MembershipFactory, UserFactory


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
