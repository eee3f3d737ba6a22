"""What is asked before an erasure, and about how long people are kept."""

from typing import Any

from django import forms
from django.utils.html import escape

from alliance.choices import RetentionKind
from alliance.models.roster.retention import FEWEST_MONTHS, MOST_MONTHS


class EraseForm(forms.Form):
    """The name, typed: what is erased cannot be brought back."""

    name = forms.CharField(label="Write the name, to be sure", error_messages={"required": "Write the name."})

    def __init__(self, *args: Any, expected: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.expected = expected
        self.fields["name"].help_text = escape(expected)

    def clean_name(self) -> str:
        name = " ".join(str(self.cleaned_data["name"]).split())
        if name.casefold() != self.expected.casefold():
            raise forms.ValidationError(f"That is not the name. To erase this person, write {self.expected}.")
        return name


class RetentionForm(forms.Form):
    """Months after somebody left, for each kind; empty keeps them."""

    HINTS = {
        RetentionKind.FORMER_STAFF: "Counted from their last day at a partner. Whoever has access is kept.",
        RetentionKind.FORMER_MEMBERS: "Counted from the day their access ended. Owners are kept.",
        RetentionKind.CONTACTS: "Counted from the day the partner left.",
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind in RetentionKind:
            self.fields[kind.value] = forms.IntegerField(
                label=kind.label,
                help_text=f"{self.HINTS[kind]} Months; empty means that they are kept.",
                required=False,
                min_value=FEWEST_MONTHS,
                max_value=MOST_MONTHS,
                widget=forms.TextInput(attrs={"class": "govuk-input--width-5", "inputmode": "numeric"}),
                error_messages={"invalid": "Write a number of months, or nothing."},
            )

    @property
    def months(self) -> dict[RetentionKind, int | None]:
        return {kind: self.cleaned_data[kind.value] for kind in RetentionKind}
