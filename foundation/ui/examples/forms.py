"""Invented forms for the examples."""

from typing import Any

from django import forms

from foundation.audit.authors import Authors
from foundation.forms.versioned import VersionedForm
from foundation.forms.widgets import Autocomplete
from foundation.ui.items import Crumb


class Membership(forms.Form):
    """One field of each kind."""

    school = forms.CharField(
        label="School",
        help_text="Name, postcode or URN",
        widget=Autocomplete(url="/_components/schools/"),
        error_messages={"required": "Choose a school, or type its URN"},
    )
    starts_on = forms.CharField(
        label="Starts on",
        help_text="For example 1/9/26 or next Tuesday",
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10"}),
    )
    fee = forms.CharField(
        label="Membership fee a year",
        help_text="Last year £1,850.00",
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10"}),
    )
    kind = forms.ChoiceField(
        label="What kind of partner is it?",
        choices=[("member", "Member"), ("strategic", "Strategic partner"), ("training", "Training partner")],
        widget=forms.RadioSelect,
    )
    areas = forms.MultipleChoiceField(
        label="What will it take part in?",
        help_text="Tick all that apply",
        choices=[
            ("cpd", "Courses"),
            ("itt", "Placements for trainees"),
            ("support", "Support from our SLEs"),
        ],
        widget=forms.CheckboxSelectMultiple,
    )
    authority = forms.ChoiceField(
        label="Local authority", choices=[("", "Choose one"), ("1", "Stockton-on-Tees"), ("2", "Hartlepool")]
    )
    notes = forms.CharField(label="Notes", required=False, widget=forms.Textarea(attrs={"rows": 3}))
    agreement = forms.FileField(label="Signed agreement", required=False, help_text="PDF, at most 10 MB")
    told = forms.BooleanField(label="The school’s head has agreed", help_text="By e-mail is enough")

    def clean_starts_on(self) -> str:
        raise forms.ValidationError("September has 30 days: enter a start date such as 1/9/26")


class SignIn(forms.Form):
    email = forms.EmailField(label="E-mail address")
    password = forms.CharField(label="Password", widget=forms.PasswordInput)
    remember = forms.BooleanField(label="Keep me signed in on this device", required=False)


class Record(VersionedForm):
    """Two fields that two people wrote at once."""

    name = forms.CharField(label="Name")
    reason = forms.CharField(label="Why it is a partner", widget=forms.Textarea(attrs={"rows": 3}))


def record_with_conflict() -> Record:
    """Somebody else changed both; what they wrote of the name is the newer text."""
    seen = '{"name": ["Tarnley Trust"], "reason": ["Runs the reading network."]}'
    written = {"name": "Tarnley Trust", "reason": "Runs the reading hub.", "version": "3", "seen": seen}
    saved = {"name": "Tarnley Vale Trust", "reason": "Runs two networks.", "version": 4}
    form = Record(written, initial=saved)
    form.is_valid()
    author = ("Idris Bell", "Tue 3 Feb 2026, 09:38")
    form.compare(Authors({"name": author, "reason": author}))
    return form


class KeptDraft:
    """What a page says of the draft behind it."""

    page = use_href = "#"
    when, note = "Tue 3 Feb 2026, 09:41", "Draft kept 09:41"

    def __init__(self, *, offered: bool) -> None:
        self.is_offered, self.is_used = offered, not offered


def context() -> dict[str, Any]:
    data = {
        "school": "Kelderby St Hild’s Academy",
        "starts_on": "31/9/26",
        "fee": "£1,850.00",
        "kind": "strategic",
        "areas": ["cpd"],
        "authority": "1",
        "told": "on",
    }
    return {
        "form": Membership(data),
        "blank": Membership(prefix="blank"),
        "record_form": Record(prefix="record", initial={"name": "Tarnley Trust"}),
        "second_record_form": Record(prefix="second", initial={"name": "Tarnley Trust"}),
        "record_conflict": record_with_conflict(),
        "offered_draft": KeptDraft(offered=True),
        "used_draft": KeptDraft(offered=False),
        "breadcrumbs": [Crumb("Partners", "#"), Crumb("Add a partner")],
    }


def sign_in_context() -> dict[str, Any]:
    return {"form": SignIn(), "member_name": "", "sign_in_url": ""}
