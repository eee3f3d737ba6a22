"""The form of a saved view."""

from typing import Any

from django import forms

from foundation.lists.models import SavedView


class SavedViewForm(forms.Form):
    name = forms.CharField(
        label="Name of the view",
        max_length=SavedView._meta.get_field("name").max_length,
        error_messages={"required": "Write a name, such as Renewals."},
        widget=forms.TextInput(attrs={"class": "govuk-input--width-20", "autocomplete": "off"}),
    )
    shared = forms.BooleanField(
        label="Show it to all staff",
        help_text="Colleagues see the name and the filters. You and leads can change it.",
        required=False,
    )
    as_default = forms.BooleanField(label="Open my list with this view", required=False)

    def __init__(self, *args: Any, new: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not new:
            del self.fields["as_default"]
