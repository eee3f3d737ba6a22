"""Which letters of a survey are still to be sent, and what became of one."""

from collections import defaultdict

from django.db import transaction
from django.db.models import Case, Q, Value, When
from django.utils import timezone

from alliance.actions.feedback.surveys import LETTERS, locked_survey
from alliance.choices import SurveyLetter
from alliance.models import Survey, SurveyInvitation, User
from alliance.queries.feedback.audiences import audience_named
from foundation.jobs.queue import enqueue
from foundation.refusal import Refused

AGAIN = Case(When(asked_on=None, then=Value(SurveyLetter.INVITATION)), default=Value(SurveyLetter.REMINDER))
"""The letter that did not reach somebody whose address was refused."""


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
def try_again(*, survey: Survey, by: User) -> int:
    """Write once more to those whose address was refused, to the one they have now; how many that are.

    Raises Refused.
    """
    survey = locked_survey(survey)
    if not survey.takes_answers(timezone.localdate()):
        raise Refused("This survey takes no answers any more: there is nobody to write to.")
    follow_addresses(survey=survey)
    refused = SurveyInvitation.objects.refused().filter(survey=survey).waiting().reached()
    refused.filter(Q(asked_on=None) | Q(wants_no_reminders=False)).update(letter=AGAIN)
    waiting: int = SurveyInvitation.objects.to_write_to().filter(survey=survey).count()
    if not waiting:
        raise Refused("Nobody’s address is refused any more: there is no letter to try again.")
    enqueue(LETTERS, alliance=survey.alliance_id, subject=survey.pk)
    return waiting


@transaction.atomic
def follow_addresses(*, survey: Survey) -> None:
    """Whose address was refused and has been changed since gets the letter at the new one.

    They are known by their name and partner among those whom the survey asks, where that names one address.
    """
    refused = SurveyInvitation.objects.refused().filter(survey=survey).waiting()
    audience = audience_named(survey.audience)
    if audience is None or not refused.exists():
        return
    addresses = defaultdict(set)
    for person in audience.people():
        addresses[person.name[:150], person.partner_id].add(person.email.lower())
    asked = set(SurveyInvitation.objects.filter(survey=survey).values_list("email", flat=True))
    for invitation in refused.order_by("pk"):
        new = addresses[invitation.name, invitation.partner_id] - {invitation.email, ""}
        if len(new) == 1 and not new & asked:
            asked |= new
            refused.filter(pk=invitation.pk).update(email=new.pop(), letter=AGAIN)


@transaction.atomic
def send_what_waits(*, survey: Survey) -> None:
    if SurveyInvitation.objects.to_write_to().filter(survey=survey).exists():
        enqueue(LETTERS, alliance=survey.alliance_id, subject=survey.pk)
