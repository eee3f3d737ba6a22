"""Surveys: templates and their versions, runs, who was asked, what was answered, what came of it."""

from alliance.models.feedback.answers import BallotBox, SurveyAnswers
from alliance.models.feedback.document import SurveyDocument
from alliance.models.feedback.standing import StandingSurvey
from alliance.models.feedback.survey import Survey, SurveyInvitation, SurveyPartner, SurveyReply
from alliance.models.feedback.template import SurveyTemplate, TemplateVersion

__all__ = [
    "BallotBox",
    "StandingSurvey",
    "Survey",
    "SurveyAnswers",
    "SurveyDocument",
    "SurveyInvitation",
    "SurveyPartner",
    "SurveyReply",
    "SurveyTemplate",
    "TemplateVersion",
]
