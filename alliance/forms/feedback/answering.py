"""The form that people answer a survey with, made from its questions."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from alliance.choices import QuestionKind
from alliance.logic.feedback.questionnaire import Item, Question, Questionnaire
from alliance.logic.feedback.results import points_of
from foundation.forms.widgets import Scale

LONGEST_TEXT = 2_000
NAME_NOBODY = "Name nobody, yourself included: what you write is shown as it stands."


@dataclass(frozen=True)
class Asked:
    """A question as the page draws it: one field, or under `legend` one a statement."""

    fields: tuple[BoundField, ...]
    legend: str = ""
    help: str = ""


@dataclass(frozen=True)
class Part:
    title: str
    help: str
    questions: tuple[Asked, ...]


class AnswerForm(forms.Form):
    """A field for each item, called by its key. `answers` are those given."""

    def __init__(self, *args: Any, questionnaire: Questionnaire, named: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questionnaire = questionnaire
        for question in questionnaire.questions:
            for item in question.items:
                self.fields[item.key] = _field(question, item, named)

    @property
    def parts(self) -> Iterator[Part]:
        for section in self.questionnaire.sections:
            yield Part(section.title, section.help, tuple(map(self._asked, section.questions)))

    @property
    def answers(self) -> dict[str, Any]:
        given = ((key, value) for key, value in self.cleaned_data.items() if value not in (None, "", []))
        return dict(given)

    def _asked(self, question: Question) -> Asked:
        fields = tuple(self[item.key] for item in question.items)
        if question.kind == QuestionKind.GRID:
            return Asked(fields, question.text, question.help)
        return Asked(fields)


def _field(question: Question, item: Item, named: bool) -> forms.Field:
    is_grid = question.kind == QuestionKind.GRID
    common: dict[str, Any] = {
        "label": item.text,
        "required": question.required,
        "help_text": "" if is_grid else question.help,
    }
    choices = (
        [(str(value), label) for value, label in points_of(item)] if item.kind != QuestionKind.TEXT else []
    )
    if item.kind == QuestionKind.TEXT:
        hint = " ".join(part for part in (question.help, "" if named else NAME_NOBODY) if part)
        area = forms.Textarea(attrs={"rows": 4})
        return forms.CharField(**{**common, "help_text": hint}, max_length=LONGEST_TEXT, widget=area)
    if item.kind == QuestionKind.MULTI:
        return forms.MultipleChoiceField(**common, choices=choices, widget=forms.CheckboxSelectMultiple)
    if item.kind == QuestionKind.SINGLE:
        return forms.ChoiceField(**common, choices=choices, widget=forms.RadioSelect)
    widget = Scale if item.kind == QuestionKind.SCORE else forms.RadioSelect
    return forms.TypedChoiceField(**common, choices=choices, coerce=int, empty_value=None, widget=widget)
