"""Forms that make the checklists the alliance's own."""

from typing import Any

from django import forms

from alliance.logic.diligence.checklists import LINES, Line
from alliance.logic.diligence.verdicts import CYCLE_MONTHS
from foundation.forms.versioned import VersionedForm


class CycleForm(VersionedForm):
    months = forms.IntegerField(
        label="Due again after so many months",
        help_text="Counted from the day a review is decided. Days already set stay.",
        min_value=CYCLE_MONTHS.start,
        max_value=CYCLE_MONTHS.stop - 1,
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-4"}),
        error_messages={
            "required": "Write how many months.",
            "invalid": "Write a whole number of months, such as 12.",
        },
    )


class ChecklistForm(forms.Form):
    """Which of the portal's lines are asked, and the alliance's own."""

    codes = forms.MultipleChoiceField(
        label="What is checked",
        choices=[(line.code, line.title) for line in LINES.values()],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    own = forms.CharField(
        label="Checks of your own",
        help_text="One a line. They come after the others.",
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    @staticmethod
    def saved(lines: list[Line]) -> dict[str, Any]:
        """The fields of the form as the checklist is now."""
        return {
            "codes": [line.code for line in lines if line.code],
            "own": "\n".join(line.title for line in lines if not line.code),
        }

    @property
    def own_lines(self) -> list[str]:
        return [line for line in self.cleaned_data["own"].splitlines() if line.strip()]
