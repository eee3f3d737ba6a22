"""Partners, schools and contacts: a page of each, and a single one."""

from uuid import UUID

from django.http import HttpResponse
from rest_framework.exceptions import NotFound
from rest_framework.request import Request

from alliance import policy
from alliance.api.base import ResourceView, cursor_in, sight_of
from alliance.api.openapi import list_of, one_of
from alliance.api.serializers import Contact, Partner, School
from alliance.queries.sync import CONTACTS, PARTNERS, SCHOOLS
from foundation.access import Access
from foundation.api import raw
from foundation.api.paging import address, limit_of
from foundation.api.problems import BadParameter
from foundation.feed.collection import read_list, read_single
from foundation.feed.cursor import ListCursor
from foundation.feed.view import View


class ListView(ResourceView):
    """A page of objects in the order of their keys, which is stable while others come and go."""

    def get(self, request: Request, slug: str) -> HttpResponse:
        view, limit = sight_of(request), limit_of(request)
        page = read_list(view, self.resource, after=self._key_in(request, view), limit=limit)
        links = {"self": request.build_absolute_uri()}
        if page.next_key is not None:
            cursor = ListCursor(request.alliance.pk, view.reader, self.resource.type, page.next_key)
            links["next"] = address(request, after=cursor.sealed(), limit=request.GET.get("limit"))
        return raw.many(page.objects, meta={}, links=links)

    def _key_in(self, request: Request, view: View) -> int:
        cursor = cursor_in(request, ListCursor, view)
        if cursor is None:
            return 0
        if cursor.type != self.resource.type:
            raise BadParameter("after", "This cursor was made for another resource.", code="bad_cursor")
        return int(cursor.key)


class DetailView(ResourceView):
    """One object by its id. Whatever the caller does not see is not there."""

    def read(self, request: Request, public_id: UUID) -> HttpResponse:
        data = read_single(sight_of(request), self.resource, public_id)
        if data is None:
            raise NotFound(f"There is no such {self.resource.type} here for you.")
        return raw.single(request, data, links={"self": request.build_absolute_uri()})


@list_of(Partner)
class PartnerList(ListView):
    access, resource = Access("policy", policy.read_api_partners), PARTNERS


@list_of(School)
class SchoolList(ListView):
    access, resource = Access("policy", policy.read_api_schools), SCHOOLS


@list_of(Contact)
class ContactList(ListView):
    access, resource = Access("policy", policy.read_api_contacts), CONTACTS


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


@one_of(Contact)
class ContactDetail(DetailView):
    access, resource = Access("policy", policy.read_api_contacts), CONTACTS

    def get(self, request: Request, slug: str, contact_id: UUID) -> HttpResponse:
        return self.read(request, contact_id)
