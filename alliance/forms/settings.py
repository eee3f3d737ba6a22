"""What an alliance decides about itself."""

from django import forms
from django.core.validators import RegexValidator

from alliance.models import LocalAuthority

COLOUR = RegexValidator(r"^#[0-9a-fA-F]{6}$", "Write the colour as # and six of 0–9, a–f, such as #0e4f5c.")


class AllianceForm(forms.Form):
    name = forms.CharField(
        label="Name of the alliance",
        max_length=200,
        error_messages={"required": "Write the alliance's name."},
    )
    second_factor_required = forms.BooleanField(
        required=False,
        label="Ask staff for a second factor",
        help_text="Owners, leads, administrators and finance officers log in with an authenticator app too.",
    )
    two_pairs_of_eyes = forms.BooleanField(
        required=False,
        label="Two pairs of eyes",
        help_text="Whoever made an impact report cannot approve it: somebody else must.",
    )


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
