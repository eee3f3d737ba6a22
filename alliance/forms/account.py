"""allauth's forms in the portal's words: labels above, hints before errors, nothing inside the fields."""

from typing import Any, ClassVar

from allauth.account import forms as account
from allauth.account.internal.flows.login import record_authentication
from allauth.core import context
from allauth.mfa.base import forms as second_factor
from allauth.mfa.totp import forms as totp

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
