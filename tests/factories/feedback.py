"""Surveys of the tests."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any

from django.utils import timezone

from alliance.actions.feedback.answering import answer_survey
from alliance.actions.feedback.documents import ask_for_document, keep_document
from alliance.actions.feedback.replies import write_reply
from alliance.actions.feedback.sharing import share_results
from alliance.actions.feedback.surveys import SurveyPlan, close_survey, draft_survey, open_for
from alliance.actions.feedback.templates import change_questions, create_template
from alliance.choices import QuestionKind, SurveyMode
from alliance.logic.feedback.questionnaire import Question, Questionnaire, Section
from alliance.models import Partner, Survey, SurveyDocument, SurveyInvitation, SurveyTemplate, User
from alliance.queries.feedback.audiences import Asked
from tests.factories.alliance import UserFactory

QUESTIONS = Questionnaire(
    (
        Section(
            "s1",
            "Working together",
            "",
            (
                Question("voice", QuestionKind.LIKERT, "We have a say", required=True),
                Question("recommend", QuestionKind.SCORE, "Would you recommend us?"),
                Question("first", QuestionKind.SINGLE, "What first?", options=("Teachers", "Leaders")),
                Question("used", QuestionKind.MULTI, "What have you used?", options=("Training", "Support")),
                Question("quality", QuestionKind.GRID, "How far do you agree?", options=("Useful", "Timely")),
                Question("better", QuestionKind.TEXT, "What should be better?"),
            ),
        ),
    )
)


def template(by: User | None = None, questionnaire: Questionnaire = QUESTIONS) -> SurveyTemplate:
    by = by or UserFactory()
    made = create_template(title="Partner survey", about="What partners think", by=by)
    change_questions(template=made, change=lambda _: questionnaire, by=by)
    return made


def draft(mode: str = SurveyMode.ANONYMOUS, *, of: SurveyTemplate | None = None, **plan: Any) -> Survey:
    by = plan.pop("by", None) or UserFactory()
    closes_on = timezone.localdate() + timedelta(days=21)
    given = {"title": "Partner survey", "audience": "main_contacts", "closes_on": closes_on, **plan}
    return draft_survey(template=of or template(by), plan=SurveyPlan(mode=mode, **given), by=by)


def people(count: int, **facts: str) -> list[Asked]:
    mark = "".join(facts.values()).replace(" ", "").lower() or "person"
    return [Asked(f"Leah {mark} {n}", f"{mark}{n}@fernwold.example", facts=facts) for n in range(count)]


def opened(mode: str = SurveyMode.ANONYMOUS, asked: Sequence[Asked] = (), **plan: Any) -> Survey:
    """Sent to these people."""
    return open_for(survey=draft(mode, **plan), people=list(asked) or people(8), by=None)


def answered(survey: Survey, sheets: Iterable[dict[str, Any]]) -> list[SurveyInvitation]:
    """The people asked answer one after the other, as far as there are sheets."""
    waiting = SurveyInvitation.objects.waiting().filter(survey=survey).order_by("pk")
    pairs = list(zip(waiting, sheets, strict=False))
    for invitation, answers in pairs:
        answer_survey(invitation=invitation, answers=answers)
    return [invitation for invitation, _ in pairs]


def closed(mode: str, asked: Sequence[Asked], sheets: Iterable[dict[str, Any]], **plan: Any) -> Survey:
    survey = opened(mode, asked, **plan)
    answered(survey, sheets)
    return close_survey(survey=survey, by=None)


def of_partner(partner: Partner, count: int = 12) -> list[Asked]:
    """People of one partner."""
    mark = partner.public_id.hex[-6:]
    return [Asked(f"Leah {n}", f"{mark}.{n}@fernwold.example", partner.pk) for n in range(count)]


def told_of(partner: Partner) -> Survey:
    """A survey that people of this partner were asked: closed, its results shown, with what was done."""
    sheets = [{"voice": 4 + n % 2, "used": ["Training"], "better": f"Text of {n}"} for n in range(12)]
    survey = closed(SurveyMode.ANONYMOUS, of_partner(partner), sheets)
    by, today = UserFactory(), timezone.localdate()
    share_results(survey=survey, by=by)
    entry = {"said": "More notice", "did": "Dates a term ahead", "done_by": "", "published": True}
    write_reply(survey=survey, **entry, done_on=today, by=by)
    return survey


def document_made(survey: Survey) -> SurveyDocument:
    """Of everybody, as the survey stands; not a real PDF."""
    document = ask_for_document(survey=Survey.objects.get(pk=survey.pk), wanted={}, by=UserFactory())
    keep_document(document=document, content=b"%PDF", pages=1)
    return document
