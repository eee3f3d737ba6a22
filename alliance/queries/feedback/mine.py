"""What somebody was asked, for their own page; and what came of it."""

from datetime import date

from django.db.models import Q, QuerySet

from alliance.choices import SurveyState
from alliance.models import Membership, Survey, SurveyInvitation, SurveyReply


def open_for(member: Membership, today: date) -> QuerySet[SurveyInvitation]:
    """Surveys that wait for an answer by this person, known by their address; what closes first, first."""
    mine = SurveyInvitation.objects.waiting().filter(email=member.user.email.lower())
    running = mine.filter(survey__state=SurveyState.OPEN, survey__closes_on__gte=today)
    return running.select_related("survey").order_by("survey__closes_on", "survey__title")


def answered_to(member: Membership) -> QuerySet[Survey]:
    """Closed surveys that this person or their partner was asked, and that something was done about."""
    asked = Q(email=member.user.email.lower())
    if member.partner_id is not None:
        asked |= Q(partner=member.partner_id)
    invited = SurveyInvitation.objects.filter(asked).values("survey")
    told = SurveyReply.objects.filter(published=True).values("survey")
    return Survey.objects.closed().filter(pk__in=invited).filter(pk__in=told).order_by("-closed_at")


def published_replies(survey: Survey) -> QuerySet[SurveyReply]:
    return SurveyReply.objects.filter(survey=survey, published=True).order_by("-done_on", "-pk")
