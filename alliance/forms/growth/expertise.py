"""Forms about who knows what."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from alliance.choices import Strength
from alliance.models import ExpertiseArea


class AreaForm(forms.Form):
    name = forms.CharField(
        label="Area",
        help_text="Something the alliance wants to know well: “Early language”, “Autism”, “Timetabling”.",
        max_length=80,
        error_messages={"required": "Write the area in a few words."},
    )


class ExpertiseForm(forms.Form):
    """How strongly somebody covers each area."""

    def __init__(
        self, *args: Any, areas: Sequence[ExpertiseArea], strengths: Mapping[int, int], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.areas = areas
        for area in areas:
            self.fields[f"area_{area.pk}"] = forms.TypedChoiceField(
                label=area.name,
                choices=[(0, "Not at all, or not known"), *Strength.choices],
                coerce=int,
                required=False,
                empty_value=0,
                initial=strengths.get(area.pk, 0),
            )

    def strengths(self) -> dict[int, int]:
        """By area."""
        return {area.pk: self.cleaned_data[f"area_{area.pk}"] for area in self.areas}
