"""Hosting trainees: read like every collection, and said by the school's own system or its trust's.

A school has one answer. It is put where it was, so that sent twice it is said once, and confirmed again.
"""

from functools import partial
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from rest_framework.request import Request

from alliance import policy
from alliance.actions.partnership.hosting import HostingDetails, state_hosting
from alliance.api.bulk import Saved, bulk, mode_in
from alliance.api.collections import DetailView, ListView
from alliance.api.inputs import HostingChange, HostingInput
from alliance.api.openapi import changes_hosting, list_of, one_of, states_hosting
from alliance.api.serializers import HostingPreference as Shape
from alliance.api.writing import Kept, once, own_partner, valid
from alliance.choices import ApiScope
from alliance.models import HostingPreference
from alliance.queries.partnership.sync import HOSTING
from foundation.access import Access

KEPT = Kept(HOSTING, HostingPreference, "api_hosting_preference", "There is no such answer here for you.")


@states_hosting(Shape, HostingInput)
@list_of(Shape)
class HostingPreferenceList(ListView):
    access, resource = Access("policy", policy.read_api_partners), HOSTING
    writes, write_scope = Access("policy", policy.write_api_hosting), ApiScope.WRITE_HOSTING
    http_method_names = ["get", "head", "put"]

    def put(self, request: Request, slug: str) -> HttpResponse:
        return once(request, lambda: self._say(request))

    def _say(self, request: Request) -> HttpResponse:
        if isinstance(request.data, list):
            return bulk(request, mode_in(request), lambda row: _state(request, row), may_be_there=True)
        said = _state(request, request.data)
        return KEPT.told(request, said.id, HTTPStatus.CREATED if said.is_new else HTTPStatus.OK)


@changes_hosting(Shape, HostingChange)
@one_of(Shape)
class HostingPreferenceDetail(DetailView):
    access, resource = Access("policy", policy.read_api_partners), HOSTING
    writes, write_scope = Access("policy", policy.write_api_hosting), ApiScope.WRITE_HOSTING
    http_method_names = ["get", "head", "patch"]

    def get(self, request: Request, slug: str, hosting_preference_id: UUID) -> HttpResponse:
        return self.read(request, hosting_preference_id)

    def patch(self, request: Request, slug: str, hosting_preference_id: UUID) -> HttpResponse:
        return once(request, lambda: self._change(request, hosting_preference_id))

    def _change(self, request: Request, public_id: UUID) -> HttpResponse:
        said = KEPT.now(request, public_id)
        before = {name: getattr(said, name) for name in ("appetite", "reasons", "note")}
        details = HostingDetails(**{**before, **valid(HostingChange, request.data)})
        act = partial(state_hosting, partner=said.partner, details=details, version=said.version, by=None)
        KEPT.as_read(request, act)
        return KEPT.told(request, public_id, HTTPStatus.OK)


def _state(request: Request, row: Any) -> Saved:
    given = valid(HostingInput, row)
    partner = own_partner(request, given.pop("partner_id", None))
    is_new = not HostingPreference.objects.filter(partner=partner).exists()
    said = state_hosting(partner=partner, details=HostingDetails(**given), by=None)
    return Saved(said.public_id, is_new)
