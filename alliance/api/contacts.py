"""Contacts: read like every collection, and added, changed and removed by the partner's own system."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from rest_framework.request import Request

from alliance import policy
from alliance.actions import contacts as actions
from alliance.api.bulk import bulk, mode_in
from alliance.api.collections import DetailView, ListView
from alliance.api.inputs import ContactChange, ContactInput
from alliance.api.openapi import list_of, one_of, writes_many, writes_one
from alliance.api.serializers import Contact as Shape
from alliance.api.writing import Kept, once, own_partner, valid
from alliance.choices import ApiScope
from alliance.forms.contacts import saved_contact
from alliance.models import Contact
from alliance.queries.sync import CONTACTS
from foundation.access import Access

KEPT = Kept(CONTACTS, Contact, "api_contact", "There is no such contact here for you.")


@writes_many(Shape, ContactInput)
@list_of(Shape)
class ContactList(ListView):
    access, resource = Access("policy", policy.read_api_contacts), CONTACTS
    writes, write_scope = Access("policy", policy.write_api_contacts), ApiScope.WRITE_CONTACTS
    http_method_names = ["get", "head", "post"]

    def post(self, request: Request, slug: str) -> HttpResponse:
        return once(request, lambda: self._add(request))

    def _add(self, request: Request) -> HttpResponse:
        if isinstance(request.data, list):
            return bulk(request, mode_in(request), lambda row: _add(request, row).public_id)
        contact = _add(request, request.data)
        return KEPT.told(request, contact.public_id, HTTPStatus.CREATED)


@writes_one(Shape, ContactChange)
@one_of(Shape)
class ContactDetail(DetailView):
    access, resource = Access("policy", policy.read_api_contacts), CONTACTS
    writes, write_scope = Access("policy", policy.write_api_contacts), ApiScope.WRITE_CONTACTS
    http_method_names = ["get", "head", "patch", "delete"]

    def get(self, request: Request, slug: str, contact_id: UUID) -> HttpResponse:
        return self.read(request, contact_id)

    def patch(self, request: Request, slug: str, contact_id: UUID) -> HttpResponse:
        return once(request, lambda: self._change(request, contact_id))

    def delete(self, request: Request, slug: str, contact_id: UUID) -> HttpResponse:
        return once(request, lambda: self._remove(request, contact_id))

    def _change(self, request: Request, contact_id: UUID) -> HttpResponse:
        contact = KEPT.now(request, contact_id)
        details = actions.ContactDetails(**{**saved_contact(contact), **valid(ContactChange, request.data)})
        KEPT.as_read(
            request,
            lambda: actions.update_contact(
                contact=contact, version=contact.version, details=details, by=None
            ),
        )
        return KEPT.told(request, contact_id, HTTPStatus.OK)

    def _remove(self, request: Request, contact_id: UUID) -> HttpResponse:
        contact = KEPT.now(request, contact_id)
        KEPT.as_read(
            request, lambda: actions.remove_contact(contact=contact, version=contact.version, by=None)
        )
        return HttpResponse(status=HTTPStatus.NO_CONTENT)


def _add(request: Request, row: Any) -> Contact:
    given = valid(ContactInput, row)
    partner = own_partner(request, given.pop("partner_id", None))
    return actions.add_contact(partner=partner, details=actions.ContactDetails(**given), by=None)
