"""`/changes`: the full state once, then every change for ever, and nothing is missed."""

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from rest_framework.exceptions import PermissionDenied
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request

from alliance import policy
from alliance.api.base import ApiView, cursor_in, sight_of
from alliance.api.openapi import change_feed
from alliance.api.whole import as_lines
from alliance.models import ApiCredential
from foundation.access import Access
from foundation.api import raw
from foundation.api.formats import Lines
from foundation.api.paging import address, limit_of
from foundation.api.problems import BadParameter, CursorGone
from foundation.feed import reading
from foundation.feed.cursor import FeedCursor
from foundation.feed.resources import resource_of, resources

ASK_AGAIN_SECONDS = 30
MOST_TYPES = 10


@change_feed
class Changes(ApiView):
    """Every create, update and delete that the caller may know of."""

    access = Access("policy", policy.read_api_changes)
    scope = "read:partners, read:schools, read:contacts, read:people, read:surveys or read:hub"

    renderer_classes = [JSONRenderer, Lines]

    def get(self, request: Request, slug: str) -> HttpResponseBase:
        if request.accepted_renderer.format == Lines.format:
            types = _types_asked_for(request)
            return as_lines(request, sight_of(request), [resource_of(name) for name in types])
        return self._changes(request)

    def _changes(self, request: Request) -> HttpResponse:
        limit = limit_of(request)
        page = self._page(request, limit)
        after, asked = page.cursor.sealed(), request.GET
        links = {
            "self": request.build_absolute_uri(),
            "next": address(request, after=after, limit=asked.get("limit"), types=asked.get("types")),
        }
        meta = {"head": page.head, "full_state": page.full_state, "lag_seconds": page.lag_seconds}
        response = raw.many(page.objects, meta=meta, links=links)
        if page.head:
            response["Retry-After"] = str(ASK_AGAIN_SECONDS)
        return response

    def _page(self, request: Request, limit: int) -> reading.FeedPage:
        view = sight_of(request)
        cursor: FeedCursor | None = cursor_in(request, FeedCursor, view)
        if cursor and "types" in request.GET and set(_names_in(request)) != set(cursor.types):
            raise BadParameter("types", f"This cursor was made for types={','.join(cursor.types)}.")
        types = () if cursor else _types_asked_for(request)
        try:
            if cursor is None:
                return reading.begin(view, types=types, limit=limit)
            return reading.follow(view, cursor, limit=limit)
        except reading.Resync as gone:
            resync = address(request, types=request.GET.get("types"))
            raise CursorGone(gone.sentence, resync=resync) from None


def _types_asked_for(request: Request) -> tuple[str, ...]:
    """The types to sync, in the order in which the full state gives them."""
    if "types" not in request.GET:
        return tuple(name for name in _scopes() if _may_read(request, name))
    asked = _names_in(request)
    for name in asked:
        if not _may_read(request, name):
            raise PermissionDenied(f"This credential lacks the scope {_scopes()[name]}.")
    return tuple(name for name in _scopes() if name in asked)


def _names_in(request: Request) -> list[str]:
    names = request.GET["types"].split(",", MOST_TYPES)
    if unknown := [name for name in names if name not in _scopes()]:
        known = ", ".join(_scopes())
        raise BadParameter("types", f"“{unknown[0][:30]}” is not synced. These are: {known}.", code="unknown")
    return names


def _scopes() -> dict[str, str]:
    return {resource.type: resource.scope for resource in resources()}


def _may_read(request: Request, name: str) -> bool:
    member = request.member
    return not isinstance(member, ApiCredential) or member.allows(_scopes()[name])
