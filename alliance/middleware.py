"""How a request enters an alliance: the address names it, the membership opens it, one transaction holds it.

`/a/<slug>/…` is a browser page of an alliance. The transaction is open around the view and its rendering, and is
rolled back when the answer is a server error. Everything else runs on the identity plane.
"""

from collections.abc import Callable

import structlog
from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from alliance.models import Membership
from foundation.tenancy.scope import acting_as, acting_within

PAGES = "/a/"
OPERATORS = "/operator/"


class EnterAlliance:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.alliance = request.member = None  # type: ignore[attr-defined]
        if request.path.startswith(PAGES):
            return self.enter(request, slug=request.path.split("/")[2])
        if request.path.startswith(OPERATORS) and _lacks_second_factor(request):
            return _ask_for_second_factor(request)
        with acting_as(_user_of(request), request_id=_request_id()):
            return self.answer(request)

    def enter(self, request: HttpRequest, slug: str) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        member = (
            Membership.objects.current()
            .select_related("alliance__lead_school", "user")
            .filter(user=request.user, alliance__slug=slug)
            .first()
        )
        if member is None:
            raise Http404("No such alliance, or you are not a member of it.")
        if member.is_staff and member.alliance.second_factor_required and _lacks_second_factor(request):
            return _ask_for_second_factor(request)
        request.alliance, request.member = member.alliance, member  # type: ignore[attr-defined]
        with acting_within(member.alliance, user=request.user, request_id=_request_id()):
            return self.answer(request)

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


def _lacks_second_factor(request: HttpRequest) -> bool:
    return request.user.is_authenticated and not is_mfa_enabled(request.user)


def _ask_for_second_factor(request: HttpRequest) -> HttpResponse:
    messages.warning(
        request, "Set up your authenticator app first: your alliance asks staff for a second factor."
    )
    return redirect("mfa_activate_totp")
