"""allauth's forms in the portal's words: labels above, hints before errors, nothing inside the fields."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, ClassVar

from allauth.account import forms as account
from allauth.account.internal.flows.login import record_authentication
from allauth.core import context
from allauth.mfa.base import forms as second_factor
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms

from alliance.queries.identities import doors

HINT_FOR_NEW = (
    "At least 12 characters. Four words that have nothing to do with each other or with you are easy to keep "
    "and hard to guess."
)
CODE_FIELD = {"class": "govuk-input--width-10", "autocomplete": "one-time-code", "spellcheck": "false"}
DIGITS_FIELD = {**CODE_FIELD, "class": "govuk-input--width-5", "inputmode": "numeric"}
EMPTY_CODE = "Enter the code."


class InOurWords:
    """Sets each field's label and hint, and its attributes where they differ; takes the placeholders away."""

    wording: ClassVar[dict[str, tuple[str, str]]] = {}
    field_attrs: ClassVar[dict[str, dict[str, str]]] = {}
    empty: ClassVar[dict[str, str]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():  # type: ignore[attr-defined]  # mixed into a form
            field.widget.attrs.pop("placeholder", None)
            field.label, field.help_text = self.wording.get(name, (field.label, ""))
            field.widget.attrs.update(self.field_attrs.get(name, {}))
            if name in self.empty:
                field.error_messages["required"] = self.empty[name]


class LoginForm(InOurWords, account.LoginForm):
    wording = {
        "login": ("E-mail", ""),
        "password": ("Password", ""),
        "remember": ("Keep me signed in on this computer for two weeks", ""),
    }
    empty = {"login": "Enter your e-mail address.", "password": "Enter your password."}
    doors = staticmethod(doors)


class ResetPasswordForm(InOurWords, account.ResetPasswordForm):
    wording = {"email": ("E-mail", "The address you sign in with.")}
    empty = {"email": "Enter your e-mail address."}


class NewPasswordForm(InOurWords, account.ResetPasswordKeyForm):
    wording = {"password1": ("New password", HINT_FOR_NEW), "password2": ("The same password again", "")}
    empty = {"password1": "Enter a new password.", "password2": "Enter the new password again."}


class SetPasswordForm(InOurWords, account.SetPasswordForm):
    wording = NewPasswordForm.wording
    empty = NewPasswordForm.empty


class ChangePasswordForm(InOurWords, account.ChangePasswordForm):
    wording = {"oldpassword": ("Current password", ""), **NewPasswordForm.wording}
    empty = {"oldpassword": "Enter your current password.", **NewPasswordForm.empty}


class ConfirmPasswordForm(InOurWords, account.ReauthenticateForm):
    wording = {"password": ("Password", "")}
    empty = {"password": "Enter your password."}


class ChangeEmailForm(InOurWords, account.AddEmailForm):
    wording = {"email": ("New e-mail address", "We send a link there. Until you open it nothing changes.")}
    empty = {"email": "Enter the new address."}


class SecondFactorForm(InOurWords, second_factor.AuthenticateForm):
    wording = {"code": ("Code", "Six digits from your authenticator app, or one of your recovery codes.")}
    field_attrs = {"code": CODE_FIELD}
    empty = {"code": EMPTY_CODE}


class ConfirmSecondFactorForm(InOurWords, second_factor.ReauthenticateForm):
    wording = SecondFactorForm.wording
    field_attrs = SecondFactorForm.field_attrs
    empty = SecondFactorForm.empty


class ActivateTotpForm(InOurWords, totp.ActivateTOTPForm):
    wording = {"code": ("Six-digit code", "What the app shows for this portal now.")}
    field_attrs = {"code": DIGITS_FIELD}
    empty = {"code": EMPTY_CODE}

    def clean_code(self) -> str:
        """The code proves the second factor for this log-in too: it is not asked for again at once."""
        code: str = super().clean_code()
        record_authentication(context.request, self.user, method="mfa", type="totp")
        return code


WRONG_PASSKEY = (
    "This passkey does not sign in here: it was removed, or belongs to another portal. Use your password."
)
NO_PASSKEY_MADE = "The browser made no passkey that can be used here. Press the button again."


@contextmanager
def reading_passkey(sentence: str) -> Iterator[None]:
    """What a browser says of a passkey comes from anywhere: what cannot be read is refused as wrong."""
    try:
        yield
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise forms.ValidationError(sentence, code="incorrect_passkey") from error
    except forms.ValidationError as error:
        if error.code != "incorrect_code":
            raise
        raise forms.ValidationError(sentence, code="incorrect_passkey") from error


class ReadsPasskey(InOurWords):
    empty = {"credential": WRONG_PASSKEY}

    def clean_credential(self) -> Any:
        with reading_passkey(WRONG_PASSKEY):
            return super().clean_credential()  # type: ignore[misc]  # of the form it is mixed into


class PasskeyLoginForm(ReadsPasskey, webauthn.LoginWebAuthnForm):
    """Signing in with a passkey alone."""


class PasskeySecondFactorForm(ReadsPasskey, webauthn.AuthenticateWebAuthnForm):
    """A passkey after the password."""


class ConfirmPasskeyForm(ReadsPasskey, webauthn.ReauthenticateWebAuthnForm):
    """A passkey before something that protects the account is changed."""


class AddPasskeyForm(InOurWords, webauthn.AddWebAuthnForm):
    """A passkey always tells who is there, by fingerprint, face or PIN: that is what `passwordless` asks."""

    passwordless = forms.BooleanField(widget=forms.HiddenInput, initial=True)
    wording = {"name": ("Name", "So that you know it from others, such as School laptop.")}
    empty = {"credential": NO_PASSKEY_MADE}

    def clean(self) -> dict[str, Any]:
        """It proves the second factor for this log-in too: it is not asked for again at once."""
        with reading_passkey(NO_PASSKEY_MADE):
            data: dict[str, Any] = super().clean()
        if not self.errors:
            record_authentication(context.request, self.user, method="mfa", type="webauthn")
        return data


class RenamePasskeyForm(InOurWords, webauthn.EditWebAuthnForm):
    wording = {"name": ("Name", "Such as School laptop.")}
    empty = {"name": "Write a name."}
