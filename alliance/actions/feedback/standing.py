"""Letting surveys open by themselves, and opening those that are due."""

from datetime import date, timedelta

import structlog
from django.db import transaction

from alliance.actions.feedback.surveys import SurveyPlan, draft_survey, open_for
from alliance.models import StandingSurvey, Survey, SurveyTemplate, User
from alliance.queries.feedback.triggers import Occasion, Trigger, trigger_named
from foundation.refusal import Refused

log = structlog.get_logger(__name__)
UNCHANGED = "main_contacts"
"""What the survey's own page calls the people, where an occasion named them."""


@transaction.atomic
def let_open(*, trigger: Trigger, template: SurveyTemplate, mode: str, days: int, by: User) -> StandingSurvey:
    """From the next morning on each occasion of the trigger opens a survey; said again, it is changed."""
    standing, _ = StandingSurvey.objects.update_or_create(
        trigger=trigger.key, defaults={"template": template, "mode": mode, "days": days}
    )
    return standing


@transaction.atomic
def let_open_no_more(*, standing: StandingSurvey, by: User) -> None:
    """Surveys that are open go on."""
    StandingSurvey.objects.filter(pk=standing.pk).delete()


def open_what_is_due(today: date) -> int:
    """Open a survey for each occasion that has none yet; how many that were. May run twice."""
    opened = 0
    for standing in StandingSurvey.objects.select_related("template").order_by("pk"):
        trigger = trigger_named(standing.trigger)
        for occasion in trigger.due(today) if trigger else ():
            opened += _open(standing, occasion, today)
    return opened


def _open(standing: StandingSurvey, occasion: Occasion, today: date) -> bool:
    name = f"{standing.trigger}:{occasion.subject}"
    if Survey.objects.filter(occasion=name).exists():
        return False
    plan = SurveyPlan(
        occasion.title[:120], standing.mode, UNCHANGED, closes_on=today + timedelta(days=standing.days)
    )
    try:
        with transaction.atomic():
            survey = draft_survey(template=standing.template, plan=plan, by=None, occasion=name)
            open_for(survey=survey, people=list(occasion.people()), by=None)
    except Refused as refusal:  # too few people to ask, say: the next hour it is tried again
        log.info("survey_not_opened", trigger=standing.trigger, because=refusal.code)
        return False
    return True
