"""What comes back from another door: allauth has checked state and token, we check the organisation.

None of allauth's own ways to log in, connect or sign up is gone: the proof is kept in this browser's session,
and a page of ours, in a transaction of its own, does what it was asked for.
"""

import time
from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.providers.base.constants import AuthError
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from alliance.logic.identities import Identity, belongs

KEPT = "identity"
SIGN_IN, CONNECT, JOIN = "sign in", "connect", "join"


class IdentityAdapter(DefaultSocialAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Nobody comes in by another door alone: people come by invitation."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Never returns: keeps the proof and goes to the page that uses it, or says why not."""
        account, state = sociallogin.account, sociallogin.state
        provider = account.get_provider()
        token = account.extra_data["id_token"]
        if not belongs(provider.app.settings["claims"], token):
            raise ImmediateHttpResponse(
                _back(
                    request,
                    state,
                    f"This {provider.name} account belongs to another organisation than the one this portal "
                    "lets in. Choose the account of your school.",
                )
            )
        label = str(token.get("email") or token.get("preferred_username") or provider.name)
        purpose = state.get("purpose", SIGN_IN)
        identity = Identity(account.provider, account.uid, label)
        request.session[KEPT] = identity.keep(purpose=purpose, now=time.time()) | {
            "user": state.get("user"),
            "next": state.get("next", ""),
        }
        raise ImmediateHttpResponse(redirect("use_identity"))

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: Any,
        error: Any = None,
        exception: Any = None,
        extra_context: Any = None,
    ) -> None:
        state = (extra_context or {}).get("state") or {}
        if error == AuthError.CANCELLED:
            sentence = f"Nothing was done: you came back from {provider.name} without choosing an account."
        else:
            sentence = f"{provider.name} did not tell us who you are. Try again, or use your password."
        raise ImmediateHttpResponse(_back(request, state, sentence))


def _back(request: HttpRequest, state: dict[str, Any], sentence: str) -> HttpResponse:
    """To where they came from, which says what went wrong."""
    messages.error(request, sentence)
    if state.get("purpose") == CONNECT:
        return redirect("connections")
    return redirect(state["next"] if state.get("purpose") == JOIN else "account_login")
