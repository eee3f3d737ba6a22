"""Forms about prospects: how one is added, described and declined."""

from typing import Any

from django import forms

from alliance.actions.growth.prospects import FIRST_STAGES, Description
from alliance.choices import DeclineReason, ProspectStage
from alliance.forms.partners import ORGANISATION_FORMS, OrganisationForm
from alliance.models import Priority, Prospect, User
from alliance.queries.growth.whose import staff
from foundation.forms.versioned import VersionedForm

LONGEST_NOTES = 4_000


class DescriptionForm(forms.Form):
    """Whose a prospect is, which goals it shares, and what is noted about it."""

    owner = forms.ModelChoiceField(
        queryset=User.objects.none(),
        required=False,
        label="Looked after by",
        empty_label="Nobody yet",
        help_text="Who speaks with them and moves it on.",
    )
    priorities = forms.ModelMultipleChoiceField(
        queryset=Priority._base_manager.none(),
        required=False,
        label="Goals they share with us",
        help_text="Tick what they said matters to them too. The board sees the others as not shared.",
        widget=forms.CheckboxSelectMultiple,
    )
    notes = forms.CharField(
        required=False,
        label="Notes",
        help_text="What a colleague needs to know. Leave out what is nobody’s business.",
        max_length=LONGEST_NOTES,
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    def __init__(self, *args: Any, besides: Prospect | None = None, **kwargs: Any) -> None:
        """`besides` is a prospect whose owner and priorities are offered too, though they be former ones."""
        super().__init__(*args, **kwargs)
        owners, priorities = staff(), Priority.objects.current()
        if besides is not None:
            owners |= User.objects.filter(pk=besides.owner_id)
            named = besides.shared.values("priority")
            priorities = Priority.objects.filter(pk__in=named) | priorities
        self.fields["owner"].queryset = owners.distinct().order_by("full_name", "pk")
        self.fields["priorities"].queryset = priorities.order_by("name")
        if not self.fields["priorities"].queryset.exists():
            del self.fields["priorities"]

    def description(self) -> Description:
        given = self.cleaned_data
        return Description(given["owner"], given["notes"], given.get("priorities", ()))


class AddProspectForm(DescriptionForm):
    stage = forms.ChoiceField(
        label="How far it is",
        choices=[
            (ProspectStage.PROSPECT.value, "Prospect: we think they would fit"),
            (ProspectStage.ENQUIRY.value, "Enquiry: they asked, or we have asked them"),
        ],
        widget=forms.RadioSelect,
        initial=FIRST_STAGES[0].value,
    )
    field_order = ["stage", "owner", "priorities", "notes"]

    @property
    def first_stage(self) -> ProspectStage:
        return ProspectStage(self.cleaned_data["stage"])


class EditProspectForm(VersionedForm, DescriptionForm):
    """Of a prospect there is already."""

    field_order = ["owner", "priorities", "notes"]

    @staticmethod
    def saved(prospect: Prospect) -> dict[str, Any]:
        """The fields of the form as they are saved now."""
        return {
            "owner": prospect.owner_id,
            "priorities": list(prospect.shared.values_list("priority", flat=True)),
            "notes": prospect.notes,
            "version": prospect.version,
        }


class DeclineForm(forms.Form):
    because = forms.ChoiceField(
        label="Why",
        choices=DeclineReason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose why it comes to nothing."},
    )
    note = forms.CharField(
        label="What was said",
        help_text="One or two sentences: what you told them, or they told you. It stays with the record.",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Write one sentence about why: somebody will ask one day."},
    )


class PriorityForm(forms.Form):
    name = forms.CharField(
        label="Priority",
        help_text="A few words, as you would say them to a head: “Every child reads by seven”.",
        max_length=120,
        error_messages={"required": "Write the priority in a few words."},
    )


class _NamedOnly(AddProspectForm):
    """Mixed into a form that names an organisation: what a partner is asked besides is not asked yet."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("kinds", "year", "joined_on"):
            del self.fields[name]
        if "reason" in self.fields:
            self.fields["reason"].label = "What it is, and what it would bring"
        self.order_fields([*self._naming(), *AddProspectForm.field_order])

    def _naming(self) -> list[str]:
        return [name for name in self.fields if name not in AddProspectForm.field_order]


def _form_of(form: type[OrganisationForm]) -> type[OrganisationForm]:
    return type(f"Prospect{form.__name__}", (_NamedOnly, form), {"field_order": None})


PROSPECT_FORMS: dict[str, type[OrganisationForm]] = {
    organisation: _form_of(form) for organisation, form in ORGANISATION_FORMS.items()
}
"""By organisation: what names it, and how far it is."""
