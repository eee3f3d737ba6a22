"""What surveys hold about people (docs/people.md, personal data)."""

import re
from typing import Any

from django.db.models import Q, QuerySet

from alliance.models import FORMER_MEMBER, SurveyAnswers, SurveyDocument
from foundation.personal.erasing import Blank, By, Keep
from foundation.personal.registry import FieldClass, Holding
from foundation.personal.subject import NOBODY, Subject, mentions, with_email

RESTRICTED = FieldClass.RESTRICTED


def cut_loose(own: QuerySet[Any], subject: Subject) -> None:
    """The answers stay for the counts and lead to nobody; of what anybody wrote, words that name the person
    go. Documents that may hold such words are made anew for whoever asks.
    """
    SurveyDocument.objects.all().delete()
    for row in SurveyAnswers.objects.filter(mentions("answers", subject)):
        row.answers = {key: _without(answer, subject) for key, answer in row.answers.items()}
        row.save(update_fields=["answers"])
    own.update(invitation=None)


def _without(answer: Any, subject: Subject) -> Any:
    if not isinstance(answer, str):
        return answer
    for word in subject.words:
        answer = re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", FORMER_MEMBER, answer, flags=re.IGNORECASE)
    return answer


def as_respondent(subject: Subject) -> Q:
    """Of an anonymous survey nobody's answers are found: that is what it promises."""
    return Q(invitation__email__in=subject.emails) if subject.emails else NOBODY


HOLDINGS = (
    Holding(
        "alliance.SurveyAnswers",
        "What you answered to surveys that were not anonymous",
        {"survey": RESTRICTED, "answers": RESTRICTED},
        as_respondent,
        By(cut_loose, "the link to the person is cut; the answers stay for the counts"),
        besides={
            "group": "The kind of partner and phase, as words.",
            "invitation": "The row of who was asked.",
        },
    ),
    Holding(
        "alliance.SurveyInvitation",
        "Surveys you were asked to answer",
        {
            "survey": RESTRICTED,
            "name": RESTRICTED,
            "email": RESTRICTED,
            "partner": RESTRICTED,
            "facts": RESTRICTED,
            "answered": RESTRICTED,
            "asked_on": RESTRICTED,
            "reminded_on": RESTRICTED,
            "wants_no_reminders": RESTRICTED,
        },
        with_email("email"),
        Blank({"name": FORMER_MEMBER, "email": "", "partner": None, "facts": {}, "letter": ""}),
    ),
    Holding(
        "alliance.Survey",
        "What is written about surveys",
        {},
        lambda subject: NOBODY,
        Keep("The survey stays; a name in its words is taken out."),
        authors=("owner",),
        redact=("welcome",),
        besides={
            "title": "What the survey is called.",
            "audience": "A source of people, by its key.",
            "occasion": "What it is about, by its id.",
            "shared_results": "Counts of answers, of five or more.",
        },
    ),
    Holding(
        "alliance.SurveyReply",
        "What is written about what was done",
        {},
        lambda subject: NOBODY,
        Keep("The entry stays; a name in its words is taken out."),
        redact=("said", "did", "done_by"),
    ),
)

NOBODY_IN = {
    "alliance.SurveyTemplate": "The name of a set of questions.",
    "alliance.TemplateVersion": "Questions that are put to many.",
    "alliance.StandingSurvey": "Which occasion asks what.",
    "alliance.SurveyDocument": "Results as a document: what texts it holds lead to nobody; kept for a week.",
    "alliance.SurveyPartner": "Which partners were asked.",
    "alliance.BallotBox": "Sealed answers that lead to nobody, until the survey closes.",
}
