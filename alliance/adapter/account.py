"""What allauth asks us to decide about accounts and second factors."""

import io
import time
from typing import Any, ClassVar

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import clear_authentication_records, record_authentication
from allauth.account.internal.stagekit import clear_login
from allauth.account.utils import perform_login
from allauth.core import context as allauth_context
from allauth.mfa import app_settings as mfa_settings
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import InvalidToken
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from alliance.actions.accounts import account_of
from alliance.emails import account_letter
from alliance.logic.devices import device_of
from alliance.logic.identities import Identity
from alliance.queries.signing_in import may_sign_in_by_code
from foundation.accounts.sealing import seal, unseal

ASKS_FOR_CODE = "account_request_login_code"
SECOND_FACTOR = "second factor"
WAYS_TO_CONFIRM = {
    "mfa_reauthenticate": "Use a code",
    "mfa_reauthenticate:webauthn": "Use a passkey",
}


STAFF_NEED_MORE = "Whoever works for an alliance signs in with a password, a passkey or a school account."


class AccountAdapter(DefaultAccountAdapter):
    """People come by invitation: there is no open sign-up. Letters leave after the commit."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": "This account has been closed. Ask your alliance to open it again.",
        "email_password_mismatch": "The e-mail address and the password do not go together. Check both.",
        "enter_current_password": "This is not your current password.",
        "incorrect_password": "This is not your password.",
        "incorrect_code": "This code does not match. Only the one in the newest letter works.",
        "same_as_current": "The new one must differ from the current one.",
        "duplicate_email": "This is your address already.",
        "too_many_login_attempts": "Too many attempts. Wait five minutes, or ask for a new password.",
        "rate_limited": "Too many attempts. Wait a minute, then try again.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        ways = super().get_reauthentication_methods(user)
        return [{**way, "description": WAYS_TO_CONFIRM.get(way["id"], way["description"])} for way in ways]

    def pre_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse | None:
        """A code by e-mail signs in nobody who is staff, whatever way it was come by; and it signs in until
        the browser is closed: many such people share a computer.
        """
        response: HttpResponse | None = super().pre_login(request, user, **kwargs)
        if response is not None or not _came_by_code(request, user):
            return response
        if not may_sign_in_by_code(user):
            clear_login(request)
            clear_authentication_records(request)
            messages.warning(request, STAFF_NEED_MORE)
            return redirect("account_login")
        request.session.set_expiry(0)
        return None

    def populate_username(self, request: HttpRequest, user: Any) -> None:
        """Users have no username."""

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """A log-in counts as a confirmation: nobody types a password twice running."""
        records = get_authentication_records(self.request, self.request.user)
        if records and time.time() - records[-1]["at"] < app_settings.REAUTHENTICATION_TIMEOUT:
            return False
        return super().is_reauthentication_required(app=app, **kwargs)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """No mail server is called inside the transaction; one that is down does not fail the request.

        An address without an account is written to as well, so that the answer takes as long either way.
        """
        letter = account_letter(_by_its_reason(template_prefix, email, context), email, context)
        transaction.on_commit(letter.send, robust=True)


def _came_by_code(request: HttpRequest, user: Any) -> bool:
    records = get_authentication_records(request, user)
    return bool(records) and records[-1]["method"] == "code"


def _by_its_reason(name: str, email: str, context: dict[str, Any]) -> str:
    """Which letter tells an address why it gets no code: staff sign in otherwise, or nobody has it.

    Only the owner of the mailbox learns which; the page says the same to everybody.
    """
    asked_at = getattr(context.get("request"), "resolver_match", None)
    if name != "account/email/unknown_account" or asked_at is None or asked_at.url_name != ASKS_FOR_CODE:
        return name
    return "account/email/login_code_for_staff" if account_of(email) else "account/email/login_code_unknown"


class SecondFactorAdapter(DefaultMFAAdapter):
    """Secrets of authenticator apps and recovery codes are sealed; segno draws the QR code."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "This code does not match. Codes change every 30 seconds: enter the newest one.",
        "unreadable": "Your second factor was set up under a secret key that the portal has lost. "
        "Ask whoever runs it to reset your second factor.",
        "unverified_email": "Confirm your e-mail address first: we have sent you a link.",
    }

    def encrypt(self, text: str) -> str:
        return seal(text, purpose=SECOND_FACTOR)

    def decrypt(self, encrypted_text: str) -> str:
        try:
            return unseal(encrypted_text, purpose=SECOND_FACTOR)
        except InvalidToken as error:
            raise self.validation_error("unreadable") from error

    def generate_authenticator_name(self, user: Any, type: Any) -> str:
        """What a passkey is called where nobody names it: the browser that made it."""
        return device_of(allauth_context.request.headers.get("User-Agent", ""))

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """The portal as the browser names it when it asks; the id is the host, which it checks."""
        return {**super().get_public_key_credential_rp_entity(), "name": mfa_settings.TOTP_ISSUER}

    def build_totp_svg(self, url: str) -> str:
        import segno  # few people set an app up, and few processes draw their codes

        drawn = io.BytesIO()
        segno.make(url, error="m").save(drawn, kind="svg", scale=5, border=3, light="#ffffff", dark="#16232a")
        return drawn.getvalue().decode()


def log_in_with_password(request: HttpRequest, user: Any) -> HttpResponse:
    """Log in somebody who has just chosen their password, by allauth's stages; answers with a redirect."""
    record_authentication(request, user, method="password")
    return perform_login(request, user, email=user.email)


def log_in_with_identity(
    request: HttpRequest, user: Any, identity: Identity, *, going: str = ""
) -> HttpResponse:
    """Log in somebody who came by another door. Their second factor here is still asked for."""
    record_authentication(request, user, method="socialaccount", provider=identity.provider, uid=identity.uid)
    return perform_login(request, user, email=user.email, redirect_url=going or None)
