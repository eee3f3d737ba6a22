"""Who may open a view: every view states it, and a test walks every address to see that it does.

A policy is a `rules` predicate over (member, thing). A member is a membership, or an API credential:
whatever acts inside the alliance.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Literal

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from rules import Predicate

View = Callable[..., HttpResponseBase]


@dataclass(frozen=True)
class Access:
    """What a view states about itself; `reason` says why a view without a policy is safe."""

    kind: Literal["policy", "signed_in", "operator", "public"]
    policy: Predicate | None = None
    reason: str = ""


class NotAllowed(PermissionDenied):
    """A policy said no. It is kept, with the thing it was asked about, so that the page of refusal can tell
    whose role would do.
    """

    def __init__(self, policy: Predicate, *things: Any) -> None:
        super().__init__(policy.name)
        self.policy, self.things = policy, things


def requires(policy: Predicate) -> Callable[[View], View]:
    """Only members whom `policy` allows; the others get 403. A policy about a thing is asked again by
    `check`.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not policy.test(member_of(request)):
                raise NotAllowed(policy)
            return view(request, *args, **kwargs)

        return _state(guarded, Access("policy", policy))

    return decorate


def signed_in(reason: str) -> Callable[[View], View]:
    """Anybody who is logged in, member or not: pages about oneself."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            return view(request, *args, **kwargs)

        return _state(guarded, Access("signed_in", reason=reason))

    return decorate


def operator_only(view: View) -> View:
    """Those who look after the whole portal, always with a second factor (checked by the middleware)."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if not getattr(request.user, "is_operator", False):
            raise Http404("There is nothing here for you.")
        return view(request, *args, **kwargs)

    return _state(guarded, Access("operator"))


def public(reason: str) -> Callable[[View], View]:
    """Anybody at all; say why that is right."""

    def decorate(view: View) -> View:
        @wraps(view)
        def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            return view(request, *args, **kwargs)

        return _state(opened, Access("public", reason=reason))

    return decorate


def check(request: HttpRequest, policy: Predicate, thing: Any) -> None:
    """Ask a policy about one thing the member can already see: 403 when it says no."""
    if not policy.test(member_of(request), thing):
        raise NotAllowed(policy, thing)


def member_of(request: HttpRequest) -> Any:
    """Who acts inside the alliance. Outside one the view has no member, and policies must not be asked."""
    member = getattr(request, "member", None)
    if member is None:
        raise Http404("No alliance here.")
    return member


def access_of(view: Any) -> Access | None:
    """What a view states, or None where it forgot."""
    return getattr(view, "access", None)


def _state(view: View, access: Access) -> View:
    view.access = access  # type: ignore[attr-defined]  # functions take attributes; the walk test reads it
    return view
