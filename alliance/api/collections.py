"""Collections: a page, all of it at once, and a single object; partners and schools."""

from dataclasses import replace
from uuid import UUID

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from rest_framework.exceptions import NotFound
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request

from alliance import policy
from alliance.api import whole
from alliance.api.base import ResourceView, cursor_in, sight_of
from alliance.api.openapi import list_of, one_of
from alliance.api.serializers import Partner, School
from alliance.queries.sync import PARTNERS, SCHOOLS
from foundation.access import Access
from foundation.api import raw
from foundation.api.formats import Lines, Table
from foundation.api.moments import updated_since
from foundation.api.paging import address, limit_of
from foundation.api.problems import BadParameter
from foundation.feed.collection import read_list, read_single
from foundation.feed.cursor import ListCursor
from foundation.feed.since import Since, since
from foundation.feed.view import View


class ListView(ResourceView):
    """A page of objects in the order of their keys, stable while others come and go; or all at once."""

    renderer_classes = [JSONRenderer, Lines, Table]

    def get(self, request: Request, slug: str) -> HttpResponseBase:
        view = sight_of(request)
        match request.accepted_renderer.format:
            case Lines.format:
                return whole.as_lines(request, view, [self.resource])
            case Table.format:
                return whole.as_table(request, view, self.resource)
            case _:
                return self._page(request, view, limit_of(request))

    def _page(self, request: Request, view: View, limit: int) -> HttpResponse:
        cursor = self._cursor_in(request, view) or self._beginning(request, view)
        asked = Since.read(cursor.since, cursor.watermark, cursor.seen_as)
        page = read_list(view, self.resource, after=cursor.key, limit=limit, since=asked)
        tag = raw.tag_of([*page.objects, str(page.next_key).encode()])
        if known := raw.not_modified(request, tag):
            return known
        links = {"self": request.build_absolute_uri()}
        if page.next_key is not None:
            after = replace(cursor, key=page.next_key).sealed()
            links["next"] = address(request, after=after, limit=request.GET.get("limit"))
        response = raw.many(page.objects, meta=asked.meta, links=links)
        response["ETag"] = tag
        return response

    def _beginning(self, request: Request, view: View) -> ListCursor:
        asked = since(view, updated_since(request))
        return ListCursor(request.alliance.pk, view.reader, self.resource.type, 0, *asked.written)

    def _cursor_in(self, request: Request, view: View) -> ListCursor | None:
        cursor: ListCursor | None = cursor_in(request, ListCursor, view)
        if cursor is not None and cursor.type != self.resource.type:
            raise BadParameter("after", "This cursor was made for another resource.", code="bad_cursor")
        return cursor


class DetailView(ResourceView):
    """One object by its id. Whatever the caller does not see is not there."""

    def read(self, request: Request, public_id: UUID) -> HttpResponse:
        data = read_single(sight_of(request), self.resource, public_id)
        if data is None:
            raise NotFound(f"There is no such {self.resource.type} here for you.")
        known = raw.not_modified(request, raw.tag_of([data]))
        return known or raw.single(data, links={"self": request.build_absolute_uri()})


@list_of(Partner)
class PartnerList(ListView):
    access, resource = Access("policy", policy.read_api_partners), PARTNERS


@list_of(School)
class SchoolList(ListView):
    access, resource = Access("policy", policy.read_api_schools), SCHOOLS


@one_of(Partner)
class PartnerDetail(DetailView):
    access, resource = Access("policy", policy.read_api_partners), PARTNERS

    def get(self, request: Request, slug: str, partner_id: UUID) -> HttpResponse:
        return self.read(request, partner_id)


@one_of(School)
class SchoolDetail(DetailView):
    access, resource = Access("policy", policy.read_api_schools), SCHOOLS

    def get(self, request: Request, slug: str, school_id: UUID) -> HttpResponse:
        return self.read(request, school_id)
