"""What assessors say of a prospect, and what the board decided."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from alliance.choices import FINAL_ANSWERS, BoardAnswer, Conflict, Points, Recommendation
from foundation.tenancy.fields import CompositeForeignKey, OwnedForeignKey
from foundation.tenancy.models import AllianceOwned, AllianceOwnedPublic

SCORES_STAND = """
IF TG_OP = 'UPDATE' AND to_jsonb(OLD) - 'comment' IS NOT DISTINCT FROM to_jsonb(NEW) - 'comment' THEN
    RETURN NEW;
END IF;
row := CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
SELECT * INTO assessment FROM alliance_assessment
 WHERE alliance_id = row.alliance_id AND id = row.assessment_id;
IF EXISTS (SELECT FROM alliance_boarddecision AS decision
            WHERE decision.alliance_id = row.alliance_id AND decision.prospect_id = assessment.prospect_id
              AND decision.answer IN ('approve', 'decline')) THEN
    RAISE EXCEPTION 'The board has decided: no score changes any more.';
END IF;
IF TG_OP <> 'DELETE' AND assessment.conflict <> 'none' THEN
    RAISE EXCEPTION 'Only an assessor without a conflict of interest scores.';
END IF;
RETURN row;
"""
ASSESSMENTS_STAND = """
IF TG_OP = 'UPDATE' AND to_jsonb(OLD) - '{comment,conflict_note}'::text[]
                        IS NOT DISTINCT FROM to_jsonb(NEW) - '{comment,conflict_note}'::text[] THEN
    RETURN NEW;
END IF;
row := CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
IF EXISTS (SELECT FROM alliance_boarddecision AS decision
            WHERE decision.alliance_id = row.alliance_id AND decision.prospect_id = row.prospect_id
              AND decision.answer IN ('approve', 'decline')) THEN
    RAISE EXCEPTION 'The board has decided: no assessment changes any more.';
END IF;
RETURN row;
"""
"""Free words apart, out of which a name may have to go."""
DECIDED_AT_THE_BOARD = """
IF NOT EXISTS (SELECT FROM alliance_prospect AS prospect
                WHERE prospect.alliance_id = NEW.alliance_id AND prospect.id = NEW.prospect_id
                  AND prospect.stage = 'board_decision') THEN
    RAISE EXCEPTION 'The board decides about what is before it.';
END IF;
RETURN NEW;
"""
DECISIONS_STAND = """
IF to_jsonb(OLD) - 'reason' IS DISTINCT FROM to_jsonb(NEW) - 'reason' THEN
    RAISE EXCEPTION 'A decision of the board never changes.';
