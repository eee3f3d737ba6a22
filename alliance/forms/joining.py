"""What a new person says about themselves when they accept an invitation, and may change later."""

from typing import Any

from allauth.account.adapter import get_adapter
from django import forms

from alliance.forms.account import HINT_FOR_NEW
from alliance.models import Invitation, User


class NameForm(forms.Form):
    full_name = forms.CharField(
        label="Your name",
        max_length=150,
        help_text="As colleagues know you, such as Leah Okafor.",
        widget=forms.TextInput(attrs={"autocomplete": "name", "spellcheck": "false"}),
        error_messages={"required": "Enter your name."},
    )

    def clean_full_name(self) -> str:
        return " ".join(self.cleaned_data["full_name"].split())


class JoiningForm(NameForm):
    password = forms.CharField(
        label="A password",
        help_text=HINT_FOR_NEW,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": "Enter a password."},
    )

    def __init__(self, *args: Any, invitation: Invitation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.invitation = invitation

    def clean_password(self) -> str:
        """Judged against what is known of the person, who has no account yet."""
        person = User(email=self.invitation.email, full_name=self.cleaned_data.get("full_name", ""))
        person.familiar_names = (self.invitation.alliance.name,)
        password: str = get_adapter().clean_password(self.cleaned_data["password"], user=person)
        return password
