"""The points of a prospect's assessors as tables show them."""

from dataclasses import dataclass
from typing import Any

from alliance.choices import Conflict
from alliance.logic.growth.scoring import mean, share
from alliance.models import Criterion, Prospect
from alliance.queries.growth.selection import Judged, Selection, selection_of
from foundation import words
from foundation.ui.items import Column


@dataclass(frozen=True)
class CriterionLine:
    """One criterion: its share of the whole, the mean of its points, and what each assessor gave and why."""

    criterion: Criterion
    share: str
    mean: str
    apart: bool
    given: list[tuple[str, str, str]]


@dataclass(frozen=True)
class JudgedView:
    """A selection in words. `hidden`: the reader has still to score, and does not see the others' points."""

    selection: Selection
    hidden: bool
    is_own: bool
    lines: list[CriterionLine]
    assessors: list[dict[str, Any]]
    score: str
    standing: str
    columns: list[Column]


def judged_of(prospect: Prospect, reader: Any) -> JudgedView:
    selection = selection_of(prospect)
    hidden = selection.waits_for(reader)
    return JudgedView(
        selection,
        hidden,
        any(assessment.assessor_id == reader.pk for assessment in selection.assessments)
        and not selection.is_decided,
        [] if hidden else [_line(selection, criterion) for criterion in selection.criteria],
        [_assessor(judged, hidden, reader) for judged in selection.judged],
        f"{selection.score:.0f} of 100" if selection.score is not None and not hidden else "–",
        _standing(selection),
        [
            Column("Criterion"),
            Column("Counts", numeric=True),
            Column("Mean", numeric=True),
            Column("Given, and why"),
        ],
    )


def _line(selection: Selection, criterion: Criterion) -> CriterionLine:
    points = selection.points(criterion)
    middle = mean(points)
    given = [
        (
            str(judged.assessment.assessor),
            str(judged.scores[criterion.pk].points),
            judged.scores[criterion.pk].comment,
        )
        for judged in selection.submitted
        if criterion.pk in judged.scores
    ]
    return CriterionLine(
        criterion,
        f"{share(criterion.weight, [one.weight for one in selection.criteria])}%",
        f"{middle:.1f}" if middle is not None else "–",
        bool(points) and max(points) - min(points) >= 2,
        given,
    )


def _assessor(judged: Judged, hidden: bool, reader: Any) -> dict[str, Any]:
    assessment = judged.assessment
    is_reader = assessment.assessor_id == reader.pk
    shown = not hidden or is_reader
    if assessment.conflict == Conflict.DECLARED:
        state, word = "none", "Has an interest, does not score"
    elif assessment.submitted_at is not None:
        state, word = "good", f"Scored {words.day(assessment.submitted_at)}"
    else:
        state, word = "warn", f"Asked {words.day(assessment.created_at)}"
    return {
        "assessment": assessment,
        "name": str(assessment.assessor),
        "state": state,
        "word": word,
        "score": f"{judged.score:.0f}" if judged.score is not None and shown else "–",
        "says": assessment.get_recommendation_display() if shown else "",
        "comment": (assessment.comment or assessment.conflict_note) if shown else "",
        "may_dismiss": assessment.conflict == Conflict.NOT_SAID,
    }


def _standing(selection: Selection) -> str:
    """2 of 2 assessments are in."""
    are = "is" if len(selection.submitted) == 1 else "are"
    return f"{len(selection.submitted)} of {words.counted(selection.needed, 'assessment')} {are} in"
