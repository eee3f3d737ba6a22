"""The form about hosting trainees."""

from typing import Any

from django import forms

from alliance.actions.partnership.hosting import HostingDetails
from alliance.choices import HostingAppetite, NotHostingReason
from alliance.models import HostingPreference


class HostingForm(forms.Form):
    """What the school says now; only a school that is not open says why."""

    appetite = forms.ChoiceField(
        label="Hosting trainees this year and next",
        choices=HostingAppetite.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what the school says about hosting trainees."},
    )
    reasons = forms.MultipleChoiceField(
        label="If not open, why",
        choices=NotHostingReason.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    note = forms.CharField(
        label="Anything to add",
        help_text="For example which subject or key stage.",
        max_length=300,
        required=False,
    )

    def details(self) -> HostingDetails:
        """What the cleaned form says, for the action."""
        given = self.cleaned_data
        return HostingDetails(HostingAppetite(given["appetite"]), given["reasons"], given["note"])

    @staticmethod
    def saved(preference: HostingPreference | None) -> dict[str, Any]:
        """What the school said last."""
        if preference is None:
            return {}
        return {name: getattr(preference, name) for name in ("appetite", "reasons", "note")}
