"""Which news somebody wants by e-mail too."""

from collections.abc import Sequence
from typing import Any

from django import forms

EVERYTHING_ELSE = "other"
"""The kind without a name, as a form can send it."""


class ChoicesForm(forms.Form):
    kinds = forms.MultipleChoiceField(
        label="Send me an e-mail too when there is",
        help_text="Everything is on the page Notifications in any case.",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, data: Any = None, *, kinds: Sequence[tuple[str, str]], chosen: Sequence[str]) -> None:
        """`kinds`: name and label of each that may be chosen; `chosen`: the names of those that are."""
        initial = [name or EVERYTHING_ELSE for name in chosen]
        super().__init__(data, initial={"kinds": initial})
        choices = [(name or EVERYTHING_ELSE, label) for name, label in kinds]
        self.fields["kinds"].choices = choices  # type: ignore[attr-defined]  # a MultipleChoiceField

    @property
    def chosen(self) -> list[str]:
        """The names of the kinds."""
        return ["" if name == EVERYTHING_ELSE else name for name in self.cleaned_data["kinds"]]
