"""How a prospect was judged: by whom, with which points, and what the board said."""

from dataclasses import dataclass
from functools import cached_property

from alliance.choices import FINAL_ANSWERS, BoardAnswer, Conflict, ProspectStage
from alliance.logic.growth.scoring import DEFAULT_CRITERIA, Weighted, mean, score_of
from alliance.models import Assessment, BoardDecision, Criterion, Prospect, Rubric, Score, User

USUAL_ASSESSORS = 2


@dataclass(frozen=True)
class Judged:
    """One assessor's view: what they gave each criterion, by its id, and what that comes to of 100."""

    assessment: Assessment
    scores: dict[int, Score]
    score: float | None


@dataclass(frozen=True)
class Selection:
    """Everything about how one prospect is chosen or not; each part is read when it is asked for."""

    prospect: Prospect

    @cached_property
    def assessments(self) -> list[Assessment]:
        """In the order they were appointed."""
        found = Assessment.objects.filter(prospect=self.prospect).select_related("assessor", "rubric")
        return list(found.order_by("created_at", "pk"))

    @cached_property
    def rubric(self) -> Rubric | None:
        """The one it is judged by, or would be; None where the alliance has not written any."""
        if self.assessments:
            return self.assessments[0].rubric
        latest: Rubric | None = Rubric.objects.latest_version()
        return latest

    @cached_property
    def criteria(self) -> list[Criterion]:
        return list(Criterion.objects.filter(rubric=self.rubric).order_by("position"))

    @property
    def needed(self) -> int:
        return self.rubric.assessors if self.rubric else USUAL_ASSESSORS

    @cached_property
    def judged(self) -> list[Judged]:
        """One for each assessor."""
        scores: dict[int, dict[int, Score]] = {}
        for score in Score.objects.filter(assessment__prospect=self.prospect):
            scores.setdefault(score.assessment_id, {})[score.criterion_id] = score
        weights = {criterion.pk: criterion.weight for criterion in self.criteria}
        found = []
        for assessment in self.assessments:
            given = scores.get(assessment.pk, {})
            points = {pk: score.points for pk, score in given.items()}
            reached = score_of(points, weights) if assessment.submitted_at else None
            found.append(Judged(assessment, given, reached))
        return found

    @property
    def submitted(self) -> list[Judged]:
        return [judged for judged in self.judged if judged.assessment.submitted_at is not None]

    @property
    def missing(self) -> int:
        """How many assessments the board still waits for."""
        return max(self.needed - len(self.submitted), 0)

    @property
    def score(self) -> float | None:
        """The mean of the assessors, of 100; None while nobody has scored."""
        return mean([judged.score for judged in self.submitted if judged.score is not None])

    def points(self, criterion: Criterion) -> list[int]:
        """What the assessors gave a criterion."""
        return [
            judged.scores[criterion.pk].points for judged in self.submitted if criterion.pk in judged.scores
        ]

    @cached_property
    def decisions(self) -> list[BoardDecision]:
        """The latest first."""
        found = BoardDecision.objects.filter(prospect=self.prospect).select_related("recorded_by")
        return list(found.order_by("-decided_on", "-pk"))

    @property
    def final(self) -> BoardDecision | None:
        return next((decision for decision in self.decisions if decision.answer in FINAL_ANSWERS), None)

    @property
    def is_approved(self) -> bool:
        return self.final is not None and self.final.answer == BoardAnswer.APPROVE

    @property
    def is_decided(self) -> bool:
        return self.final is not None or not self.prospect.is_open

    def waits_for(self, user: User) -> bool:
        """Whether this person has still to score, and so should not see what the others gave."""
        return any(
            assessment.assessor_id == user.pk
            and assessment.submitted_at is None
            and assessment.conflict != Conflict.DECLARED
            for assessment in self.assessments
        )


def selection_of(prospect: Prospect) -> Selection:
    return Selection(prospect)


def criteria_now() -> list[Weighted]:
    """The criteria of the latest version, or the usual ones."""
    latest = Rubric.objects.latest_version()
    if latest is None:
        return list(DEFAULT_CRITERIA)
    rows = Criterion.objects.filter(rubric=latest).order_by("position")
    return [Weighted(row.name, row.asks, row.weight) for row in rows]


def to_assess(user: User) -> list[Assessment]:
    """What this person was asked to judge and has not yet, the longest asked first."""
    waiting = Assessment.objects.filter(assessor=user, submitted_at=None).exclude(conflict=Conflict.DECLARED)
    over = (ProspectStage.ONBOARDING, ProspectStage.MEMBER, ProspectStage.DECLINED)
    open_still = waiting.exclude(prospect__stage__in=over).exclude(
        prospect__in=BoardDecision.objects.filter(answer__in=FINAL_ANSWERS).values("prospect")
    )
    return list(open_still.select_related("prospect").order_by("created_at", "pk"))
