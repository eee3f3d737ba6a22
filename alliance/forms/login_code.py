"""Signing in with a code sent by e-mail, for whoever is staff nowhere."""

import hashlib
from typing import Any

from allauth.account import forms as account
from allauth.core import context
from django import forms
from django.conf import settings

from alliance.forms.account import DIGITS_FIELD, EMPTY_CODE, InOurWords
from alliance.queries.signing_in import may_sign_in_by_code
from foundation.api.allowance import Allowance, SharedCounts

tries = Allowance(10, 900, SharedCounts(settings.REDIS_URL, settings.DATABASES["default"]["NAME"]))
"""Codes typed for one address, in a quarter of an hour. Counted before they are compared and in one step:
many at the same moment get no further than one after the other.
"""
TOO_MANY_CODES = (
    "Too many codes were asked for with this address. Wait a quarter of an hour, or use your password."
)
TOO_MANY_TRIES = "Too many codes were typed for this address. Wait a quarter of an hour, then ask anew."


class RequestCodeForm(InOurWords, account.RequestLoginCodeForm):
    """Staff are treated as an address that nobody has: the letter alone tells them what to do instead."""

    wording = {"email": ("E-mail", "The address you sign in with.")}
    empty = {"email": "Enter your e-mail address."}
    _user: Any

    def clean_email(self) -> str:
        try:
            email: str = super().clean_email()
        except forms.ValidationError as error:
            if error.code != "too_many_login_attempts":
                raise
            raise forms.ValidationError(TOO_MANY_CODES, code=error.code) from error
        if self._user is not None and not may_sign_in_by_code(self._user):
            self._user = None
        return email


class ConfirmCodeForm(InOurWords, account.ConfirmLoginCodeForm):
    wording = {"code": ("Six-digit code", "")}
    field_attrs = {"code": DIGITS_FIELD}
    empty = {"code": EMPTY_CODE}

    def clean_code(self) -> str:
        address = context.request._login_stage.state.get("email", "").lower()
        if tries.take(f"login-code:{hashlib.sha256(address.encode()).hexdigest()}").exhausted:
            raise forms.ValidationError(TOO_MANY_TRIES, code="too_many_tries")
        return str(super().clean_code())
