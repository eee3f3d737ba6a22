"""What an operator says to make an alliance."""

from typing import Any

from django import forms

from alliance.actions.alliances import LONGEST_SLUG, suggest_slug
from alliance.models import School
from alliance.queries.schools import search_schools
from foundation.forms.widgets import Autocomplete

MOST_NAMED = 5


class SchoolField(forms.CharField):
    """A school by its URN, or by as much of its name as tells it from the others."""

    default_error_messages = {"required": "Enter the school's URN or name."}

    def to_python(self, value: Any) -> School | None:
        text = super().to_python(value).strip()
        if not text:
            return None
        found = search_schools(text, limit=MOST_NAMED + 1)
        exact = [hit for hit in found if hit.name.casefold() == text.casefold()]
        if len(found) == 1 or len(exact) == 1:
            return School.objects.select_related("successor").get(urn=(exact or found)[0].urn)
        if not found:
            raise forms.ValidationError(f"No school in the register is called “{text}” or has it as its URN.")
        named = "; ".join(f"{hit.name} ({hit.urn})" for hit in found[:MOST_NAMED])
        more = " and more" if len(found) > MOST_NAMED else ""
        raise forms.ValidationError(
            f"Several schools match: {named}{more}. Enter the URN of the one you mean."
        )

    def prepare_value(self, value: Any) -> Any:
        return str(value.urn) if isinstance(value, School) else value


class NewAllianceForm(forms.Form):
    name = forms.CharField(
        label="Name of the alliance",
        max_length=200,
        error_messages={"required": "Write the alliance's name."},
    )
    slug = forms.SlugField(
        label="Address",
        max_length=LONGEST_SLUG,
        required=False,
        help_text="Such as eastmoor-alliance. Empty: made from the name. It cannot be changed later.",
        error_messages={"invalid": "Use lower-case letters, digits and hyphens, such as eastmoor-alliance."},
    )
    lead_school = SchoolField(
        label="Lead school",
        help_text="URN or name, as in the School register. It becomes the first partner.",
    )
    owner_email = forms.EmailField(
        label="Owner's e-mail",
        help_text="They are invited to own the alliance, and set it up from there.",
        widget=forms.EmailInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": "Enter the owner's address."},
    )

    def __init__(self, *args: Any, schools_url: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lead_school"].widget = Autocomplete(url=schools_url)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if "name" in data and not data.get("slug") and "slug" not in self.errors:
            data["slug"] = suggest_slug(data["name"])
        return data


class EnterForm(forms.Form):
    reason = forms.CharField(
        label="Why",
        max_length=500,
        help_text="The leads of the alliance read it at once, and it stays in their settings. Such as: You "
        "wrote that the map stays empty.",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Write why, as the alliance should read it."},
    )
