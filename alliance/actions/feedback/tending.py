"""What each night brings to surveys."""

from datetime import datetime

import structlog
from django.db import transaction
from django.utils import timezone

from alliance.actions.feedback.letters import send_what_waits
from alliance.actions.feedback.standing import open_what_is_due
from alliance.actions.feedback.surveys import close_survey, remind_when_due
from alliance.models import Survey

log = structlog.get_logger(__name__)


def tend_surveys(now: datetime) -> None:
    """Open what is due, close what has ended, remind those who have not answered, and send what could not be
    sent before.
    """
    open_what_is_due(timezone.localdate(now))
    for survey in Survey.objects.open().order_by("pk"):
        try:
            with transaction.atomic():
                _tend(survey, now)
        except Exception:  # one whose box cannot be opened does not keep the others from their turn
            log.exception("survey_not_tended", survey=survey.pk)


def _tend(survey: Survey, now: datetime) -> None:
    today = timezone.localdate(now)
    if not survey.takes_answers(today):
        close_survey(survey=survey, by=None)
        return
    remind_when_due(survey=survey, today=today)
    send_what_waits(survey=survey)
