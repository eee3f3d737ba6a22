"""The results of a survey: the one place that every page, file and answer of the API takes them from.

Nothing is told before the survey has closed, so that nobody can watch a figure move when somebody answers.
"""

from dataclasses import dataclass

from alliance.choices import SurveyMode, SurveyState
from alliance.logic.feedback.results import Found, Run, found_across, found_in
from alliance.logic.feedback.suppression import Filter
from alliance.models import Survey, SurveyAnswers


@dataclass(frozen=True)
class QuestionResults:
    """A question with what each of its items came to: one, or of a grid one a statement."""

    text: str
    found: tuple[Found, ...]


@dataclass(frozen=True)
class SectionResults:
    title: str
    questions: tuple[QuestionResults, ...]


def results_of(survey: Survey, wanted: Filter, *, for_everybody: bool = False) -> list[SectionResults]:
    """By section and question, of those whom the filter picks. Nothing while the survey is open.

    Where they are read by more people than the form of a named survey names, `for_everybody`, they are as
    those of any other.
    """
    if survey.state != SurveyState.CLOSED:
        return []
    is_named = survey.is_named and not for_everybody
    found = {one.item.key: one for one in _found(survey, wanted, is_named=is_named)}
    return [
        SectionResults(
            section.title,
            tuple(
                QuestionResults(question.text, tuple(found[item.key] for item in question.items))
                for question in section.questions
            ),
        )
        for section in survey.version.questionnaire.sections
    ]


def _found(survey: Survey, wanted: Filter, *, is_named: bool) -> list[Found]:
    if survey.mode != SurveyMode.CONFIDENTIAL:
        return found_in(_run(survey), wanted, is_named=is_named)
    series = Survey.objects.closed().filter(
        mode=SurveyMode.CONFIDENTIAL, version__template=survey.version.template_id
    )
    rows = list(series.select_related("version").order_by("closed_at", "pk"))
    return found_across([_run(row) for row in rows], rows.index(survey), wanted)


def _run(survey: Survey) -> Run:
    kept = SurveyAnswers.objects.filter(survey=survey).order_by("pk")
    return Run.of(survey.version.questionnaire, (row.sheet for row in kept))
