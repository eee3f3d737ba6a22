"""The form about what a partner is a specialist in."""

from typing import Any

from django import forms

from alliance.actions.partnership.specialisms import SpecialismDetails
from alliance.logic.partnership.specialisms import AREAS
from alliance.models import Specialism
from foundation.forms.day_field import DayField
from foundation.forms.versioned import VersionedForm

AREA_CHOICES = [
    (kind.label, [(f"{kind.value}:{area}", name) for area, name in areas.items()])
    for kind, areas in AREAS.items()
]


class SpecialismForm(forms.Form):
    """A subject, SEN type or phase, with its proof."""

    area = forms.ChoiceField(
        label="Specialist in",
        choices=[("", "Choose one"), *AREA_CHOICES],
        error_messages={"required": "Choose what the specialism is in."},
    )
    proof = forms.CharField(
        label="What proves it",
        help_text="For example “Designated maths hub, letter of Tue 2 Sep 2025”.",
        max_length=300,
        error_messages={"required": "Say what proves it: a letter, a designation, an accreditation."},
    )
    proof_url = forms.URLField(
        label="Link to the proof",
        required=False,
        max_length=500,
        assume_scheme="https",
        error_messages={"invalid": "Write a whole web address, such as https://school.example/award."},
    )
    awarded_on = DayField(label="Awarded on", help_text="For example 1/9/25 or 1 Sep.")
    expires_on = DayField(
        label="Expires on",
        help_text="Its last day. Leave it empty where it has no end.",
        required=False,
    )

    def details(self) -> SpecialismDetails:
        """What the cleaned form says, for the action."""
        given = dict(self.cleaned_data)
        kind, _, area = given.pop("area").partition(":")
        return SpecialismDetails(
            kind=kind,
            area=area,
            **{name: given[name] for name in ("proof", "proof_url", "awarded_on", "expires_on")},
        )


class EditSpecialismForm(VersionedForm, SpecialismForm):
    """Of one that is there already."""

    @staticmethod
    def saved(specialism: Specialism) -> dict[str, Any]:
        """The fields of the form as they are saved now."""
        names = ("proof", "proof_url", "awarded_on", "expires_on", "version")
        return {
            "area": f"{specialism.kind}:{specialism.area}",
            **{name: getattr(specialism, name) for name in names},
        }
