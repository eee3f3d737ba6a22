"""The steps in an agreement's life, as forms."""

from typing import Any

from django import forms

from alliance.models import AgreementTemplate, Contact, Partner
from foundation.approvals.actions import Approver
from foundation.forms.day_field import DayField


class BeginForm(forms.Form):
    """With whom, and what it begins with."""

    partner = forms.ModelChoiceField(
        queryset=Partner._base_manager.none(),
        to_field_name="public_id",
        label="Partner",
        empty_label="Choose one",
        error_messages={"required": "Choose a partner.", "invalid_choice": "Choose a partner of today."},
    )
    template = forms.ModelChoiceField(
        queryset=AgreementTemplate._base_manager.none(),
        to_field_name="public_id",
        required=False,
        label="Begin with",
        empty_label="An empty page",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["partner"].queryset = Partner.objects.current().order_by("name")
        self.fields["template"].queryset = AgreementTemplate.objects.order_by("name")


class SendForm(forms.Form):
    """Who is asked to sign: a contact of the partner who has an e-mail address."""

    contact = forms.ModelChoiceField(
        queryset=Contact._base_manager.none(),
        to_field_name="public_id",
        label="Who signs for the partner",
        empty_label=None,
        help_text="They get a letter with a link. Somebody of the partner who signs in here can sign too.",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose who is asked to sign."},
    )

    def __init__(self, *args: Any, partner: Partner, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reached = Contact.objects.filter(partner=partner).exclude(email="")
        self.fields["contact"].queryset = reached.order_by("-is_main", "name")
        self.fields["contact"].label_from_instance = _in_words

    @property
    def approver(self) -> Approver:
        contact = self.cleaned_data["contact"]
        return Approver(contact.name, contact.email)


class CountersignForm(forms.Form):
    name = forms.CharField(
        label="Your full name",
        help_text="It stands under the agreement as the alliance's signature.",
        max_length=150,
        error_messages={"required": "Type your full name: it is the signature."},
    )


class TerminateForm(forms.Form):
    ends_on = DayField(label="Last day", help_text="After the days of notice, unless both sides agree.")
    reason = forms.CharField(
        label="Why it ends",
        help_text="Without naming people: the partner reads it.",
        max_length=300,
        error_messages={"required": "Say why it ends."},
    )
    both_agree = forms.BooleanField(label="Both sides agree to this day", required=False)


def _in_words(contact: Contact) -> str:
    post = f", {contact.post}" if contact.post else ""
    return f"{contact.name}{post} ({contact.email})"
