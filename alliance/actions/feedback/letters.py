"""Which letters of a survey are still to be sent, and what became of one."""

from django.db import transaction
from django.utils import timezone

from alliance.actions.feedback.surveys import LETTERS
from alliance.choices import SurveyLetter
from alliance.models import Survey, SurveyInvitation
from foundation.jobs.queue import enqueue


def next_letter(*, survey_id: int, after: int) -> SurveyInvitation | None:
    """The next one to be sent, of a survey that still takes answers, to somebody who has not answered."""
    waiting = SurveyInvitation.objects.to_write_to().filter(survey=survey_id, pk__gt=after)
    found: SurveyInvitation | None = waiting.select_related("survey").order_by("pk").first()
    return found if found and found.survey.takes_answers(timezone.localdate()) else None


@transaction.atomic
def mark_sent(*, invitation: SurveyInvitation) -> None:
    """A reminder counts from today, too. Whoever answered in between has no letter waiting any more."""
    today = timezone.localdate()
    day = {"reminded_on": today} if invitation.letter == SurveyLetter.REMINDER else {"asked_on": today}
    SurveyInvitation.objects.filter(pk=invitation.pk).update(letter=SurveyLetter.NOTHING, **day)


@transaction.atomic
def mark_refused(*, invitation: SurveyInvitation) -> None:
    """Its address is refused for good. Somebody who answered in between got the letter before."""
    SurveyInvitation.objects.waiting().filter(pk=invitation.pk).update(letter=SurveyLetter.REFUSED)


@transaction.atomic
def send_what_waits(*, survey: Survey) -> None:
    if SurveyInvitation.objects.to_write_to().filter(survey=survey).exists():
        enqueue(LETTERS, alliance=survey.alliance_id, subject=survey.pk)
