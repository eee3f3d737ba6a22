"""The form about a contact of a partner."""

from typing import Any

from django import forms

from alliance.actions.contacts import ContactDetails
from alliance.models import Contact, Partner
from foundation.forms.versioned import VersionedForm


class ContactForm(forms.Form):
    """Somebody to write to; at least one of e-mail and phone."""

    name = forms.CharField(
        label="Name", max_length=150, error_messages={"required": "Write the person's name."}
    )
    post = forms.CharField(
        label="Post", help_text="For example headteacher, or CPD coordinator.", max_length=100, required=False
    )
    email = forms.EmailField(
        label="E-mail",
        required=False,
        max_length=254,
        error_messages={"invalid": "Write a whole e-mail address, such as name@school.example."},
    )
    phone = forms.CharField(
        label="Phone",
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-20", "inputmode": "tel"}),
    )
    is_main = forms.BooleanField(
        label="Main contact",
        help_text="Whom the alliance writes to first. One at each partner.",
        required=False,
    )

    def details(self) -> ContactDetails:
        """What the cleaned form says, for the action."""
        return ContactDetails(**{name: self.cleaned_data[name] for name in CONTACT_FIELDS})


class EditContactForm(VersionedForm, ContactForm):
    """Of a contact that is there already."""

    @staticmethod
    def saved(contact: Contact) -> dict[str, Any]:
        """The fields of the form as they are saved now."""
        return {**saved_contact(contact), "version": contact.version}


class MailboxForm(VersionedForm):
    """Where letters to the organisation go."""

    mailbox = forms.EmailField(
        label="Mailbox for letters",
        help_text="One that several people read, such as office@school.example. Empty: the main contact "
        "gets them. What asks one person to decide, such as signing an agreement, goes to that person alone.",
        required=False,
        max_length=254,
        error_messages={"invalid": "Write a whole e-mail address, such as office@school.example."},
    )

    @staticmethod
    def saved(partner: Partner) -> dict[str, Any]:
        """The fields of the form as they are saved now."""
        return {"mailbox": partner.mailbox, "version": partner.version}


CONTACT_FIELDS = ("name", "post", "email", "phone", "is_main")


def saved_contact(contact: Contact) -> dict[str, Any]:
    """The details of the contact as they are saved now."""
    return {name: getattr(contact, name) for name in CONTACT_FIELDS}
