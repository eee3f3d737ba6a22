"""The answer of somebody who was asked to decide."""

from typing import Any

from django import forms

from foundation.approvals.kinds import Shown

AGREE, DECLINE = "agree", "decline"


class AnswerForm(forms.Form):
    """`seen` is the fingerprint of what was read. A no says why: nobody declines by a slip of the thumb."""

    name = forms.CharField(
        label="Your full name",
        help_text="It stands under your answer, as a signature would.",
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": "Type your full name: it stands under your answer."},
    )
    remark = forms.CharField(
        label="Anything to add",
        help_text="If you do not agree: what would have to be different?",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    seen = forms.CharField(widget=forms.HiddenInput, max_length=16)

    def __init__(self, data: Any = None, *, shown: Shown) -> None:
        super().__init__(data, initial={"seen": shown.fingerprint})
        self.shown = shown

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.decision not in (AGREE, DECLINE):
            raise forms.ValidationError(f"Press “{self.shown.agree}” or “{self.shown.decline}”.")
        if self.decision == DECLINE and not cleaned.get("remark"):
            self.add_error("remark", "Say in a sentence why not, so that the alliance knows what to change.")
        return cleaned

    @property
    def decision(self) -> str:
        """Which of the two buttons was pressed."""
        return str(self.data.get("decision", ""))

    @property
    def agreed(self) -> bool:
        return self.decision == AGREE
