"""Somebody who was asked answers: once, by their link, until the survey closes."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from alliance.actions.feedback.boxes import put_in
from alliance.actions.feedback.surveys import locked_survey
from alliance.choices import SurveyLetter
from alliance.logic.feedback.ballots import Sheet
from alliance.logic.feedback.suppression import cell_of
from alliance.models import SurveyAnswers, SurveyInvitation
from foundation.refusal import Refused


class LinkSpent(Refused):
    """It was used already."""

    code = "link_spent"


class SurveyEnded(Refused):
    """It takes no answers any more."""

    code = "survey_ended"


@transaction.atomic
def answer_survey(*, invitation: SurveyInvitation, answers: dict[str, Any]) -> None:
    """Spend the link and keep the answers: in the box of an anonymous survey, else beside who gave them.

    `answers` holds those given, by the key of each item. Raises LinkSpent, SurveyEnded.
    """
    survey = locked_survey(invitation.survey)
    invitation = SurveyInvitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
    if not survey.takes_answers(timezone.localdate()):
        raise SurveyEnded("This survey takes no answers any more.")
    if invitation.answered:
        raise LinkSpent("This link has been used: your answers are in already. Nothing was added.")
    invitation.answered, invitation.letter = True, SurveyLetter.NOTHING
    invitation.save(update_fields=["answered", "letter"])
    sheet = Sheet(frozenset({cell_of(invitation.facts)}), answers)
    if survey.is_anonymous:
        put_in(survey, sheet)
        return
    SurveyAnswers.objects.create(
        survey=survey,
        mode=survey.mode,
        invitation=invitation,
        group=SurveyAnswers.group_of(sheet),
        answers=answers,
    )
