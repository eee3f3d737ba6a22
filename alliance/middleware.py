"""How a request enters an alliance: the address names it, the membership opens it, one transaction holds it.

`/a/<slug>/…` is a browser page of an alliance. The transaction is open around the view and its rendering, and
is rolled back when the answer is a server error. `/api/` has a door of its own. Everything else runs on the
identity plane.

Members of an alliance that asks them, and operators always, show a second factor once in each session: also
in a session that began before the second factor was set up.

An operator who is no member enters by a support entry (docs/adr/0010-support-entry.md): the same scope, a
stand-in for the membership, and a transaction that PostgreSQL keeps from writing.
"""

import time
from collections.abc import Callable
from typing import cast

import structlog
from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.views import redirect_to_login
from django.contrib.sessions.backends.base import SessionBase
from django.core.validators import slug_re
from django.db import connection, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from psycopg2.errors import ReadOnlySqlTransaction

from alliance.actions import sessions
from alliance.api import entry
from alliance.models import Alliance, User
from alliance.queries.entering import memberships_to_enter
from alliance.queries.support_entries import live_entry_of, stand_in
from foundation.accounts import AFTER_SECOND_FACTOR
from foundation.accounts.second_factor import (
    has_authenticator_app,
    has_shown_second_factor,
    users_with_second_factor,
)
from foundation.tenancy.scope import acting_as, acting_within

PAGES = "/a/"
API = "/api/"
OPERATORS = "/operator/"
OTHER_DOORS = "/account/oidc/"
"""Here Microsoft and Google are asked over the network, which no transaction waits for."""
KEPT_BY_NOBODY = "no-store, private"
"""On a shared computer the next person finds nothing with the back button."""


NOT_A_MEMBER = "No such alliance, or you are not a member of it."
SAFE_METHODS = ("GET", "HEAD", "OPTIONS")


class WouldWrite(HttpResponse):
    """Stands for the answer of a page that writes, until the page that says so is drawn."""

    status_code = 403


class EnterAlliance:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.alliance = request.member = None  # type: ignore[attr-defined]  # ours
        path = request.path_info  # what the addresses are matched against, wherever the portal is mounted
        if path.startswith(API):
            return entry.answer(request, self.get_response)
        if path.startswith(PAGES):
            return self.enter(request, slug=path.split("/")[2])
        operating = path.startswith(OPERATORS) and getattr(request.user, "is_operator", False)
        if operating and (asked := _ask_for_second_factor(request, _has_second_factor(request))):
            return asked
        with acting_as(_user_of(request), request_id=_request_id()):
            return self.get_response(request) if path.startswith(OTHER_DOORS) else self.answer(request)

    def enter(self, request: HttpRequest, slug: str) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if not slug_re.match(slug):
            raise Http404("No alliance has such an address.")
        memberships = memberships_to_enter(request.user)
        member = next((member for member in memberships if member.alliance.slug == slug), None)
        if member is None and request.user.is_operator:
            return self.support(request, slug)
        if member is None:
            raise Http404(NOT_A_MEMBER)
        if member.needs_second_factor and (
            asked := _ask_for_second_factor(request, member.has_second_factor)
        ):
            return asked
        if request.user.last_alliance_id != member.alliance_id:
            User.objects.filter(pk=request.user.pk).update(last_alliance=member.alliance_id)
        request.alliance, request.member = member.alliance, member  # type: ignore[attr-defined]  # ours
        request.memberships = memberships  # type: ignore[attr-defined]  # ours
        with acting_within(member.alliance, user=request.user, request_id=_request_id()):
            response = self.answer(request)
        response.headers.setdefault("Cache-Control", KEPT_BY_NOBODY)
        return response

    def support(self, request: HttpRequest, slug: str) -> HttpResponse:
        """An operator who has entered with a reason reads as an administrator does; PostgreSQL sees to it."""
        alliance = Alliance.objects.select_related("lead_school").filter(slug=slug).first()
        if alliance is None:
            raise Http404(NOT_A_MEMBER)
        with acting_within(alliance, user=request.user, request_id=_request_id()):
            with transaction.atomic():
                visit = live_entry_of(cast(User, request.user))
            if visit is None:
                raise Http404(NOT_A_MEMBER)
            if asked := _ask_for_second_factor(request, _has_second_factor(request)):
                return asked
            request.alliance = alliance  # type: ignore[attr-defined]  # ours
            request.member = stand_in(alliance, cast(User, request.user))  # type: ignore[attr-defined]  # ours
            request.support_entry = visit  # type: ignore[attr-defined]  # ours
            response = self.read_only(request) if request.method in SAFE_METHODS else WouldWrite()
            if isinstance(response, WouldWrite):
                with transaction.atomic():
                    response = render(request, "alliance/operators/reading_only.html", status=403)
        response.headers.setdefault("Cache-Control", KEPT_BY_NOBODY)
        return response

    def read_only(self, request: HttpRequest) -> HttpResponse:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION READ ONLY")
            response = self.get_response(request)
            transaction.set_rollback(True)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """A page that would have changed something, asked for by somebody who may only read."""
        refused = isinstance(exception.__cause__, ReadOnlySqlTransaction)
        return WouldWrite() if refused and hasattr(request, "support_entry") else None

    def answer(self, request: HttpRequest) -> HttpResponse:
        with transaction.atomic():
            response = self.get_response(request)
            if response.status_code >= 500:
                transaction.set_rollback(True)
        return response


class NoteSessions:
    """Remembers when a session that began at the log-in was last used: every five minutes at most."""

    NOTED = "use_noted_at"

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.SESSION_COOKIE_NAME in request.COOKIES and SESSION_KEY in request.session:
            self.note(request.session)
        return self.get_response(request)

    def note(self, session: SessionBase) -> None:
        now = time.time()
        if AUTHENTICATION_METHODS_SESSION_KEY not in session:
            return
        if now - session.get(self.NOTED, 0) < sessions.USE_NOTED_EVERY.total_seconds():
            return
        sessions.note_use(session_key=str(session.session_key))
        session[self.NOTED] = now


def _user_of(request: HttpRequest) -> object | None:
    return request.user if request.user.is_authenticated else None


def _request_id() -> str:
    return str(structlog.contextvars.get_contextvars().get("request_id", ""))[:64]


def _has_second_factor(request: HttpRequest) -> bool:
    return bool(users_with_second_factor([cast(User, request.user).pk]))


def _ask_for_second_factor(request: HttpRequest, has_one: bool) -> HttpResponse | None:
    """Where to set it up, or to show it; None when this session has shown it."""
    here = request.get_full_path() if request.method == "GET" else "/"
    user = cast(User, request.user)
    if not has_one:
        request.session[AFTER_SECOND_FACTOR] = here
        messages.warning(request, "Set up a second factor first: you are asked for one here.")
        return redirect("mfa_index")
    if has_shown_second_factor(request):
        return None
    door = "mfa_reauthenticate" if has_authenticator_app(user) else "mfa_reauthenticate_webauthn"
    return redirect(f"{reverse(door)}?{urlencode({'next': here})}")
