"""Forms of a survey template: its name, its sections, its questions."""

from typing import Any

from django import forms

from alliance.choices import QuestionKind
from alliance.logic.feedback.questionnaire import WITH_OPTIONS, Question, Section

MOST_OPTIONS, LONGEST_OPTION = 20, 150


class TemplateForm(forms.Form):
    title = forms.CharField(
        label="Name", max_length=120, error_messages={"required": "Write what the template is called."}
    )
    about = forms.CharField(
        label="What it is for", max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class SectionForm(forms.Form):
    title = forms.CharField(
        label="Title", max_length=100, error_messages={"required": "Write a title for the section."}
    )
    help = forms.CharField(label="What people read under it", max_length=300, required=False)

    def section(self, key: str, before: Section | None = None) -> Section:
        questions = before.questions if before else ()
        return Section(key, self.cleaned_data["title"], self.cleaned_data["help"], questions)

    @staticmethod
    def saved(section: Section) -> dict[str, Any]:
        return {"title": section.title, "help": section.help}


class QuestionForm(forms.Form):
    """One question. Choices, or of a grid its statements, are written one a line."""

    text = forms.CharField(
        label="Question",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Write the question."},
    )
    kind = forms.ChoiceField(
        label="How it is answered",
        choices=QuestionKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how it is answered."},
    )
    options = forms.CharField(
        label="Choices or statements",
        help_text="One a line, for one choice, several choices, and statements to agree with.",
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    help = forms.CharField(label="Help", max_length=300, required=False)
    required = forms.BooleanField(label="It has to be answered", required=False)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        lines = [line.strip() for line in (cleaned.get("options") or "").splitlines() if line.strip()]
        kind = cleaned.get("kind")
        if kind in WITH_OPTIONS and (problem := _problem_of(lines, kind)):
            self.add_error("options", problem)
        cleaned["lines"] = tuple(lines) if kind in WITH_OPTIONS else ()
        return cleaned

    def question(self, key: str) -> Question:
        names = ("kind", "text", "help", "required")
        return Question(
            key, **{name: self.cleaned_data[name] for name in names}, options=self.cleaned_data["lines"]
        )

    @staticmethod
    def saved(question: Question) -> dict[str, Any]:
        names = ("kind", "text", "help", "required")
        values = {name: getattr(question, name) for name in names}
        return {**values, "options": "\n".join(question.options)}


def _problem_of(lines: list[str], kind: str) -> str:
    fewest = 1 if kind == QuestionKind.GRID else 2
    if len(lines) < fewest:
        return "Write one statement a line." if fewest == 1 else "Write at least two choices, one a line."
    if len(lines) > MOST_OPTIONS:
        return f"Write at most {MOST_OPTIONS} lines: more are hard to read on a phone."
    if len(set(lines)) < len(lines):
        return "Two lines are the same. Take one away."
    if max(map(len, lines)) > LONGEST_OPTION:
        return f"A line is longer than {LONGEST_OPTION} characters. Make it shorter."
    return ""
