"""Forms that make a survey and say what came of it."""

from datetime import date, timedelta
from typing import Any

from django import forms

from alliance.actions.feedback.surveys import SurveyPlan
from alliance.choices import SurveyMode
from alliance.models import Survey, SurveyReply
from alliance.queries.feedback.audiences import audiences
from foundation.forms.day_field import DayField

USUAL_LENGTH = timedelta(days=21)
MEANINGS = {
    SurveyMode.ANONYMOUS: "nobody can tell whose answers are whose, not even with the whole database",
    SurveyMode.CONFIDENTIAL: "the portal knows and tells nobody; small runs are counted together",
    SurveyMode.NAMED: "you and the alliance's leads read single answers, and the form says so",
}


class SurveyForm(forms.Form):
    """What can be said of a survey before it is opened."""

    title = forms.CharField(
        label="Title",
        max_length=120,
        help_text="As people read it in the letter: “Annual partner survey 2026”.",
        error_messages={"required": "Write what people will read as the title."},
    )
    mode = forms.ChoiceField(
        label="What is known of whose answer is whose",
        choices=[(mode.value, f"{mode.label}: {MEANINGS[mode]}") for mode in SurveyMode],
        widget=forms.RadioSelect,
        initial=SurveyMode.ANONYMOUS,
        help_text="Unless it is named, how answers spread is told from ten answers on.",
        error_messages={"required": "Choose what is known of whose answer is whose."},
    )
    audience = forms.ChoiceField(label="Whom to ask", error_messages={"required": "Choose whom to ask."})
    closes_on = DayField(label="Last day", help_text="Two or three weeks are usual. Write 3/2/26 or 3 Feb.")
    welcome = forms.CharField(
        label="What people read first",
        help_text="Why you ask, and what you will do with the answers.",
        required=False,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    reminds = forms.BooleanField(
        label="Send reminders by themselves",
        help_text="A week after it opens and two days before it closes, to those who have not answered.",
        required=False,
        initial=True,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["audience"].choices = [  # type: ignore[attr-defined]  # a ChoiceField
            (audience.key, audience.label) for audience in audiences()
        ]

    def plan(self) -> SurveyPlan:
        """What the cleaned form says, for the action."""
        names = ("title", "mode", "audience", "closes_on", "welcome", "reminds")
        return SurveyPlan(**{name: self.cleaned_data[name] for name in names})

    @staticmethod
    def saved(survey: Survey) -> dict[str, Any]:
        names = ("title", "mode", "audience", "closes_on", "welcome", "reminds")
        return {name: getattr(survey, name) for name in names}

    @staticmethod
    def usual(title: str, today: date) -> dict[str, Any]:
        """What stands in the form of a new survey."""
        return {"title": title, "closes_on": today + USUAL_LENGTH}


class OpenSurveyForm(forms.Form):
    """What can still be changed once people have been asked."""

    closes_on = SurveyForm.base_fields["closes_on"]
    reminds = SurveyForm.base_fields["reminds"]

    def plan(self, survey: Survey) -> SurveyPlan:
        return SurveyPlan(
            **{**SurveyForm.saved(survey), **{name: self.cleaned_data[name] for name in self.fields}}
        )


class ReplyForm(forms.Form):
    """One entry of “You said, we did”."""

    said = forms.CharField(
        label="You said",
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="What came out of the answers, in your words. Quote nobody.",
        error_messages={"required": "Write what people said."},
    )
    did = forms.CharField(
        label="We did",
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="What was done about it, or why it was not.",
        error_messages={"required": "Write what was done about it."},
    )
    done_by = forms.CharField(label="By", max_length=120, required=False, help_text="A person or a group.")
    done_on = DayField(label="When")
    published = forms.BooleanField(
        label="Show it to everybody who was asked",
        help_text="They find it by the link in their letter, and on their page of the portal.",
        required=False,
    )

    @staticmethod
    def saved(reply: SurveyReply) -> dict[str, Any]:
        return {name: getattr(reply, name) for name in ("said", "did", "done_by", "done_on", "published")}
