"""What everybody who was asked may read of the results: counts, never what anybody wrote."""

from dataclasses import dataclass
from typing import Any

from alliance.choices import QuestionKind
from alliance.logic.feedback.results import Found, Share
from alliance.models import Survey
from alliance.queries.feedback.results import results_of
from alliance.queries.feedback.wording import HIDDEN, SPREAD_HIDDEN


def results_to_share(survey: Survey) -> list[dict[str, Any]]:
    """As plain data, in the order of the form. Of a named survey no less is hidden than of others: its form
    named those who read single answers.
    """
    return [
        _shared(section.title, question.text, found)
        for section in results_of(survey, {}, for_everybody=True)
        for question in section.questions
        for found in question.found
        if found.item.kind != QuestionKind.TEXT
    ]


def _shared(section: str, question: str, found: Found) -> dict[str, Any]:
    is_statement = found.item.text != question
    return {
        "section": section,
        "question": question,
        "statement": found.item.text if is_statement else "",
        "answered": found.n,
        "runs": found.runs,
        "hidden": HIDDEN if found.is_hidden else SPREAD_HIDDEN if found.is_spread_hidden else "",
        "answers": [
            {
                "answer": share.label,
                "count": share.count,
                "share": None if share.share is None else round(share.share, 4),
                "instead": share.instead,
            }
            for share in found.shares
        ],
        "agree": None if found.agree is None else round(found.agree, 4),
        "mean_at_least": None if found.mean is None else round(found.mean.least, 2),
        "mean_at_most": None if found.mean is None else round(found.mean.most, 2),
    }


@dataclass(frozen=True)
class SharedResult:
    """One question on the page of those who were asked. `shares` is empty where something is hidden."""

    section: str
    asked: str
    answered: int
    runs: int
    hidden: str
    shares: tuple[Share, ...]


def shared_by(survey: Survey) -> list[SharedResult]:
    """What is shared, as it was; nothing where it is not."""
    return [
        SharedResult(
            one["section"],
            one["statement"] or one["question"],
            one["answered"] or 0,
            one.get("runs", 1),  # what was shared first did not say
            one["hidden"],
            tuple(
                Share(each["answer"], each["count"], one["answered"], each["instead"])
                for each in one["answers"]
            ),
        )
        for one in survey.shared_results or []
    ]
