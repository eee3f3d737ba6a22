"""Forms of the reports: the foreword, taking a version back, checking a copy."""

from typing import Any

from django import forms

from foundation.checking import CODE_DIGITS, SHA256_DIGITS
from reporting.choices import RemovalReason
from reporting.logic.foreword import LONGEST
from reporting.logic.redaction import Passage


class ForewordForm(forms.Form):
    text = forms.CharField(
        label="Foreword",
        required=False,
        help_text="A blank line begins a new paragraph. Name no pupil.",
        widget=forms.Textarea(attrs={"rows": 18}),
        error_messages={"max_length": f"Two pages hold {LONGEST:,} letters: shorten it."},
        max_length=LONGEST,
    )


class WithdrawForm(forms.Form):
    """Why a version is taken back, in words that everybody reads."""

    reason = forms.ChoiceField(
        label="Why",
        choices=RemovalReason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose why it has to go."},
    )
    explanation = forms.CharField(
        label="In your own words",
        required=False,
        max_length=300,
        help_text="Everybody who checks a copy reads this. Do not name anybody.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("reason") == RemovalReason.OTHER and not cleaned.get("explanation", "").strip():
            self.add_error("explanation", "Say in a sentence why, without naming anybody.")
        return cleaned


class RedactForm(WithdrawForm):
    """Which passages go, and why."""

    passages = forms.MultipleChoiceField(
        label="Passages to remove",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Choose at least one passage.",
            "invalid_choice": "Choose passages from the list: it has changed since you opened this page.",
        },
    )
    field_order = ("passages", "reason", "explanation")

    def __init__(self, *args: Any, passages: tuple[Passage, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["passages"].choices = [(one.id, f"{one.place}: {one.text}") for one in passages]  # type: ignore[attr-defined]  # a MultipleChoiceField


class CheckForm(forms.Form):
    """A check code, the SHA-256 of a file, or the file itself; spaces and capitals do not matter."""

    code = forms.CharField(
        label="Check code",
        max_length=100,
        help_text="On the cover of a report or below the signatures of an agreement, such as "
        "7c1e 04ab 93d2 5f60. The SHA-256 of the file will do too.",
        error_messages={"required": "Type the check code that stands on your copy."},
        widget=forms.TextInput(
            attrs={"class": "govuk-input--width-20", "spellcheck": "false", "autocomplete": "off"}
        ),
    )

    def clean_code(self) -> str:
        code = "".join(self.cleaned_data["code"].split()).lower()
        known = not set(code) - set("0123456789abcdef") and len(code) in (CODE_DIGITS, SHA256_DIGITS)
        if not known:
            raise forms.ValidationError(
                f"A check code has {CODE_DIGITS} letters and digits, 0 to 9 and a to f: compare it with "
                "your copy."
            )
        return code
