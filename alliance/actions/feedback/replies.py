"""“You said, we did”: what was done about what people said, and showing it to them."""

from datetime import date

from django.db import transaction

from alliance.choices import SurveyState
from alliance.models import Survey, SurveyReply, User
from foundation.refusal import Refused


@transaction.atomic
def write_reply(
    *,
    survey: Survey,
    said: str,
    did: str,
    done_by: str,
    done_on: date,
    published: bool,
    by: User,
    reply: SurveyReply | None = None,
) -> SurveyReply:
    """Add an entry, or change `reply`. Published, everybody who was asked finds it by their link."""
    if survey.state != SurveyState.CLOSED:
        raise Refused("Wait until the survey has closed: only then is it known what people said.")
    reply = reply or SurveyReply(survey=survey)
    reply.said, reply.did, reply.done_by, reply.done_on = said, did, done_by, done_on
    reply.published = published
    reply.save()
    return reply


@transaction.atomic
def remove_reply(*, reply: SurveyReply, by: User) -> None:
    SurveyReply.objects.filter(pk=reply.pk).delete()
