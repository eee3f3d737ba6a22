"""How a request enters an alliance: the address names it, the membership opens it, one transaction holds it.

`/a/<slug>/…` is a browser page of an alliance. The transaction is open around the view and its rendering, and
is rolled back when the answer is a server error. `/api/` has a door of its own. Everything else runs on the
identity plane.

Staff of an alliance that asks for it, and operators always, show a second factor once in each session: also
in a session that began before the second factor was set up.
"""

from collections.abc import Callable

import structlog
from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.validators import slug_re
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from alliance.api import entry
from alliance.models import Membership, User
from foundation.accounts import AFTER_SECOND_FACTOR
from foundation.tenancy.scope import acting_as, acting_within

PAGES = "/a/"
API = "/api/"
OPERATORS = "/operator/"
KEPT_BY_NOBODY = "no-store, private"
"""On a shared computer the next person finds nothing with the back button."""


class EnterAlliance:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.alliance = request.member = None  # type: ignore[attr-defined]
        path = request.path_info  # what the addresses are matched against, wherever the portal is mounted
        if path.startswith(API):
            return entry.answer(request, self.get_response)
        if path.startswith(PAGES):
            return self.enter(request, slug=path.split("/")[2])
        operating = path.startswith(OPERATORS) and getattr(request.user, "is_operator", False)
        if operating and (asked := _ask_for_second_factor(request)):
            return asked
        with acting_as(_user_of(request), request_id=_request_id()):
            return self.answer(request)

    def enter(self, request: HttpRequest, slug: str) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if not slug_re.match(slug):
            raise Http404("No alliance has such an address.")
        found = Membership.objects.current().filter(user=request.user).select_related("alliance__lead_school")
        memberships = list(found)  # all of them: the switcher offers the others
        member = next((member for member in memberships if member.alliance.slug == slug), None)
        if member is None:
            raise Http404("No such alliance, or you are not a member of it.")
        member.user = request.user
        confirms = member.is_staff and member.alliance.second_factor_required
        if confirms and (asked := _ask_for_second_factor(request)):
            return asked
        if request.user.last_alliance_id != member.alliance_id:
            User.objects.filter(pk=request.user.pk).update(last_alliance=member.alliance_id)
        request.alliance, request.member = member.alliance, member  # type: ignore[attr-defined]
        request.memberships = memberships  # type: ignore[attr-defined]
        with acting_within(member.alliance, user=request.user, request_id=_request_id()):
            response = self.answer(request)
        response.headers.setdefault("Cache-Control", KEPT_BY_NOBODY)
        return response

    def answer(self, request: HttpRequest) -> HttpResponse:
        with transaction.atomic():
            response = self.get_response(request)
            if response.status_code >= 500:
                transaction.set_rollback(True)
        return response


def _user_of(request: HttpRequest) -> object | None:
    return request.user if request.user.is_authenticated else None


def _request_id() -> str:
    return str(structlog.contextvars.get_contextvars().get("request_id", ""))[:64]


def _ask_for_second_factor(request: HttpRequest) -> HttpResponse | None:
    """Where to set it up, or to show it; None when this session has shown it."""
    here = request.get_full_path() if request.method == "GET" else "/"
    if not is_mfa_enabled(request.user, types=[Authenticator.Type.TOTP]):
        request.session[AFTER_SECOND_FACTOR] = here
        messages.warning(request, "Set up an authenticator app first: staff log in with a second factor.")
        return redirect("mfa_activate_totp")
    records = get_authentication_records(request, request.user)
    if any(record["method"] == "mfa" for record in records):
        return None
    return redirect(f"{reverse('mfa_reauthenticate')}?{urlencode({'next': here})}")
