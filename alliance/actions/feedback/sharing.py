"""Showing the results to everybody who was asked, on their page and to their systems; taking them back."""

from django.db import transaction
from django.utils import timezone

from alliance.actions.feedback.surveys import locked_survey
from alliance.choices import SurveyState
from alliance.models import Survey, User
from alliance.queries.feedback.shared import results_to_share
from foundation.refusal import Refused


@transaction.atomic
def share_results(*, survey: Survey, by: User) -> Survey:
    """As they are now; shared again, they stay as they were shared first. Raises Refused."""
    survey = locked_survey(survey)
    if survey.state != SurveyState.CLOSED:
        raise Refused("Wait until the survey has closed: until then there are no results.")
    if survey.shared_at is None:
        survey.shared_results, survey.shared_at = results_to_share(survey), timezone.now()
        survey.save()
    return survey


@transaction.atomic
def take_results_back(*, survey: Survey, by: User) -> Survey:
    """Who has read them has read them; systems are told that they are gone."""
    survey = locked_survey(survey)
    survey.shared_results = survey.shared_at = None
    survey.save()
    return survey
