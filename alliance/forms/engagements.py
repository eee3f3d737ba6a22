"""The form that records what a school took part in."""

from django import forms

from alliance.choices import Strand
from foundation.forms.day_field import DayField


class EngagementForm(forms.Form):
    took_part_on = DayField(label="Date", help_text="For example 3/2/26, 3 Feb or last Tuesday.")
    strand = forms.ChoiceField(
        label="Kind of work",
        choices=[("", "Choose one"), *Strand.choices],
        error_messages={"required": "Choose the kind of work."},
    )
    description = forms.CharField(
        label="What they took part in",
        help_text="As you would say it to a colleague: “Reading fluency network, autumn meeting”.",
        max_length=200,
        error_messages={"required": "Write what the school took part in."},
    )
