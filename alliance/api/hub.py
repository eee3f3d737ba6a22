"""Dates, resources and announcements: read like every collection."""

from uuid import UUID

from django.http import HttpResponse
from rest_framework.request import Request

from alliance import policy
from alliance.api.collections import DetailView, ListView
from alliance.api.hub_shapes import Announcement, CalendarDate, Resource
from alliance.api.openapi import list_of, one_of
from alliance.queries.hub_sync import ANNOUNCEMENTS, DATES, DOCUMENTS
from foundation.access import Access

READS = Access("policy", policy.read_api_hub)


@list_of(CalendarDate)
class CalendarDateList(ListView):
    access, resource = READS, DATES


@one_of(CalendarDate)
class CalendarDateDetail(DetailView):
    access, resource = READS, DATES

    def get(self, request: Request, slug: str, calendar_date_id: UUID) -> HttpResponse:
        return self.read(request, calendar_date_id)


@list_of(Resource)
class ResourceList(ListView):
    access, resource = READS, DOCUMENTS


@one_of(Resource)
class ResourceDetail(DetailView):
    access, resource = READS, DOCUMENTS

    def get(self, request: Request, slug: str, resource_id: UUID) -> HttpResponse:
        return self.read(request, resource_id)


@list_of(Announcement)
class AnnouncementList(ListView):
    access, resource = READS, ANNOUNCEMENTS


@one_of(Announcement)
class AnnouncementDetail(DetailView):
    access, resource = READS, ANNOUNCEMENTS

    def get(self, request: Request, slug: str, announcement_id: UUID) -> HttpResponse:
        return self.read(request, announcement_id)
