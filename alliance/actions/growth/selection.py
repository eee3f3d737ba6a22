"""How a prospect is judged: assessors are appointed, say whether they have an interest, and score; then the
board decides.
"""

from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.utils import timezone

from alliance.actions.growth.locking import locked, set_stage
from alliance.actions.growth.rubrics import rubric_in_use
from alliance.actions.turns import take_turns
from alliance.choices import (
    FINAL_ANSWERS,
    BoardAnswer,
    Conflict,
    DeclineReason,
    ProspectStage,
    Recommendation,
)
from alliance.models import Assessment, BoardDecision, Criterion, Prospect, Score, User
from alliance.queries.growth.selection import selection_of
from alliance.queries.growth.whose import may_assess
from foundation import words
from foundation.refusal import Refused


class Decided(Refused):
    """The board has decided: what led to it stands."""

    code = "decided"


@transaction.atomic
def appoint_assessor(*, prospect: Prospect, assessor: User, by: User) -> Assessment:
    """Ask somebody of staff or board to judge a prospect, by the rubric the others judge it by.

    Raises Decided, Refused.
    """
    take_turns()
    prospect = locked(prospect)
    _refuse_decided(prospect)
    if not may_assess(assessor):
        raise Refused(f"{assessor} belongs neither to staff nor to the board.", field="assessor")
    if Assessment.objects.filter(prospect=prospect, assessor=assessor).exists():
        raise Refused(f"{assessor} is an assessor already.", field="assessor")
    others = Assessment.objects.filter(prospect=prospect).select_related("rubric").first()
    rubric = others.rubric if others is not None else rubric_in_use()
    return Assessment.objects.create(prospect=prospect, assessor=assessor, rubric=rubric)


@transaction.atomic
def dismiss_assessor(*, assessment: Assessment, by: User) -> None:
    """Take back an appointment nobody has acted on. Raises Decided, Refused."""
    prospect = locked(assessment.prospect)
    _refuse_decided(prospect)
    assessment = _again(assessment)
    if assessment.conflict != Conflict.NOT_SAID:
        raise Refused(f"{assessment.assessor} has answered: what was said stays.")
    assessment.delete()


@transaction.atomic
def declare_conflict(*, assessment: Assessment, note: str, by: User) -> Assessment:
    """The assessor has an interest of their own: they do not score, and what they scored is gone.

    Raises Decided, Refused.
    """
    assessment = _own(assessment, by)
    if not note:
        raise Refused("Say which interest it is, in a few words.", field="conflict_note")
    assessment.scores.all().delete()
    assessment.conflict, assessment.conflict_note = Conflict.DECLARED, note
    assessment.recommendation, assessment.comment, assessment.submitted_at = "", "", None
    assessment.save()
    return assessment


@transaction.atomic
def score_prospect(
    *,
    assessment: Assessment,
    points: Mapping[int, tuple[int, str]],
    recommendation: Recommendation,
    comment: str,
    by: User,
) -> Assessment:
    """Points with their reason for every criterion, by its id; the assessor says they have no interest.

    Scored again, the later points count. Raises Decided, Refused.
    """
    assessment = _own(assessment, by)
    criteria = set(Criterion.objects.filter(rubric=assessment.rubric).values_list("pk", flat=True))
    if points.keys() != criteria:
        raise Refused("Give points for every criterion, and a sentence on why.")
    if any(not why.strip() for _, why in points.values()):
        raise Refused("Write a sentence on why beside each of your points: the board reads it.")
    assessment.conflict, assessment.conflict_note = Conflict.NONE, ""
    assessment.recommendation, assessment.comment = recommendation, comment
    assessment.submitted_at = timezone.now()
    assessment.save()
    for criterion, (given, why) in points.items():
        Score.objects.update_or_create(
            assessment=assessment, criterion_id=criterion, defaults={"points": given, "comment": why}
        )
    return assessment


@transaction.atomic
def record_decision(
    *, prospect: Prospect, answer: BoardAnswer, decided_on: date, minute: str, reason: str, by: User
) -> BoardDecision:
    """What the board said. Declined, the prospect is over; approved, onboarding may begin.

    Raises Decided, Refused: too few assessments, a day to come, no reason.
    """
    prospect = locked(prospect)
    _refuse_decided(prospect)
    if prospect.stage != ProspectStage.BOARD_DECISION:
        raise Refused(
            f"{prospect.name} is at the stage “{prospect.get_stage_display()}”: the board decides about what "
            "is before it. Move it to “Board decision” first."
        )
    if not timezone.localdate(prospect.created_at) <= decided_on <= timezone.localdate():
        added = words.day(prospect.created_at)
        raise Refused(f"Write a day from {added}, when it was added, to today.", field="decided_on")
    if answer != BoardAnswer.APPROVE and not reason:
        raise Refused("Say why it was deferred or declined.", field="reason")
    selection = selection_of(prospect)
    if answer == BoardAnswer.APPROVE and selection.missing:
        raise Refused(
            f"The board approves on {words.counted(selection.needed, 'assessment')}, and "
            f"there {'is' if len(selection.submitted) == 1 else 'are'} {len(selection.submitted)}. "
            "Appoint assessors on the tab “Selection”.",
            code="too_few_assessments",
        )
    decision = BoardDecision.objects.create(
        prospect=prospect,
        answer=answer,
        decided_on=decided_on,
        minute=minute,
        reason=reason,
        score=round(selection.score) if selection.score is not None else None,
        recorded_by=by,
    )
    if answer == BoardAnswer.DECLINE:
        prospect.declined_because, prospect.declined_note = DeclineReason.BOARD, reason
        set_stage(prospect, ProspectStage.DECLINED)
    return decision


def _own(assessment: Assessment, by: User) -> Assessment:
    """The assessment locked, with its prospect, for its own assessor."""
    prospect = locked(assessment.prospect)
    _refuse_decided(prospect)
    assessment = _again(assessment)
    if assessment.assessor_id != by.pk:
        raise Refused(f"{assessment.assessor} judges here: nobody scores for another.")
    return assessment


def _again(assessment: Assessment) -> Assessment:
    found = Assessment.objects.select_for_update(of=("self",)).select_related("rubric", "assessor")
    current: Assessment = found.get(pk=assessment.pk)
    return current


def _refuse_decided(prospect: Prospect) -> None:
    if (
        not prospect.is_open
        or BoardDecision.objects.filter(prospect=prospect, answer__in=FINAL_ANSWERS).exists()
    ):
        raise Decided(f"It is decided about {prospect.name}: what led to it stands.")
