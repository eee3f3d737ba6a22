"""Letters about signing in: what allauth asks us to write, by the name it gives each.

The first group leads somebody on; the second tells of a change, with when and from where, so that the owner
of an account notices what was not them.
"""

from collections.abc import Callable
from typing import Any

from django.urls import reverse

from foundation import words
from foundation.emails.blocks import Block, Button, Facts, Heading, Paragraph
from foundation.emails.letter import Letter, portal_address

Context = dict[str, Any]

ASKED_FOR = "You get this because somebody, most likely you, entered this address on the portal."
ALWAYS_TOLD = "You get this whenever something about how you sign in changes. It cannot be switched off."
LEAVE_IT = "If it was not you, leave it: nothing happens unless the link is opened."


def account_letter(name: str, to: str, context: Context) -> Letter:
    """The letter that allauth calls `name`, such as `account/email/password_reset_key`."""
    if name in CHANGES:
        return _change(name, to, context)
    subject, blocks = LEADING_ON[name](to, context)
    return Letter(to=to, subject=subject, blocks=(Heading(subject), *blocks), why=ASKED_FOR)


def _confirm(to: str, context: Context) -> tuple[str, list[Block]]:
    return "Confirm your e-mail address", [
        Paragraph(f"Somebody gave {to} as their address on the portal. If it was you, confirm it."),
        Button("Confirm this address", portal_address(context["activate_url"])),
        Paragraph(LEAVE_IT),
    ]


def _choose_password(to: str, context: Context) -> tuple[str, list[Block]]:
    return "Choose a new password", [
        Paragraph("Somebody asked for a new password for your account. If it was you, choose one now."),
        Button("Choose a new password", portal_address(context["password_reset_url"])),
        Paragraph(
            "The link works once, for three days. If it was not you, leave it: your password stays as it is."
        ),
    ]


def _no_account(to: str, context: Context) -> tuple[str, list[Block]]:
    return "No account with this address", [
        Paragraph(
            f"Somebody asked for a new password for {to}, but no account on the portal has this address."
        ),
        Paragraph(
            "If it was you, try the other address you might sign in with. If you expect to join an alliance, "
            "its invitation has not been accepted yet: look for that e-mail."
        ),
        Paragraph("If it was not you, leave it: nothing has changed."),
    ]


def _account_already(to: str, context: Context) -> tuple[str, list[Block]]:
    return "You have an account already", [
        Paragraph(f"Somebody tried to open an account with {to}, which has one already."),
        Button("Choose a new password", portal_address(context["password_reset_url"])),
        Paragraph("You need this only if you have forgotten the old one."),
    ]


def _code(to: str, context: Context) -> tuple[str, list[Block]]:
    return "Your code to sign in", [
        Paragraph("Type this code on the page where you asked for it. It works once, for ten minutes."),
        Facts((("Code", context["code"]),)),
        Paragraph(
            "Tell it to nobody: neither your alliance nor the portal ever asks for it. If you asked for no "
            "code, leave this letter: nobody gets in without it."
        ),
    ]


def _no_code_for_staff(to: str, context: Context) -> tuple[str, list[Block]]:
    return "Sign in with your password", [
        Paragraph(
            f"Somebody asked for a code to sign in as {to}. People who work for an alliance see the records "
            "of many schools: they sign in with a password, a passkey or their school account."
        ),
        Button("Sign in", portal_address(reverse("account_login"))),
        Paragraph("If it was not you, leave it: nothing has changed."),
    ]


def _no_code(to: str, context: Context) -> tuple[str, list[Block]]:
    return "No account with this address", [
        Paragraph(
            f"Somebody asked for a code to sign in as {to}, but no account on the portal has this address."
        ),
        Paragraph(
            "If it was you, try the other address you might sign in with. If you expect to join an alliance, "
            "its invitation has not been accepted yet: look for that e-mail."
        ),
        Paragraph("If it was not you, leave it: nothing has changed."),
    ]


LEADING_ON: dict[str, Callable[[str, Context], tuple[str, list[Block]]]] = {
    "account/email/email_confirmation": _confirm,
    "account/email/email_confirmation_signup": _confirm,
    "account/email/password_reset_key": _choose_password,
    "account/email/unknown_account": _no_account,
    "account/email/login_code": _code,
    "account/email/login_code_for_staff": _no_code_for_staff,
    "account/email/login_code_unknown": _no_code,
    "account/email/account_already_exists": _account_already,
}

CHANGES: dict[str, tuple[str, str]] = {
    "account/email/email_changed": (
        "Your log-in address has changed",
        "The address you sign in with has been changed from {from_email} to {to_email}.",
    ),
    "account/email/email_confirm": (
        "Your address is confirmed",
        "Your e-mail address has been confirmed.",
    ),
    "account/email/email_deleted": (
        "An address has been removed",
        "{deleted_email} has been removed from your account.",
    ),
    "account/email/password_changed": (
        "Your password has been changed",
        "The password of your account has been changed.",
    ),
    "account/email/password_reset": (
        "Your password has been changed",
        "A new password has been chosen for your account, by the link we sent you.",
    ),
    "account/email/password_set": (
        "Your password has been set",
        "A password has been chosen for your account.",
    ),
    "mfa/email/recovery_codes_generated": (
        "New recovery codes",
        "New recovery codes have been made for your account. The old ones no longer work.",
    ),
    "mfa/email/totp_activated": (
        "Your second factor is on",
        "An authenticator app has been set up for your account. You need it from now on to sign in.",
    ),
    "mfa/email/totp_deactivated": (
        "Your second factor is off",
        "The authenticator app has been taken off your account. The password alone signs in.",
    ),
    "mfa/email/webauthn_added": (
        "A passkey has been added",
        "A passkey has been added to your account. Whoever has the device it is kept on can sign in with it.",
    ),
    "mfa/email/webauthn_removed": (
        "A passkey has been removed",
        "A passkey has been taken off your account. It no longer signs in.",
    ),
    "socialaccount/email/account_connected": (
        "Another way to sign in has been connected",
        "An account at {provider} has been connected to yours. It signs you in from now on.",
    ),
    "socialaccount/email/account_disconnected": (
        "A way to sign in has been disconnected",
        "The account at {provider} has been disconnected from yours. It no longer signs you in.",
    ),
}


def _change(name: str, to: str, context: Context) -> Letter:
    subject, sentence = CHANGES[name]
    return Letter(
        to=to,
        subject=subject,
        blocks=(
            Heading(subject),
            Paragraph(sentence.format(**context)),
            Facts(
                (
                    ("When", words.moment(context["timestamp"])),
                    ("From", str(context["ip"])),
                    ("Browser", str(context["user_agent"])),
                )
            ),
            Paragraph(
                "If that was not you, choose a new password at once, and tell an owner of your alliance."
            ),
            Button("Choose a new password", portal_address(reverse("account_reset_password"))),
        ),
        why=ALWAYS_TOLD,
    )
