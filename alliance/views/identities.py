"""Signing in at another door: going there, coming back, and the accounts one has connected."""

import time

from allauth.account.internal.flows.reauthentication import is_reauthentication_required
from allauth.socialaccount.adapter import get_adapter
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.views.decorators.http import require_POST, require_safe

from alliance.actions.identities import IdentityRefused, connect_identity, disconnect_identity, user_of
from alliance.adapter.account import log_in_with_identity
from alliance.adapter.identity import CONNECT, JOIN, KEPT, SIGN_IN
from alliance.logic.identities import Identity
from alliance.queries.identities import doors_of, name_of
from foundation.access import public, signed_in
from foundation.ui import flash

PURPOSES = (SIGN_IN, CONNECT, JOIN)


@require_POST
@public("leads to another door with a state for this browser only; what comes back is checked there")
def go_to_door(request: HttpRequest, provider: str) -> HttpResponse:
    """A page that goes on to Microsoft or Google by itself. Runs outside a transaction: it asks them where.

    A redirect in answer to a form would need their addresses, and all they lead on to, in our content policy.
    """
    name = _name_or_404(provider)
    purpose, going = _asked_for(request)
    if purpose == CONNECT:
        if not request.user.is_authenticated:
            return redirect("account_login")
        if is_reauthentication_required(request, app="allauth.socialaccount"):
            return _confirm_first()
    try:
        leading = (
            get_adapter()
            .get_provider(request, provider)
            .redirect(request, process="redirect", next_url=going, purpose=purpose, user=request.user.pk)
        )
    except OSError:
        messages.error(request, f"{name} cannot be reached just now. Use your password, or try again later.")
        return redirect("connections" if purpose == CONNECT else "account_login")
    context = {"page_title": f"On to {name}", "name": name, "address": leading.url}
    return render(request, "account/leaving.html", context)


@require_safe
@public("uses what this browser has just proved at another door, once")
def use_identity(request: HttpRequest) -> HttpResponse:
    """Signs in, connects, or goes back to the invitation, as was asked for when leaving."""
    kept = request.session.get(KEPT)
    purpose = kept["purpose"] if kept else SIGN_IN
    identity = Identity.read(kept, purpose=purpose, now=time.time())
    if identity is None:
        request.session.pop(KEPT, None)
        messages.error(request, "That took too long. Begin again.")
        return redirect("account_login")
    if purpose == JOIN:
        return redirect(kept["next"])
    del request.session[KEPT]
    if purpose == CONNECT:
        return _connect(request, identity, started_by=kept["user"])
    return _sign_in(request, identity, going=kept["next"])


@signed_in("a person's own connected accounts")
def connections(request: HttpRequest) -> HttpResponse:
    context = {
        "page_title": "Other ways to sign in",
        "doors": doors_of(request.user),
        "purpose": CONNECT,
        "account_url": reverse("your_account"),
    }
    return render(request, "alliance/connections.html", context)


@require_POST
@signed_in("a person's own connected accounts")
def disconnect(request: HttpRequest, provider: str) -> HttpResponse:
    name = _name_or_404(provider)
    if is_reauthentication_required(request, app="allauth.socialaccount"):
        return _confirm_first()
    try:
        disconnect_identity(user=request.user, provider=provider, provider_name=name)
    except IdentityRefused as refusal:
        messages.error(request, refusal.sentence)
    else:
        flash.success(request, f"{name} is disconnected")
    return redirect("connections")


def _confirm_first() -> HttpResponse:
    return redirect(f"{reverse('account_reauthenticate')}?{urlencode({'next': reverse('connections')})}")


def _asked_for(request: HttpRequest) -> tuple[str, str]:
    """What for, and where to go on to afterwards: a page of ours, or the start page."""
    purpose = request.POST.get("purpose", SIGN_IN)
    going = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(going, allowed_hosts=None)
    return (purpose if purpose in PURPOSES and (ours or purpose != JOIN) else SIGN_IN), going if ours else "/"


def _connect(request: HttpRequest, identity: Identity, *, started_by: int | None) -> HttpResponse:
    if not request.user.is_authenticated or request.user.pk != started_by:
        messages.error(request, "Sign in first, then connect the account.")
        return redirect("account_login")
    name = _name_or_404(identity.provider)
    try:
        connect_identity(user=request.user, identity=identity, provider_name=name)
    except IdentityRefused as refusal:
        messages.error(request, refusal.sentence)
    else:
        flash.success(request, f"{name} is connected: it signs you in from now on")
    return redirect("connections")


def _sign_in(request: HttpRequest, identity: Identity, *, going: str) -> HttpResponse:
    user = user_of(identity)
    if user is not None:
        return log_in_with_identity(request, user, identity, going=going)
    name = _name_or_404(identity.provider)
    messages.error(
        request,
        f"This {name} account signs nobody in here. Sign in with your password, then connect it under Your "
        "account; if you are new, open the link in your invitation.",
    )
    return redirect("account_login")


def _name_or_404(provider: str) -> str:
    name = name_of(provider)
    if name is None:
        raise Http404("This portal has no such door.")
    return name
