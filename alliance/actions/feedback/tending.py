"""What each hour brings to surveys."""

from datetime import datetime

import structlog
from django.db import transaction
from django.utils import timezone

from alliance.actions.feedback.letters import follow_addresses, send_what_waits
from alliance.actions.feedback.standing import open_what_is_due
from alliance.actions.feedback.surveys import close_survey, remind_when_due
from alliance.models import Survey

log = structlog.get_logger(__name__)
LETTER_HOURS = range(7, 20)
"""When letters leave by themselves: a phone that hums at night is no way to ask a favour."""


def tend_surveys(now: datetime) -> None:
    """Close what has ended; by day open what is due, remind those who have not answered, and send what could
    not be sent before, where an address was changed since to the new one. May run twice: nobody is asked or
    reminded again.
    """
    if _is_day(now):
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
    if _is_day(now):
        remind_when_due(survey=survey, today=today)
        follow_addresses(survey=survey)
        send_what_waits(survey=survey)


def _is_day(now: datetime) -> bool:
    return timezone.localtime(now).hour in LETTER_HOURS
