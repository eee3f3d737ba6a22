"""Surveys as a list, and how far each of them is."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from alliance.choices import SurveyLetter, SurveyState
from alliance.models import Survey, SurveyInvitation

NOT_SENT = (SurveyLetter.NOTHING, SurveyLetter.REFUSED)
SHOWN = ("public_id", "title", "state", "closes_on", "mode")
"""What a line of the list says of a survey."""


@dataclass(frozen=True)
class Progress:
    """How many were asked and have answered; `unsent` letters wait to be sent, `refused` cannot be."""

    asked: int = 0
    answered: int = 0
    unsent: int = 0
    refused: int = 0

    @property
    def rate(self) -> float | None:
        """Answered ÷ asked; None where nobody was asked."""
        return self.answered / self.asked if self.asked else None

    @property
    def words(self) -> str:
        if not self.asked:
            return "nobody asked yet"
        return f"{self.answered:,} of {self.asked:,} ({self.answered / self.asked:.0%})"


def surveys(visible: Any, *, text: str = "", state: str = "") -> Any:
    """Those of a standing and with these words in their title, in the order of the list."""
    found = visible.only(*SHOWN)
    if state in SurveyState.values:
        found = found.filter(state=state)
    for word in text.split():
        found = found.filter(title__icontains=word)
    return found.in_order()


def state_counts(visible: QuerySet[Survey]) -> dict[str, int]:
    return dict(visible.order_by().values_list("state").annotate(Count("state")))


def progress_of(rows: Iterable[Survey]) -> dict[int, Progress]:
    """By the id of each survey; one query however many there are."""
    ids = [row.pk for row in rows]
    found = SurveyInvitation.objects.filter(survey__in=ids).order_by().values("survey")
    counted = found.annotate(
        asked=Count("pk"),
        done=Count("pk", filter=Q(answered=True)),
        unsent=Count("pk", filter=~Q(letter__in=NOT_SENT) & Q(partner__left_on=None)),
        refused=Count("pk", filter=Q(letter=SurveyLetter.REFUSED)),
    )
    shown = ("asked", "done", "unsent", "refused")
    known = {row["survey"]: Progress(*(row[each] for each in shown)) for row in counted}
    return {survey_id: known.get(survey_id, Progress()) for survey_id in ids}


def progress(survey: Survey) -> Progress:
    return progress_of([survey])[survey.pk]


def refused_names(survey: Survey) -> list[str]:
    """Whom no letter reaches, because the address is refused."""
    return list(
        SurveyInvitation.objects.refused()
        .filter(survey=survey)
        .order_by("name")
        .values_list("name", flat=True)
    )


def options_of(survey: Survey) -> dict[str, list[str]]:
    """What the people asked can be told apart by, fact → values: taken from who was asked, not from who
    answered.
    """
    options: dict[str, set[str]] = {}
    rows: Any = SurveyInvitation.objects.filter(survey=survey).values_list("facts", flat=True)
    for facts in rows:
        for fact, value in facts.items():
            options.setdefault(fact, set()).add(value)
    return {fact: sorted(values) for fact, values in sorted(options.items()) if len(values) > 1}
