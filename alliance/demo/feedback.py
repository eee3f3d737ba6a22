"""Surveys of the demo: last year's annual partner survey with what came of it, and one that is open."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from random import Random
from typing import Any

from django.utils import timezone

from alliance.actions.feedback.answering import answer_survey
from alliance.actions.feedback.replies import write_reply
from alliance.actions.feedback.sharing import share_results
from alliance.actions.feedback.surveys import SurveyPlan, close_survey, draft_survey, open_survey
from alliance.actions.feedback.templates import take_shipped
from alliance.choices import QuestionKind, SurveyLetter, SurveyMode
from alliance.demo.parts import DemoAlliance
from alliance.logic.feedback.questionnaire import Item
from alliance.models import Survey, SurveyInvitation, SurveyTemplate
from alliance.queries.feedback.templates import latest_version

ALLIANCE = "eastmoor"
KEY = "annual-partner"
WRITTEN = (
    "The reading fluency network: our Year 4 teachers still use it every week.",
    "The SLE who came to look at behaviour with us.",
    "Meeting other subject leads. We are two teachers in a small school.",
    "Mentor training was well prepared and could be used the next day.",
    "Being asked what we need before the programme is written.",
    "The maths leads’ meetings, and that somebody rings back.",
    "Send the dates a term ahead: cover is hard to find.",
    "More sessions after school and online. The drive from the coast is an hour.",
    "Fewer forms, please.",
    "Say which sessions are for new subject leads.",
    "We hear a lot about primary and little about post-16.",
    "Let us bring a second colleague for the price of one.",
)
REPLIES = (
    (
        "You hear of dates too late to find cover.",
        "All dates of the year go out in July, and a place can go to a colleague until the day before.",
        "CPD lead",
    ),
    (
        "It is a long way from the coast.",
        "Every network now meets online once a term, and Saltscar Academy hosts the spring meetings.",
        "Executive board",
    ),
)


@dataclass(frozen=True)
class Plan:
    """A run of the annual survey: how many days ago it opened, how long for, and how many answered."""

    title: str
    opened: int
    length: int
    share: float
    kindness: float


LAST = Plan("Annual partner survey: last year", 210, 21, 0.74, 0.62)
NOW = Plan("Annual partner survey", 11, 21, 0.46, 0.66)


def add_surveys(demo: DemoAlliance) -> None:
    """Both runs, once, the results of the first shown to everybody asked; the letters count as sent, since
    nobody reads them.
    """
    if demo.alliance.slug != ALLIANCE or SurveyTemplate.objects.filter(shipped=KEY).exists():
        return
    take_shipped(key=KEY, by=demo.strategic_lead.user)
    before = _run(demo, LAST)
    close_survey(survey=before, by=demo.strategic_lead.user)
    share_results(survey=before, by=demo.strategic_lead.user)
    _date_back(before, LAST)
    for days, (said, did, done_by) in zip((120, 90), REPLIES, strict=True):
        done_on = timezone.localdate() - timedelta(days=days)
        write_reply(
            survey=Survey.objects.get(pk=before.pk),
            said=said,
            did=did,
            done_by=done_by,
            done_on=done_on,
            published=True,
            by=demo.strategic_lead.user,
        )
    _date_back(_run(demo, NOW), NOW)


def _run(demo: DemoAlliance, plan: Plan) -> Survey:
    by, random = demo.strategic_lead.user, Random(plan.title)  # noqa: S311  # the same demo every time
    survey = draft_survey(
        template=SurveyTemplate.objects.get(shipped=KEY),
        plan=SurveyPlan(
            plan.title,
            SurveyMode.ANONYMOUS,
            "main_contacts",
            timezone.localdate() + timedelta(days=plan.length),
            welcome="Ten minutes that decide what we do next year. We tell you what came of it.",
        ),
        by=by,
    )
    open_survey(survey=survey, by=by)
    asked = SurveyInvitation.objects.filter(survey=survey)
    asked.update(letter=SurveyLetter.NOTHING, asked_on=timezone.localdate() - timedelta(days=plan.opened))
    items = latest_version(survey.version.template).questionnaire.items
    texts = {"best": list(WRITTEN[: len(WRITTEN) // 2]), "better": list(WRITTEN[len(WRITTEN) // 2 :])}
    for invitation in asked.order_by("pk"):
        if random.random() < plan.share:
            answer_survey(invitation=invitation, answers=dict(_sheet(items, texts, plan, random)))
    return survey


def _date_back(survey: Survey, plan: Plan) -> None:
    """As if it had been opened so many days ago."""
    opened_on = timezone.localdate() - timedelta(days=plan.opened)
    rows = Survey.objects.filter(pk=survey.pk)
    rows.update(opened_on=opened_on, closes_on=opened_on + timedelta(days=plan.length))
    rows.exclude(closed_at=None).update(closed_at=timezone.now() - timedelta(days=plan.opened - plan.length))


def _sheet(
    items: tuple[Item, ...], texts: dict[str, list[str]], plan: Plan, random: Random
) -> Iterator[tuple[str, Any]]:
    for item in items:
        if item.kind == QuestionKind.LIKERT:
            yield item.key, min(5, max(1, round(random.gauss(1 + 4 * plan.kindness, 0.9))))
        elif item.kind == QuestionKind.SCORE:
            yield item.key, min(10, max(0, round(random.gauss(10 * plan.kindness + 1, 1.8))))
        elif item.kind == QuestionKind.SINGLE:
            yield item.key, random.choice(item.options)
        elif item.kind == QuestionKind.MULTI:
            yield (
                item.key,
                [option for option in item.options[:-1] if random.random() < 0.45] or ["None of these"],
            )
        elif texts[item.key] and random.random() < 0.4:
            yield item.key, texts[item.key].pop()
