"""Contacts: read like every collection, and added, changed and removed by the partner's own system."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.http import HttpResponse
from django.urls import reverse
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.request import Request

from alliance import policy
from alliance.actions import contacts as actions
from alliance.api.base import sight_of
from alliance.api.bulk import bulk, mode_in
from alliance.api.collections import DetailView, ListView
from alliance.api.inputs import ContactChange, ContactInput
from alliance.api.openapi import list_of, one_of, writes_many, writes_one
from alliance.api.serializers import Contact as Shape
from alliance.choices import ApiScope
from alliance.forms.contacts import saved_contact
from alliance.models import Contact, Partner
from alliance.queries.sync import CONTACTS
from foundation.access import Access
from foundation.api import raw
from foundation.api.once import once
from foundation.api.problems import JustChanged, Stale
from foundation.feed.collection import read_single
from foundation.refusal import ChangedMeanwhile, GoneMeanwhile

NO_CONTACT = "There is no such contact here for you."
NO_PARTNER = "There is no such partner of yours. Leave it out for your own."


@writes_many(Shape, ContactInput)
@list_of(Shape)
class ContactList(ListView):
    access, resource = Access("policy", policy.read_api_contacts), CONTACTS
    writes, write_scope = Access("policy", policy.write_api_contacts), ApiScope.WRITE_CONTACTS
    http_method_names = ["get", "head", "post"]

    def post(self, request: Request, slug: str) -> HttpResponse:
        return _once(request, lambda: self._add(request))

    def _add(self, request: Request) -> HttpResponse:
        if isinstance(request.data, list):
            return bulk(request, mode_in(request), lambda row: _add(request, row).public_id)
        contact = _add(request, request.data)
        return _told(request, contact.public_id, HTTPStatus.CREATED)


@writes_one(Shape, ContactChange)
@one_of(Shape)
class ContactDetail(DetailView):
    access, resource = Access("policy", policy.read_api_contacts), CONTACTS
    writes, write_scope = Access("policy", policy.write_api_contacts), ApiScope.WRITE_CONTACTS
    http_method_names = ["get", "head", "patch", "delete"]

    def get(self, request: Request, slug: str, contact_id: UUID) -> HttpResponse:
        return self.read(request, contact_id)

    def patch(self, request: Request, slug: str, contact_id: UUID) -> HttpResponse:
        return _once(request, lambda: self._change(request, contact_id))

    def delete(self, request: Request, slug: str, contact_id: UUID) -> HttpResponse:
        return _once(request, lambda: self._remove(request, contact_id))

    def _change(self, request: Request, contact_id: UUID) -> HttpResponse:
        contact = _contact(request, contact_id)
        given = _valid(ContactChange, request.data)
        details = actions.ContactDetails(**{**saved_contact(contact), **given})
        _as_read(
            request,
            lambda: actions.update_contact(
                contact=contact, version=contact.version, details=details, by=None
            ),
        )
        return _told(request, contact_id, HTTPStatus.OK)

    def _remove(self, request: Request, contact_id: UUID) -> HttpResponse:
        contact = _contact(request, contact_id)
        _as_read(request, lambda: actions.remove_contact(contact=contact, version=contact.version, by=None))
        return HttpResponse(status=HTTPStatus.NO_CONTENT)


def _once(request: Request, answer: Callable[[], HttpResponse]) -> HttpResponse:
    return once(request._request, reader=sight_of(request).reader, answer=answer)


def _add(request: Request, row: Any) -> Contact:
    given = _valid(ContactInput, row)
    partner = _partner(request, given.pop("partner_id", None))
    return actions.add_contact(partner=partner, details=actions.ContactDetails(**given), by=None)


def _valid(shape: type[ContactChange], data: Any) -> dict[str, Any]:
    checked = shape(data=data)
    checked.is_valid(raise_exception=True)
    return dict(checked.validated_data)


def _partner(request: Request, public_id: UUID | None) -> Partner:
    """Its own, or that one of its schools."""
    own = Partner.objects.visible_to(request.member)
    named = {"pk": request.member.partner_id} if public_id is None else {"public_id": public_id}
    partner = own.filter(**named).first()
    if partner is None:
        raise ValidationError({"partner_id": [NO_PARTNER]}, code="not_found")
    return partner


def _contact(request: Request, public_id: UUID) -> Contact:
    """As it is now, which is what `If-Match` says where that is sent. Raises NotFound, Stale.

    Read before its entity tag: what changes in between then fails by its version, and is not overwritten.
    """
    held = Contact.objects.filter(partner__in=Partner.objects.visible_to(request.member))
    contact = held.select_related("partner").filter(public_id=public_id).first()
    data = read_single(sight_of(request), CONTACTS, public_id)
    if contact is None or data is None:
        raise NotFound(NO_CONTACT)
    expected = request.headers.get("If-Match")
    if expected is not None and not raw.matches(expected, raw.tag_of([data])):
        raise Stale
    return contact


def _as_read(request: Request, act: Callable[[], Any]) -> None:
    """Do it to what was read a moment ago; whoever came between makes it stale."""
    try:
        act()
    except (ObjectDoesNotExist, GoneMeanwhile):
        raise NotFound(NO_CONTACT) from None
    except ChangedMeanwhile:
        raise (Stale if "If-Match" in request.headers else JustChanged) from None


def _told(request: Request, public_id: UUID, status: HTTPStatus) -> HttpResponse:
    """The contact as it stands now, and where it is."""
    data = read_single(sight_of(request), CONTACTS, public_id)
    if data is None:
        raise NotFound(NO_CONTACT)
    address = request.build_absolute_uri(reverse("api_contact", args=[request.alliance.slug, public_id]))
    response = raw.single(data, links={"self": address}, status=status)
    if status == HTTPStatus.CREATED:
        response["Location"] = address
    return response
