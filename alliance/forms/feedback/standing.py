"""The form of a survey that opens by itself."""

from typing import Any

from django import forms

from alliance.choices import SurveyMode
from alliance.forms.feedback.surveys import MEANINGS
from alliance.models import StandingSurvey, SurveyTemplate

USUAL_DAYS = 21


class StandingForm(forms.Form):
    template = forms.ModelChoiceField(
        label="What it asks",
        queryset=None,
        empty_label="Choose a template",
        error_messages={"required": "Choose what it asks.", "invalid_choice": "Choose what it asks."},
    )
    mode = forms.ChoiceField(
        label="What is known of whose answer is whose",
        choices=[(mode.value, f"{mode.label}: {MEANINGS[mode]}") for mode in SurveyMode],
        widget=forms.RadioSelect,
    )
    days = forms.IntegerField(
        label="Days to answer",
        min_value=2,
        max_value=120,
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-5"}),
        error_messages={"required": "Write for how many days it is open."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = SurveyTemplate.objects.offered().order_by("title", "pk")
        self.fields["template"].queryset = offered  # type: ignore[attr-defined]  # a ModelChoiceField

    @staticmethod
    def saved(standing: StandingSurvey | None) -> dict[str, Any]:
        if standing is None:
            return {"mode": SurveyMode.CONFIDENTIAL, "days": USUAL_DAYS}
        return {"template": standing.template_id, "mode": standing.mode, "days": standing.days}
