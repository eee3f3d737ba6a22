"""What an alliance decides about itself."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.validators import RegexValidator

from alliance.choices import SecondFactor
from alliance.models import Alliance, LocalAuthority
from foundation import words
from foundation.forms.versioned import VersionedForm

COLOUR = RegexValidator(r"^#[0-9a-fA-F]{6}$", "Write the colour as # and six of 0–9, a–f, such as #0e4f5c.")


class AllianceForm(VersionedForm):
    name = forms.CharField(
        label="Name of the alliance",
        max_length=200,
        error_messages={"required": "Write the alliance's name."},
    )
    second_factor = forms.ChoiceField(
        label="Who shows a second factor",
        choices=SecondFactor.choices,
        widget=forms.RadioSelect,
        help_text="A passkey, or a code from an authenticator app, besides the password. Whoever has none "
        "yet sets one up on the next page they open here: two minutes, with their phone or laptop.",
        error_messages={"required": "Choose who shows a second factor."},
    )
    two_pairs_of_eyes = forms.BooleanField(
        required=False,
        label="Two pairs of eyes",
        help_text="Whoever made an impact report cannot approve it: somebody else must.",
    )

    field_order = ["name", "second_factor", "two_pairs_of_eyes"]

    def __init__(self, *args: Any, asked: Mapping[str, tuple[int, int]], **kwargs: Any) -> None:
        """`asked`: of each choice, how many people it means and how many of them have none yet."""
        super().__init__(*args, **kwargs)
        self.fields["second_factor"].choices = [  # type: ignore[attr-defined]  # a ChoiceField
            (value, f"{label}{_meaning(*asked[value])}") for value, label in SecondFactor.choices
        ]

    @staticmethod
    def saved(alliance: Alliance) -> dict[str, Any]:
        """The fields of the form as they are saved now."""
        names = ("name", "second_factor", "two_pairs_of_eyes", "version")
        return {name: getattr(alliance, name) for name in names}


def _meaning(people: int, without: int) -> str:
    """What the choice will mean: `: 12 people, 3 of them have none yet`."""
    if not people:
        return ""
    having = f"{without} of them {'has' if without == 1 else 'have'} none yet" if without else "all have one"
    return f": {words.counted(people, 'person', 'people')}, {having}"


class ColoursForm(forms.Form):
    alliance_colour = forms.CharField(
        label="Alliance colour",
        help_text="The left navigation and the primary button. Darkened until white reads well on it (7:1).",
        validators=[COLOUR],
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10", "spellcheck": "false"}),
        error_messages={"required": "Write a colour such as #0e4f5c."},
    )
    accent_colour = forms.CharField(
        label="Accent colour",
        help_text="The marker of the current area. Lightened until it stands out from the other one (3:1).",
        validators=[COLOUR],
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10", "spellcheck": "false"}),
        error_messages={"required": "Write a colour such as #e3a72f."},
    )

    def clean_alliance_colour(self) -> str:
        return str(self.cleaned_data["alliance_colour"]).lower()

    def clean_accent_colour(self) -> str:
        return str(self.cleaned_data["accent_colour"]).lower()


class AuthorityForm(forms.Form):
    local_authority = forms.ModelChoiceField(
        label="Local authority",
        queryset=LocalAuthority.objects.order_by("name"),
        empty_label="Choose an authority",
        error_messages={
            "required": "Choose an authority.",
            "invalid_choice": "Choose an authority from the list.",
        },
    )
