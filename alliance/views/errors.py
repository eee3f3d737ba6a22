"""The page for somebody who is signed in and not let in: whose role it would be, and whom to ask."""

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse

from alliance.models import Membership
from alliance.queries.whom_to_ask import deciders, roles_let_in
from foundation import words
from foundation.access import NotAllowed
from foundation.errors.pages import error_page


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return error_page(request, "403.html", HTTPStatus.FORBIDDEN, _ways_in(request, exception))


def _ways_in(request: HttpRequest, exception: Exception) -> dict[str, Any]:
    """Nothing where no member of an alliance asks, or no policy refused."""
    member = getattr(request, "member", None)
    if not isinstance(member, Membership) or not isinstance(exception, NotAllowed):
        return {}
    roles = roles_let_in(exception.policy, exception.things, member)
    others = [name for name in deciders(member.alliance) if name != str(member.user)]
    return {
        "own_roles": words.listed(member.role_labels),
        "roles": words.listed(roles),
        "deciders": words.either(others),
    }
