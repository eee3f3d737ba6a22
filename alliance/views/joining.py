"""The page an invitation's link opens. A wrong link says nothing, not even that it was close."""

import time
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache

from alliance.actions import invitations
from alliance.actions.accounts import account_of
from alliance.adapter.account import log_in_with_identity, log_in_with_password
from alliance.adapter.identity import JOIN, KEPT
from alliance.forms.joining import JoiningForm, NameForm
from alliance.logic.identities import Identity
from alliance.models import Invitation
from alliance.queries.identities import doors
from alliance.queries.joining import invitation_by_digest, offer_of
from foundation.access import public
from foundation.forms.refusals import refuse
from foundation.refusal import Refused

ACCEPTED, WITHDRAWN, EXPIRED = "accepted", "withdrawn", "expired"


@never_cache
@public("the link is the right to see it: 256 random bits, of which only the digest is kept")
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """What is offered, by whom, and taking it: once, as the person invited."""
    found = invitation_by_digest(invitations.digest_of(token))
    if found is None:
        return _page(request, "unknown", status=404)
    if request.user.is_authenticated and found.accepted_by_id == request.user.pk:
        return redirect("today", slug=found.alliance.slug)
    if closed := _closed(found):
        return _page(request, "closed", status=410, closed=closed, offer=offer_of(found))
    holder = account_of(found.email)
    if request.user.is_authenticated:
        if holder is None or holder.pk != request.user.pk:
            return _page(request, "another", status=403)
        return _as_member(request, found)
    if holder is not None:
        sign_in = f"{reverse('account_login')}?{urlencode({'next': request.path})}"
        return _page(request, "sign_in", offer=offer_of(found), sign_in_href=sign_in)
    return _as_new_person(request, found)


def _as_member(request: HttpRequest, found: Invitation) -> HttpResponse:
    """One button, for somebody who has an account and is signed in to it."""
    refusal = None
    if request.method == "POST":
        try:
            invitations.accept_invitation(invitation=found, user=request.user)
        except Refused as reason:
            refusal = reason.sentence
        else:
            return redirect("today", slug=found.alliance.slug)
    status = 409 if refusal else 200
    return _page(request, "accept", status=status, offer=offer_of(found), refusal=refusal)


def _as_new_person(request: HttpRequest, found: Invitation) -> HttpResponse:
    """A name and a password, or in its place an account just proved at another door; for somebody new."""
    identity = _identity(request)
    form = NameForm(request.POST or None) if identity else JoiningForm(request.POST or None, invitation=found)
    if request.method == "POST" and form.is_valid():
        try:
            membership = invitations.accept_as_new_person(
                invitation=found,
                full_name=form.cleaned_data["full_name"],
                password=form.cleaned_data.get("password"),
                identity=identity,
            )
        except Refused as refusal:
            refuse(form, refusal)
        else:
            request.session.pop(KEPT, None)
            if identity:
                return log_in_with_identity(request, membership.user, identity)
            return log_in_with_password(request, membership.user)
    return _page(
        request,
        "join",
        status=422 if form.errors else 200,
        offer=offer_of(found),
        form=form,
        identity=identity,
        doors=[] if identity else doors(),
        purpose=JOIN,
        next=request.path,
    )


def _identity(request: HttpRequest) -> Identity | None:
    """What this browser proved at another door for this very invitation."""
    kept = request.session.get(KEPT)
    if not kept or kept["next"] != request.path:
        return None
    return Identity.read(kept, purpose=JOIN, now=time.time())


def _closed(found: Invitation) -> str:
    """Why it can no longer be taken; "" while it can."""
    if found.accepted_at is not None:
        return ACCEPTED
    if found.revoked_at is not None:
        return WITHDRAWN
    return EXPIRED if found.has_expired else ""


def _page(request: HttpRequest, name: str, *, status: int = 200, **context: Any) -> HttpResponse:
    context["page_title"] = "Invitation"
    return render(request, f"alliance/joining/{name}.html", context, status=status)
