"""Answers that hold a whole collection, streamed as PostgreSQL writes them."""

from collections.abc import Sequence
from urllib.parse import urlencode

from django.http import StreamingHttpResponse
from django.urls import reverse
from django.utils import timezone
from rest_framework.request import Request

from foundation.api.flow import Flow
from foundation.api.formats import Lines, Table
from foundation.api.moments import updated_since
from foundation.api.problems import BadParameter
from foundation.feed.cursor import FeedCursor
from foundation.feed.resources import Resource
from foundation.feed.since import since
from foundation.feed.view import View
from foundation.feed.whole import Whole

NOT_IN_PAGES = "This form holds everything in one answer: leave it out."


def as_lines(request: Request, view: View, resources: Sequence[Resource]) -> StreamingHttpResponse:
    """JSON a line; the last line tells how many there were, and where to follow the changes from."""

    def changes(cursor: FeedCursor) -> str:
        here = reverse("api_changes", args=[request.alliance.slug])
        return request.build_absolute_uri(f"{here}?{urlencode({'after': cursor.sealed()})}")

    flow = Flow(_whole(request, view, resources).lines(changes))
    return StreamingHttpResponse(flow, content_type=Lines.media_type)


def as_table(request: Request, view: View, resource: Resource) -> StreamingHttpResponse:
    """A spreadsheet to download."""
    flow = Flow(_whole(request, view, [resource]).table())
    response = StreamingHttpResponse(flow, content_type=f"{Table.media_type}; charset=utf-8")
    name = f"{request.alliance.slug}-{resource.plural}-{timezone.localdate()}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _whole(request: Request, view: View, resources: Sequence[Resource]) -> Whole:
    for name in ("after", "limit"):
        if name in request.GET:
            raise BadParameter(name, NOT_IN_PAGES)
    return Whole(view, resources, since(view, updated_since(request)))