END IF;
RETURN NEW;
"""


class Assessment(AllianceOwnedPublic):
    """One assessor's view of one prospect, by one version of the rubric.

    First the assessor says whether they have an interest of their own; with one they do not score.
    `submitted_at` is when every criterion had its points. Triggers refuse changes once the board has decided.
    """

    prospect = OwnedForeignKey("alliance.Prospect", on_delete=models.PROTECT, related_name="assessments")
    rubric = OwnedForeignKey(
        "alliance.Rubric", on_delete=models.PROTECT, related_name="+", verbose_name="criteria"
    )
    assessor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    conflict = models.CharField(
        "conflict of interest", max_length=10, choices=Conflict.choices, blank=True, default=Conflict.NOT_SAID
    )
    conflict_note = models.CharField("which interest", max_length=300, blank=True)
    recommendation = models.CharField(max_length=10, choices=Recommendation.choices, blank=True)
    comment = models.CharField("why", max_length=1000, blank=True)
    submitted_at = models.DateTimeField("scored", null=True, blank=True)
    created_at = models.DateTimeField("appointed", auto_now_add=True)

    class Meta(AllianceOwnedPublic.Meta):
        constraints = [
            *AllianceOwnedPublic.Meta.constraints,
            CompositeForeignKey("prospect", to="alliance.Prospect", name="assessment_prospect_fk"),
            CompositeForeignKey("rubric", to="alliance.Rubric", name="assessment_rubric_fk"),
            models.UniqueConstraint(
                fields=["alliance", "prospect", "assessor"],
                name="assessment_once",
                violation_error_message="This person is an assessor already.",
            ),
            models.CheckConstraint(
                condition=Q(submitted_at=None) | Q(conflict=Conflict.NONE) & ~Q(recommendation=""),
                name="assessment_without_conflict",
            ),
            models.CheckConstraint(
                condition=~Q(conflict=Conflict.DECLARED) | ~Q(conflict_note=""),
                name="assessment_conflict_named",
                violation_error_message="Say which interest it is.",
            ),
        ]
        indexes = [models.Index(fields=["alliance", "assessor"], name="assessment_of_assessor")]
        triggers = [
            pgtrigger.Trigger(
                name="stands_once_decided",
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                when=pgtrigger.Before,
                declare=[("row", "alliance_assessment%ROWTYPE")],
                func=ASSESSMENTS_STAND,
            )
        ]

    def __str__(self) -> str:
        return str(self.assessor)


class Score(AllianceOwned):
    """Points for one criterion, with the reason for them."""

    assessment = OwnedForeignKey("alliance.Assessment", on_delete=models.CASCADE, related_name="scores")
    criterion = OwnedForeignKey("alliance.Criterion", on_delete=models.PROTECT, related_name="+")
    points = models.PositiveSmallIntegerField(choices=Points.choices)
    comment = models.CharField(max_length=500)

    class Meta(AllianceOwned.Meta):
        constraints = [
            *AllianceOwned.Meta.constraints,
            CompositeForeignKey("assessment", to="alliance.Assessment", name="score_assessment_fk"),
            CompositeForeignKey("criterion", to="alliance.Criterion", name="score_criterion_fk"),
            models.UniqueConstraint(fields=["alliance", "assessment", "criterion"], name="score_once"),
            models.CheckConstraint(condition=Q(points__in=Points.values), name="score_of_the_scale"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="stands_once_decided",
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                when=pgtrigger.Before,
                declare=[("row", "alliance_score%ROWTYPE"), ("assessment", "alliance_assessment%ROWTYPE")],
                func=SCORES_STAND,
            )
        ]


class BoardDecision(AllianceOwnedPublic):
    """What the board said about a prospect on one day; `minute` is where its minutes say so.

    `score` is what the assessors' points came to then, of 100. It may be deferred more than once, and is
    decided once.
    """

    prospect = OwnedForeignKey("alliance.Prospect", on_delete=models.PROTECT, related_name="decisions")
    answer = models.CharField("the board said", max_length=10, choices=BoardAnswer.choices)
    decided_on = models.DateField("on")
    minute = models.CharField("minute", max_length=80)
    reason = models.CharField(max_length=500, blank=True)
    score = models.PositiveSmallIntegerField(null=True, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta(AllianceOwnedPublic.Meta):
        constraints = [
            *AllianceOwnedPublic.Meta.constraints,
            CompositeForeignKey("prospect", to="alliance.Prospect", name="board_decision_prospect_fk"),
            models.UniqueConstraint(
                fields=["alliance", "prospect"],
                condition=Q(answer__in=FINAL_ANSWERS),
                name="board_decision_once",
                violation_error_message="The board has decided about this prospect already.",
            ),
            models.CheckConstraint(
                condition=Q(answer=BoardAnswer.APPROVE) | ~Q(reason=""),
                name="board_decision_reason",
                violation_error_message="Say why it was deferred or declined.",
            ),
        ]
        indexes = [models.Index(fields=["alliance", "prospect"], name="board_decision_of_prospect")]
        triggers = [
            pgtrigger.Trigger(
                name="about_what_is_before_it",
                operation=pgtrigger.Insert,
                when=pgtrigger.Before,
                func=DECIDED_AT_THE_BOARD,
            ),
            pgtrigger.Trigger(
                name="stands", operation=pgtrigger.Update, when=pgtrigger.Before, func=DECISIONS_STAND
            ),
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
        ]
