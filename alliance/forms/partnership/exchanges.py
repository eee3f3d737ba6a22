"""The form that writes down what a partner gave or took."""

from django import forms

from alliance.actions.partnership.exchanges import ExchangeDetails
from alliance.choices import Direction, ExchangeKind
from foundation.forms.day_field import DayField


class ExchangeForm(forms.Form):
    direction = forms.ChoiceField(
        label="The partner",
        choices=Direction.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether the partner gave or took it."},
    )
    kind = forms.ChoiceField(
        label="Of what",
        choices=[("", "Choose one"), *ExchangeKind.choices],
        error_messages={"required": "Choose what was given or taken."},
    )
    quantity = forms.DecimalField(
        label="How much",
        help_text="In weeks, days or places; half days as 0.5.",
        max_digits=6,
        decimal_places=1,
        min_value=0,
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-4", "step": "0.5"}),
        error_messages={
            "required": "Write how much it was.",
            "invalid": "Write a number, such as 3 or 0.5.",
        },
    )
    happened_on = DayField(label="Date", help_text="For example 3/2/26, 3 Feb or last Tuesday.")
    what = forms.CharField(
        label="What it was",
        help_text="As you would say it to a colleague: “Hall for the maths conference”.",
        max_length=200,
        error_messages={"required": "Write what was given or taken."},
    )

    def details(self) -> ExchangeDetails:
        """What the cleaned form says, for the action."""
        given = self.cleaned_data
        return ExchangeDetails(
            direction=Direction(given["direction"]),
            kind=ExchangeKind(given["kind"]),
            quantity=given["quantity"],
            happened_on=given["happened_on"],
            what=given["what"],
        )
