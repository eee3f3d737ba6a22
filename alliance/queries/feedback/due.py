"""What waits for those who run surveys: one that few have answered, letters that did not go, nobody told."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone

from alliance import policy
from alliance.models import Membership, Survey, SurveyReply
from alliance.queries.feedback.links import answer_path
from alliance.queries.feedback.mine import open_for
from alliance.queries.feedback.surveys import Progress, progress_of
from alliance.queries.today import Due
from foundation import words

SOON = timedelta(days=7)
LOW = 0.4
"""Share of those asked; below it a result says little of those who did not answer."""
LOOKED_BACK = timedelta(days=90)
MOST = 20


def answers_due(member: Membership, today: date) -> Iterable[Due]:
    """What the member is asked themselves."""
    slug = member.alliance.slug
    for invitation in open_for(member, today):
        href = answer_path(invitation, slug)
        yield Due(
            "info",
            f"You are asked: {invitation.survey.title}",
            "It takes a few minutes, and your link works once",
            invitation.survey.closes_on,
            href=href,
            action_label="Answer",
            action_href=href,
        )


def surveys_due(member: Membership, today: date) -> Iterable[Due]:
    """For whoever may run surveys. Two queries, and a third where one has closed lately."""
    if not policy.manage_surveys.test(member):
        return []
    slug = member.alliance.slug
    running = list(Survey.objects.open().order_by("closes_on")[:MOST])
    progress = progress_of(running)
    found = [due for survey in running for due in _running(survey, progress[survey.pk], slug, today)]
    return [*found, *_unanswered(slug, today)]


def _running(survey: Survey, progress: Progress, slug: str, today: date) -> Iterable[Due]:
    href = reverse("survey", args=[slug, survey.public_id])
    rate = progress.rate
    if rate is None or survey.closes_on - today > SOON:
        return
    is_low = rate < LOW
    yield Due(
        "warn" if is_low else "info",
        f"{survey.title} {'closes with few answers' if is_low else 'closes soon'}",
        f"{progress.words} have answered",
        survey.closes_on,
        href=href,
        action_label="Remind" if is_low else "Open",
        action_href=href,
    )


def _unanswered(slug: str, today: date) -> Iterable[Due]:
    """Surveys that closed lately, of which those who answered have not heard."""
    since = timezone.make_aware(datetime.combine(today - LOOKED_BACK, time.min))
    told = SurveyReply.objects.filter(survey=OuterRef("pk"), published=True)
    closed = Survey.objects.closed().filter(~Exists(told), closed_at__gte=since)
    for survey in closed.order_by("closed_at")[:MOST]:
        href = reverse("survey_replies", args=[slug, survey.public_id])
        yield Due(
            "none",
            f"{survey.title}: say what you do about it",
            f"Closed {words.day(survey.closed_at)}; people have not heard what came of it",
            None,
            href=href,
            action_label="Write",
            action_href=href,
        )
