"""What all API views share: the allowance of requests, and headers."""

from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from rest_framework.exceptions import Throttled
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request
from rest_framework.views import APIView

from alliance.queries.sync import view_of
from foundation.access import Access
from foundation.api.allowance import POLICY, Allowance, SharedCounts, Standing
from foundation.api.problems import BadParameter
from foundation.feed.cursor import BadCursor, Cursor
from foundation.feed.resources import Resource
from foundation.feed.view import View

_allowance = Allowance(shared=SharedCounts(settings.REDIS_URL, settings.DATABASES["default"]["NAME"]))


class ApiView(APIView):
    """Counts the caller's requests, and keeps answers out of shared caches."""

    access: Access
    http_method_names = ["get", "head"]
    standing: Standing | None = None

    def check_throttles(self, request: Request) -> None:
        member = request.caller.member
        if member is None:
            return
        self.standing = _allowance.take(f"{type(member).__name__} {member.pk}")
        if self.standing.exhausted:
            raise Throttled(self.standing.resets_in)

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        response = super().finalize_response(request, response, *args, **kwargs)
        if self.access.kind == "public" and response.status_code < HTTPStatus.BAD_REQUEST:
            response.headers["Vary"] = "Accept, Accept-Encoding"
            return response
        response.headers["Vary"] = "Accept, Accept-Encoding, Authorization, Cookie"
        response.headers.setdefault("Cache-Control", "private, no-cache")
        if response.status_code == HTTPStatus.UNAUTHORIZED:
            response.headers["Cache-Control"] = "no-store"
        if self.standing is not None:
            response.headers["RateLimit-Policy"] = POLICY
            response.headers["RateLimit"] = self.standing.header
        return response


class ResourceView(ApiView):
    """A view of one type of object. `writes` says who may change such objects, where anybody may."""

    resource: Resource
    writes: Access | None = None
    write_scope = ""

    @property
    def scope(self) -> str:
        """What the request needs a credential to have."""
        return self.resource.scope if self.request.method in SAFE_METHODS else self.write_scope


def sight_of(request: Request) -> View:
    """What the caller may see."""
    return view_of(request.member)


def cursor_in(request: HttpRequest, kind: type[Cursor], view: View) -> Any:
    """The cursor in `?after=`; None without one. Raises `BadParameter`."""
    text = request.GET.get("after")
    if text is None:
        return None
    try:
        return kind.opened(text, alliance_id=request.alliance.pk, reader=view.reader)
    except BadCursor as wrong:
        raise BadParameter("after", str(wrong), code="bad_cursor") from None
