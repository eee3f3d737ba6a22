"""Single answers, of a named survey only: its form said who would read them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from alliance.logic.feedback.questionnaire import Item
from alliance.logic.feedback.results import points_of
from alliance.models import Survey, SurveyAnswers, SurveyInvitation
from foundation import words


@dataclass(frozen=True)
class SingleAnswers:
    """What one person answered, as (question, answer in words)."""

    name: str
    partner: str
    answers: tuple[tuple[str, str], ...]


def single_answers(survey: Survey) -> list[SingleAnswers]:
    """By name. Of any other mode there are none."""
    if not survey.is_named:
        return []
    kept = SurveyAnswers.objects.filter(survey=survey).select_related("invitation__partner")
    items = survey.version.questionnaire.items
    rows = [_single(row.invitation, row.answers, items) for row in kept if row.invitation]
    return sorted(rows, key=lambda row: (row.name.casefold(), row.partner))


def _single(
    invitation: SurveyInvitation, answers: Mapping[str, Any], items: tuple[Item, ...]
) -> SingleAnswers:
    given = tuple((item.text, _in_words(item, answers[item.key])) for item in items if item.key in answers)
    partner = invitation.partner
    return SingleAnswers(invitation.name, partner.name if partner else "", given)


def _in_words(item: Item, answer: object) -> str:
    if isinstance(answer, list):
        return words.listed(answer)
    return dict(points_of(item)).get(answer, str(answer))
